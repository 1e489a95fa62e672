#include "between_means.hpp"

namespace {

/// Two columns of one name.
struct NameTwice : BetweenMeans {
  static constexpr ganzoo::About about{.title = "name twice", .source = "a mutant"};

  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"distance", "1", ganzoo::Quantity::Better::lower, "between means"},
            {"distance", "1", ganzoo::Quantity::Better::lower, "once more"}};
  }
  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    std::ranges::fill(values, distance(e.real(n), e.fake(n)));
  }
};

}  // namespace

GANZOO_PLUGIN(NameTwice)
