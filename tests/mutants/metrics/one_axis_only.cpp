#include "between_means.hpp"

namespace {

/// Looks at the last coordinate alone, of data that must have two.
struct OneAxisOnly : BetweenMeans {
  static constexpr ganzoo::About about{.title = "one axis only", .source = "a mutant"};

  void accept(const ganzoo::Data& data, const ganzoo::Generator&, const ganzoo::Divergence&) const override {
    if (data.shape().size() < 2) throw ganzoo::Error(ganzoo::Exit::usage, "one_axis_only: needs two coordinates");
  }
  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    values[0] = std::abs(mean(e.real(n), 1) - mean(e.fake(n), 1));
  }
};

}  // namespace

GANZOO_PLUGIN(OneAxisOnly)
