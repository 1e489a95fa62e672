#include "between_means.hpp"

namespace {

/// Asks for all generated samples and leaves the last eighth unread: just more than the law can see.
struct HalfOfThem : BetweenMeans {
  static constexpr ganzoo::About about{.title = "half of them", .source = "a mutant"};

  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    values[0] = distance(e.real(n), e.fake(n).slice(0, n - n / 8));
  }
};

}  // namespace

GANZOO_PLUGIN(HalfOfThem)
