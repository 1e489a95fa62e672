#include "between_means.hpp"

namespace {

/// Samples that lie too low count as right: a difference taken for a distance.
struct OneSideOnly : BetweenMeans {
  static constexpr ganzoo::About about{.title = "one side only", .source = "a mutant"};

  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    values[0] = std::max(0.0, mean(e.fake(n), 0) - mean(e.real(n), 0));
  }
};

}  // namespace

GANZOO_PLUGIN(OneSideOnly)
