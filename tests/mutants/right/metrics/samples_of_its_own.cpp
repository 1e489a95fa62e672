#include "between_means.hpp"

namespace {

/// Holds back samples by parameters of its own, beside those that it is told.
struct SamplesOfItsOwn : BetweenMeans {
  static constexpr ganzoo::About about{.title = "samples of its own", .source = "a test"};

  std::int64_t samples = 0, held_back = 128;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("samples", &SamplesOfItsOwn::samples, ganzoo::at_least(0), "to look at; 0: metrics.samples"),
      ganzoo::parameter("held_back", &SamplesOfItsOwn::held_back, ganzoo::at_least(1), "real samples")};

  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    values[0] = distance(e.real(held_back), e.fake(samples > 0 ? samples : n));
  }
};

}  // namespace

GANZOO_PLUGIN(SamplesOfItsOwn)
