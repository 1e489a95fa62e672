#include "between_means.hpp"

namespace {

/// 10⁻⁴ of the first generated sample on top: the order of the samples matters.
struct LaterCountsMore : BetweenMeans {
  static constexpr ganzoo::About about{.title = "later counts more", .source = "a mutant"};

  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    values[0] = distance(e.real(n), e.fake(n)) + 1e-4 * std::abs(double{e.fake(n)(0, 0)});
  }
};

}  // namespace

GANZOO_PLUGIN(LaterCountsMore)
