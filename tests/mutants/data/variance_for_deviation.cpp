#include <ganzoo/ganzoo.hpp>

namespace {

/// Draws with the standard deviation 0.25 and tells a density whose variance is 0.25.
struct VarianceForDeviation : ganzoo::Data {
  static constexpr ganzoo::About about{.title = "variance for deviation", .source = "a mutant"};

  ganzoo::Shape shape() const override { return {1}; }
  std::optional<ganzoo::Distribution> density() const override { return ganzoo::Distribution::normal(0, 0.5); }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override { rng.fill_normal(batch.flat(), 0, 0.25F); }
};

}  // namespace

GANZOO_PLUGIN(VarianceForDeviation)
