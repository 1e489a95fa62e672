#include <cmath>
#include <ganzoo/divergence/estimate/pair_test.hpp>
#include <ganzoo/divergence/kernel_distance.hpp>
#include <ganzoo/divergence/sinkhorn.hpp>
#include <ganzoo/divergence/sliced.hpp>

#include "points.hpp"

namespace {

using ganzoo::ConstMatrix, ganzoo::Quantity;

/// A sample distance of the zoo, whatever the run trains with.
struct Distance : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "a sample distance of the zoo",
      .source =
          "Székely & Rizzo, 2013 (energy); Gretton et al., JMLR 13, 2012 (mmd); Feydy et al., AISTATS 2019 (sinkhorn); "
          "Rabin et al., SSVM 2011 (sliced_wasserstein)",
      .summary =
          "The number that the divergence of that name reports in training, of the evaluation samples: energy "
          "distance, MMD² "
          "of a Gaussian kernel, each over all pairs and so never negative, Sinkhorn divergence, or the mean over "
          "random "
          "lines of W_pᵖ. The kernel's width is the median distance between points of both samples together (of 2000 "
          "at "
          "random where they are more; NaN where it is 0) unless bandwidth says otherwise: a median of every "
          "evaluation, "
          "so compare runs at one bandwidth. Computed in single precision, as in training."};

  std::string of = "energy";
  std::int64_t samples = 0;
  double bandwidth = 0, epsilon = 0.1, tolerance = 1e-3;
  int power = 2, projections = 128, iterations = 200;
  static constexpr auto parameters = std::tuple{
      ganzoo::choice("of", &Distance::of, "which distance", "energy", "mmd", "sinkhorn", "sliced_wasserstein"),
      ganzoo::parameter("bandwidth", &Distance::bandwidth, ganzoo::at_least(0), "of mmd; 0: the median distance"),
      ganzoo::parameter("power", &Distance::power, ganzoo::closed(1, 2),
                        "p of the cost |x − y|ᵖ, of sinkhorn and sliced_wasserstein"),
      ganzoo::parameter("epsilon", &Distance::epsilon, ganzoo::positive(), "of sinkhorn, in units of the cost"),
      ganzoo::parameter("iterations", &Distance::iterations, ganzoo::closed(1, 1e6), "of sinkhorn, at most"),
      ganzoo::parameter("tolerance", &Distance::tolerance, ganzoo::positive(),
                        "of sinkhorn: mean relative error of the marginals at which it stops"),
      ganzoo::parameter("projections", &Distance::projections, ganzoo::closed(1, 1e6), "lines, of sliced_wasserstein"),
      ganzoo::parameter("samples", &Distance::samples, ganzoo::at_least(0), "of each side; 0: metrics.samples")};

  std::vector<Quantity> quantities() const override {
    // Sums in single precision may end a rounding error below 0.
    std::vector<Quantity> all{{"value", "1", Quantity::Better::lower, "the distance"}};
    if (of == "mmd")
      all.push_back({"bandwidth",
                     "1",
                     Quantity::Better::neither,
                     "of the kernel, in units of the data",
                     {},
                     [](const ganzoo::Data*) { return ganzoo::at_least(0); }});
    return all;
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    const std::int64_t n = samples > 0 ? samples : count;
    const ConstMatrix real = e.real(n), fake = e.fake(n);
    if (!ganzoo::have_squared_distances(real, fake)) return ganzoo::metrics::all_nan(values);
    const ganzoo::OwnedMatrix gradient(fake.rows, fake.columns);
    const ganzoo::Rng rng(e.seed, ganzoo::Purpose::projection);
    if (of == "mmd") {
      values[1] = bandwidth > 0 ? bandwidth : median(real, fake, rng);
      values[0] = values[1] > 0 ? kernel(ganzoo::Radial::gaussian({values[1]}), real, fake, gradient, e.poll)
                                : std::numeric_limits<double>::quiet_NaN();
    } else if (of == "energy") {
      values[0] = kernel(ganzoo::Radial::root(), real, fake, gradient, e.poll);
    } else if (of == "sinkhorn") {
      values[0] = ganzoo::Sinkhorn()({epsilon, power, iterations, tolerance}, real, fake, gradient, e.poll);
    } else {
      const ganzoo::OwnedMatrix directions(projections, real.columns);
      ganzoo::random_directions(rng, directions);
      values[0] = ganzoo::SlicedWasserstein()(power, directions, real, fake, gradient, e.poll);
    }
  }

 private:
  static double kernel(const ganzoo::Radial& radial, ConstMatrix real, ConstMatrix fake, ganzoo::Matrix gradient,
                       const std::function<void()>& poll) {
    return ganzoo::KernelDistance()(radial, ganzoo::Statistic::v, real, fake, gradient, poll);
  }
  static double median(ConstMatrix real, ConstMatrix fake, const ganzoo::Rng& rng) {
    const ganzoo::metrics::Points x = ganzoo::metrics::as_points(real), y = ganzoo::metrics::as_points(fake);
    return ganzoo::median_distance({x.data(), x.rows(), x.cols()}, {y.data(), y.rows(), y.cols()}, rng);
  }
};

}  // namespace

GANZOO_PLUGIN(Distance)
