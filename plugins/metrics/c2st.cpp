// ganzoo: link fmt
#include <fmt/format.h>

#include <ganzoo/divergence/estimate/log_ratio.hpp>

#include "fisher_exact.hpp"
#include "points.hpp"

namespace {

using ganzoo::ConstDoubles, ganzoo::Quantity, ganzoo::metrics::Points;

/// A sample in an order of its own, half of it to learn from.
struct Halves {
  Points learned, held;

  Halves(const Points& sample, const ganzoo::Rng& rng) {
    const Points all = ganzoo::metrics::sorted(sample);
    std::vector<std::int64_t> order(static_cast<std::size_t>(all.rows()));
    rng.fill_permutation(order);
    const auto half = order.begin() + static_cast<std::ptrdiff_t>(order.size() / 2);
    learned = all(std::vector(order.begin(), half), Eigen::all);
    held = all(std::vector(half, order.end()), Eigen::all);
  }
};

/// How well a classifier that has learned from half of the samples tells real from fake in the other half.
struct C2st : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "classifier two-sample test",
      .source = "Lopez-Paz & Oquab, ICLR 2017; p: Fisher's exact test",
      .summary =
          "A classifier learns from a random half of each side; accuracy is the mean of the shares of held-out reals "
          "called real and of fakes called fake: 0.5 where it tells nothing, 1 where the sides lie apart. It is a "
          "logistic regression in double precision on linear, quadratic or 128 random Fourier features, whichever "
          "predicts best within the half that it learns from. p is exact: of as many held-out samples called real, at "
          "random, so many are. A classifier that sees nothing proves no equality: images differ in ways that no such "
          "features hold. The halves are those of the evaluation's seed."};

  std::int64_t samples = 0;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("samples", &C2st::samples, ganzoo::at_least(0), "of each side; 0: metrics.samples")};

  std::vector<Quantity> quantities() const override {
    const auto share = [](const ganzoo::Data*) { return ganzoo::closed(0, 1); };
    return {{"accuracy", "1", Quantity::Better::lower, "mean share of held-out samples whose side is told", {}, share},
            {"p", "1", Quantity::Better::neither, "of the test that nothing is told", {}, share}};
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    constexpr std::int64_t least = 16;
    const ganzoo::metrics::Sides x(e, samples > 0 ? samples : count);
    if (x.fewest() < least)
      throw ganzoo::Error(
          ganzoo::Exit::usage,
          fmt::format("c2st: the samples of a side are {}, but must be at least {}", x.fewest(), least));
    if (!x.finite()) return ganzoo::metrics::all_nan(values);
    const ganzoo::Rng rng(e.seed, ganzoo::Purpose::projection);
    const Halves real(x.real, rng.child(0)), fake(x.fake, rng.child(1));
    const ganzoo::LogRatio told(of(real.learned), of(fake.learned), rng.child(2), e.poll);
    judge(told(of(real.held)), told(of(fake.held)), values);
  }

 private:
  static ConstDoubles of(const Points& x) { return {x.data(), x.rows(), x.cols()}; }

  static void judge(const std::vector<double>& real, const std::vector<double>& fake, std::span<double> values) {
    const auto called_real = [](const std::vector<double>& scores) {
      return static_cast<std::int64_t>(std::ranges::count_if(scores, [](double v) { return v > 0; }));
    };
    const auto n = static_cast<std::int64_t>(real.size()), m = static_cast<std::int64_t>(fake.size());
    const std::int64_t reals = called_real(real), fakes = called_real(fake);
    values[0] = (static_cast<double>(reals) / static_cast<double>(n) +
                 static_cast<double>(m - fakes) / static_cast<double>(m)) /
                2;
    values[1] = ganzoo::metrics::fisher_exact(reals, n, fakes, m);
  }
};

}  // namespace

GANZOO_PLUGIN(C2st)
