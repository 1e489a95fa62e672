#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Wasserstein-1 on the line with the samples paired as they come, not by rank.
struct WassersteinUnsorted : ganzoo::Metric {
  static constexpr ganzoo::About about{.title = "wasserstein unsorted", .source = "a mutant"};

  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"value", "1", ganzoo::Quantity::Better::lower, "a number"}};
  }
  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    const ganzoo::ConstMatrix real = e.real(n), fake = e.fake(n);
    values[0] = 0;
    for (std::int64_t i = 0; i < real.size(); ++i)
      values[0] += std::abs(double{real.data[i]} - fake.data[i]) / static_cast<double>(real.size());
  }
};

}  // namespace

GANZOO_PLUGIN(WassersteinUnsorted)
