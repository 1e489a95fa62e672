// ganzoo: link fmt
#include <fmt/format.h>

#include <ganzoo/divergence/estimate/pair_test.hpp>

#include "points.hpp"

namespace {

using ganzoo::Quantity;

/// The unbiased MMD² of a Gaussian kernel with the p of its permutation test.
struct MmdTest : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "kernel test of two samples (MMD)",
      .source =
          "Gretton, Borgwardt, Rasch, Schölkopf & Smola, JMLR 13, 2012, equation 3 and section 8; p: Phipson & "
          "Smyth, 2010",
      .summary =
          "value: the unbiased estimate of MMD² with k = exp(−|x − y|²/(2b²)), 0 on average where nothing differs and "
          "so "
          "now and then negative. b is the median distance between points of both samples together (of 2000 of them at "
          "random where they are more), unless given: one width sees differences of about its own scale, and the "
          "median "
          "is that of the whole, which narrow modes may hide in; where half of the distances are 0 there is none, and "
          "all "
          "is NaN. p: the share of random relabellings of real and fake, "
          "the true one among them, whose value is as large; uniform where nothing differs. Relabellings are those of "
          "the evaluation's seed."};

  std::int64_t samples = 0;
  int permutations = 199;
  double bandwidth = 0;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("bandwidth", &MmdTest::bandwidth, ganzoo::at_least(0), "b; 0: the median distance"),
      ganzoo::parameter("permutations", &MmdTest::permutations, ganzoo::closed(1, 1e6),
                        "random relabellings; no p is below 1/(1 + permutations)"),
      ganzoo::parameter("samples", &MmdTest::samples, ganzoo::at_least(0), "of each side; 0: metrics.samples")};

  std::vector<Quantity> quantities() const override {
    return {{"value",
             "1",
             Quantity::Better::lower,
             "unbiased MMD² of the Gaussian kernel; below 0 by chance where nothing differs",
             {},
             [](const ganzoo::Data*) { return ganzoo::closed(-2, 2); }},
            {"p",
             "1",
             Quantity::Better::neither,
             "of the permutation test that nothing differs",
             {},
             [least = 1.0 / (1 + permutations)](const ganzoo::Data*) { return ganzoo::closed(least, 1); }},
            {"bandwidth", "1", Quantity::Better::neither, "b, in units of the data", {}, [](const ganzoo::Data*) {
               return ganzoo::at_least(0);
             }}};
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    const ganzoo::metrics::Sides x(e, samples > 0 ? samples : count);
    if (x.fewest() < 2)
      throw ganzoo::Error(ganzoo::Exit::usage,
                          fmt::format("mmd_test: the samples of a side are {}, but must be at least 2", x.fewest()),
                          "an unbiased estimate compares pairs");
    if (!x.finite()) return ganzoo::metrics::all_nan(values);
    const ganzoo::Rng rng(e.seed, ganzoo::Purpose::projection);
    const double b = bandwidth > 0 ? bandwidth : ganzoo::median_distance(x.reals(), x.fakes(), rng);
    if (!(b > 0) || !std::isfinite(b))
      return ganzoo::metrics::all_nan(values);  // more than half of the pairs are equal
    const ganzoo::Tested tested = ganzoo::mmd_test(x.reals(), x.fakes(), b, permutations, rng, e.poll);
    values[0] = tested.value;
    values[1] = tested.p;
    values[2] = b;
  }
};

}  // namespace

GANZOO_PLUGIN(MmdTest)
