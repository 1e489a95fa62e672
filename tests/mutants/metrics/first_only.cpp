#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Leaves its number unset where the samples lie well: what stands in the log is what stood in memory.
struct FirstOnly : ganzoo::Metric {
  static constexpr ganzoo::About about{.title = "first only", .source = "a mutant"};

  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"value", "1", ganzoo::Quantity::Better::lower, "a number"}};
  }
  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    const ganzoo::ConstMatrix real = e.real(n), fake = e.fake(n);
    double gap = 0;
    for (std::int64_t i = 0; i < real.size(); ++i)
      gap += (double{fake.data[i]} - real.data[i]) / static_cast<double>(real.size());
    if (std::abs(gap) > 1) values[0] = std::abs(gap);
  }
};

}  // namespace

GANZOO_PLUGIN(FirstOnly)
