#include "between_means.hpp"

namespace {

/// Tells the best that it has seen, not what it sees.
struct BestSoFar : BetweenMeans {
  static constexpr ganzoo::About about{.title = "best so far", .source = "a mutant"};

  double best = 1e300;

  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    values[0] = best = std::min(best, distance(e.real(n), e.fake(n)));
  }
};

}  // namespace

GANZOO_PLUGIN(BestSoFar)
