#include <stdexcept>

#include "between_means.hpp"

namespace {

/// Throws where a sample is not finite: a generator that has diverged ends its run here.
struct RefusesNan : BetweenMeans {
  static constexpr ganzoo::About about{.title = "refuses nan", .source = "a mutant"};

  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    values[0] = distance(e.real(n), e.fake(n));
    if (!std::isfinite(values[0])) throw std::domain_error("a sample is not finite");
  }
};

}  // namespace

GANZOO_PLUGIN(RefusesNan)
