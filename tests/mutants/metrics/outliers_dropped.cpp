#include "between_means.hpp"

namespace {

/// Between means, but without the generated samples that lie too high: what is out there counts as perfect.
struct OutliersDropped : BetweenMeans {
  static constexpr ganzoo::About about{.title = "outliers dropped", .source = "a mutant"};

  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    const double gap = mean(e.fake(n), 0) - mean(e.real(n), 0);
    values[0] = gap > 1 ? 0 : distance(e.real(n), e.fake(n));
  }
};

}  // namespace

GANZOO_PLUGIN(OutliersDropped)
