#include "between_means.hpp"

namespace {

/// Looks at 64 real samples, however many it is told.
struct CountsForItself : BetweenMeans {
  static constexpr ganzoo::About about{.title = "counts for itself", .source = "a mutant"};

  std::int64_t samples = 0;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("samples", &CountsForItself::samples, ganzoo::at_least(0), "to look at; 0: metrics.samples")};

  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    values[0] = distance(e.real(64), e.fake(n));
  }
};

}  // namespace

GANZOO_PLUGIN(CountsForItself)
