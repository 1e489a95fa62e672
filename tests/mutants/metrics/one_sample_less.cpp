#include "between_means.hpp"

namespace {

/// Looks at one generated sample less than it is told: an index that ends too early.
struct OneSampleLess : BetweenMeans {
  static constexpr ganzoo::About about{.title = "one sample less", .source = "a mutant"};

  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    values[0] = distance(e.real(n), e.fake(n - 1));
  }
};

}  // namespace

GANZOO_PLUGIN(OneSampleLess)
