// ganzoo: link lemon
#include <cmath>
#include <ganzoo/train/transport_plan.hpp>

#include "transport_plan.hpp"

namespace {

using ganzoo::metrics::Points, ganzoo::metrics::Sides, ganzoo::Quantity;

/// Squared distances [n, m] between the rows of x and of y. `poll` is called before each row.
Points squared_distances(const Points& x, const Points& y, const std::function<void()>& poll) {
  Points squares(x.rows(), y.rows());
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    poll();
    squares.row(i) = (y.rowwise() - x.row(i)).rowwise().squaredNorm().transpose();
  }
  return squares;
}

/// The exact Wasserstein distances between the evaluation samples, in any dimension.
struct Emd : ganzoo::Metric, ganzoo::Transports {
  static constexpr ganzoo::About about{
      .title = "Wasserstein distances, exact (earth mover's)",
      .source = "Peyré & Cuturi, Computational Optimal Transport, 2019, section 3.5; Király & Kovács (LEMON), 2012",
      .summary =
          "W1 and W2 with the Euclidean distance between the samples themselves, of equal weights and any two numbers, "
          "by "
          "the network simplex: no regularisation and no cut-off. Between two samples of n of the same distribution in "
          "d > 2 dimensions W1 is of the order n^(-1/d): compare with metrics.floor. A pair of samples takes some 100 "
          "bytes, and time grows faster than the pairs: 1000 of each side are quick, 10 000 need 10 GB."};

  std::int64_t samples = 0;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("samples", &Emd::samples, ganzoo::at_least(0), "of each side; 0: metrics.samples")};

  std::vector<Quantity> quantities() const override {
    const auto range = [](const ganzoo::Data*) { return ganzoo::at_least(0); };
    return {{"w1", "1", Quantity::Better::lower, "Wasserstein-1 distance, in units of the data", {}, range},
            {"w2", "1", Quantity::Better::lower, "Wasserstein-2 distance, in units of the data", {}, range}};
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    const Sides x(e, samples > 0 ? samples : count);
    if (!x.finite()) return ganzoo::metrics::all_nan(values);
    const Points squares = squared_distances(x.real, x.fake, e.poll);
    if (!squares.allFinite()) return ganzoo::metrics::all_nan(values);
    e.poll();
    values[0] = ganzoo::metrics::least_mean_cost(squares.cwiseSqrt());
    e.poll();
    values[1] = std::sqrt(ganzoo::metrics::least_mean_cost(squares));
  }

  /// That of W1.
  ganzoo::TransportPlan plan(const ganzoo::Evaluation& e, std::int64_t count) override {
    const Sides x(e, samples > 0 ? samples : count);
    if (!x.finite()) throw refused("a sample that is not finite goes nowhere");
    const Points distances = squared_distances(x.real, x.fake, e.poll).cwiseSqrt();
    if (!distances.allFinite()) throw refused("a distance is larger than a double");
    const ganzoo::metrics::Plan units = ganzoo::metrics::transport_plan(distances);
    const Points mass = units.cast<double>() / static_cast<double>(units.sum());
    return {mass.rows(),
            mass.cols(),
            {mass.data(), mass.data() + mass.size()},
            {distances.data(), distances.data() + distances.size()}};
  }

 private:
  static ganzoo::Error refused(const char* reason) {
    return {ganzoo::Exit::usage, std::string("metric emd has no plan: ") + reason};
  }
};

}  // namespace

GANZOO_PLUGIN(Emd)
