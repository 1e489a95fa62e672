#include <ganzoo/ganzoo.hpp>

namespace {

/// Tells a standard deviation 2 % too small: just more than the law can see.
struct DensityTwoPercent : ganzoo::Data {
  static constexpr ganzoo::About about{.title = "density two percent", .source = "a mutant"};

  ganzoo::Shape shape() const override { return {1}; }
  std::optional<ganzoo::Distribution> density() const override { return ganzoo::Distribution::normal(0, 0.98); }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override { rng.fill_normal(batch.flat(), 0, 1); }
};

}  // namespace

GANZOO_PLUGIN(DensityTwoPercent)
