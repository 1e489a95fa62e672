#include "between_means.hpp"

namespace {

/// A column without a name.
struct NameEmpty : BetweenMeans {
  static constexpr ganzoo::About about{.title = "name empty", .source = "a mutant"};

  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"", "1", ganzoo::Quantity::Better::lower, "between means"}};
  }
  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    std::ranges::fill(values, distance(e.real(n), e.fake(n)));
  }
};

}  // namespace

GANZOO_PLUGIN(NameEmpty)
