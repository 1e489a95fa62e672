#include <ganzoo/divergence/estimate/pair_test.hpp>

#include "points.hpp"

namespace {

using ganzoo::Quantity;

/// The energy distance with the p of its permutation test.
struct EnergyTest : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "energy test of two samples",
      .source = "Székely & Rizzo, J. Stat. Plan. Inference 143(8), 2013; p: Phipson & Smyth, 2010",
      .summary =
          "value: 2 E|x − y| − E|x − x'| − E|y − y'| over all pairs, 0 only for equal samples. p: the share of random "
          "relabellings of real and fake, the true one among them, whose value is as large. Where nothing differs p is "
          "uniform, whatever the data and its dimension; a small p says that something differs, not how much, and with "
          "enough samples it will. Relabellings are those of the evaluation's seed. Time grows with the square of the "
          "samples, times permutations."};

  std::int64_t samples = 0;
  int permutations = 199;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("permutations", &EnergyTest::permutations, ganzoo::closed(1, 1e6),
                        "random relabellings; no p is below 1/(1 + permutations)"),
      ganzoo::parameter("samples", &EnergyTest::samples, ganzoo::at_least(0), "of each side; 0: metrics.samples")};

  std::vector<Quantity> quantities() const override {
    return {{"value",
             "1",
             Quantity::Better::lower,
             "energy distance, in units of the data",
             {},
             [](const ganzoo::Data*) { return ganzoo::at_least(0); }},
            {"p",
             "1",
             Quantity::Better::neither,
             "of the permutation test that nothing differs",
             {},
             [least = 1.0 / (1 + permutations)](const ganzoo::Data*) { return ganzoo::closed(least, 1); }}};
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    const ganzoo::metrics::Sides x(e, samples > 0 ? samples : count);
    if (!x.finite()) return ganzoo::metrics::all_nan(values);
    const ganzoo::Tested tested = ganzoo::energy_test(x.reals(), x.fakes(), permutations,
                                                      ganzoo::Rng(e.seed, ganzoo::Purpose::projection), e.poll);
    values[0] = std::max(0.0, tested.value);  // a rounding error below 0 where the samples are equal
    values[1] = tested.p;
  }
};

}  // namespace

GANZOO_PLUGIN(EnergyTest)
