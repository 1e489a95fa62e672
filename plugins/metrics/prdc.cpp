// ganzoo: link fmt
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "conditional.hpp"
#include "features.hpp"
#include "points.hpp"

namespace {

using ganzoo::metrics::Points, ganzoo::metrics::Sides, ganzoo::Quantity;

/// The squared distance from each sample to its k-th nearest neighbour among the others: the radius of its ball.
Eigen::ArrayXd squared_radii(const Points& x, Eigen::Index k, const std::function<void()>& poll) {
  Eigen::ArrayXd radii(x.rows());
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    poll();
    Eigen::VectorXd squares = (x.rowwise() - x.row(i)).rowwise().squaredNorm();
    std::swap(squares(i), squares(x.rows() - 1));  // not its own neighbour
    double* first = squares.data();
    std::nth_element(first, first + k - 1, first + x.rows() - 1);
    radii(i) = squares(k - 1);
  }
  return radii;
}

/// Precision, recall, density and coverage.
struct Prdc : ganzoo::Metric, ganzoo::metrics::Featured {
  static constexpr ganzoo::About about{
      .title = "precision, recall, density and coverage",
      .source = "Kynkäänniemi, Karras, Laine, Lehtinen & Aila, NeurIPS 2019; Naeem, Oh, Uh, Choi & Yoo, ICML 2020",
      .summary =
          "Around each sample lies the ball that reaches to its k-th nearest neighbour of the same side. precision: "
          "the share of fakes in a ball of a real; recall: of reals in a ball of a fake; density: in how many balls of "
          "reals a fake lies, over k; coverage: the share of reals with a fake in their ball. By default the features "
          "are the "
          "samples themselves. Of the same distribution density tends to 1 and coverage to 1 − 2^(−k), while precision "
          "and recall hang on k, n and d and stay below 1: compare with metrics.floor. One far real makes a ball that "
          "flatters precision; density bears it."};

  std::int64_t samples = 0;
  int k = 5;
  bool classes = false;
  static constexpr auto parameters = std::tuple_cat(
      std::tuple{
          ganzoo::parameter("k", &Prdc::k, ganzoo::at_least(1), "which nearest neighbour ends a ball; Kynkäänniemi: 3"),
          ganzoo::parameter(
              "classes", &Prdc::classes,
              "adds the same within classes, of the real and generated samples of each, as means over the "
              "classes; NaN where a class has no more than k of a side"),
          ganzoo::parameter("samples", &Prdc::samples, ganzoo::at_least(0), "of each side; 0: metrics.samples")},
      feature_parameters);

  std::vector<Quantity> quantities() const override {
    const auto share = [](const ganzoo::Data*) { return ganzoo::closed(0, 1); };
    std::vector<Quantity> all{
        {"precision", "1", Quantity::Better::higher, "share of fakes in a ball of a real", {}, share},
        {"recall", "1", Quantity::Better::higher, "share of reals in a ball of a fake", {}, share},
        {"density",
         "1",
         Quantity::Better::higher,
         "mean number of balls of reals around a fake, over k",
         {},
         [](const ganzoo::Data*) { return ganzoo::at_least(0); }},
        {"coverage", "1", Quantity::Better::higher, "share of reals with a fake in their ball", {}, share}};
    if (classes)
      for (std::size_t i = 0; i < numbers; ++i) {
        Quantity within = all[i];
        within.name += "_within";
        within.meaning = "mean over classes of the " + all[i].name + " within each";
        all.push_back(within);
      }
    add_quantity(all);
    return all;
  }

  void accept(const ganzoo::Data& data, const ganzoo::Generator& generator, const ganzoo::Divergence&) const override {
    accept_features(data);
    if (classes) ganzoo::metrics::require_labels("prdc", data, generator);
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    const Sides x = sides(e, samples > 0 ? samples : count);
    if (k >= x.fewest())
      throw ganzoo::Error(ganzoo::Exit::usage,
                          fmt::format("prdc: k is {}, but must be less than {}, the samples of a side", k, x.fewest()));
    add_value(values);
    if (!x.finite()) return ganzoo::metrics::all_nan(values);
    measure(x, e.poll, values.first(numbers));
    if (classes) measure_within(x, e, values.subspan(numbers, numbers));
  }

 private:
  static constexpr std::size_t numbers = 4;

  void measure_within(const Sides& x, const ganzoo::Evaluation& e, std::span<double> means) const {
    std::ranges::fill(means, 0.0);
    const bool all = ganzoo::metrics::each_class(x, e, k + 1, [&](const Sides& c) {
      std::array<double, numbers> values{};
      measure(c, e.poll, values);
      for (std::size_t i = 0; i < numbers; ++i) means[i] += values[i] / e.data->classes();
    });
    if (!all) ganzoo::metrics::all_nan(means);
  }

  void measure(const Sides& x, const std::function<void()>& poll, std::span<double> values) const {
    const Eigen::ArrayXd real_radii = squared_radii(x.real, k, poll), fake_radii = squared_radii(x.fake, k, poll);
    Eigen::ArrayXd balls_around_fake = Eigen::ArrayXd::Zero(x.fake.rows());
    double recalled = 0, covered = 0;
    for (Eigen::Index i = 0; i < x.real.rows(); ++i) {
      poll();
      const Eigen::ArrayXd squares = (x.fake.rowwise() - x.real.row(i)).rowwise().squaredNorm();
      if (!squares.allFinite()) return ganzoo::metrics::all_nan(values);  // a square overflowed
      balls_around_fake += (squares <= real_radii(i)).cast<double>();
      recalled += (squares <= fake_radii).any();
      covered += (squares <= real_radii(i)).any();
    }
    const double n = static_cast<double>(x.real.rows());
    values[0] = (balls_around_fake > 0).cast<double>().mean();
    values[1] = recalled / n;
    values[2] = balls_around_fake.mean() / k;
    values[3] = covered / n;
  }
};

}  // namespace

GANZOO_PLUGIN(Prdc)
