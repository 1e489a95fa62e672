#include "between_means.hpp"

namespace {

/// A column name that the log would take for a group.
struct NameWithSlash : BetweenMeans {
  static constexpr ganzoo::About about{.title = "name with slash", .source = "a mutant"};

  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"real/fake", "1", ganzoo::Quantity::Better::lower, "between means"}};
  }
  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    std::ranges::fill(values, distance(e.real(n), e.fake(n)));
  }
};

}  // namespace

GANZOO_PLUGIN(NameWithSlash)
