#include <ganzoo/ganzoo.hpp>

namespace {

/// Three modes of shares 0.7, 0.2 and 0.1 on the line, with the density of their mixture.
struct UnequalModes : ganzoo::Data {
  static constexpr ganzoo::About about{.title = "unequal modes", .source = "a test"};

  ganzoo::Modes told{ganzoo::OwnedMatrix(3, 1), {0.7, 0.2, 0.1}, 0.3};

  void prepare() override {
    for (std::int64_t c = 0; c < 3; ++c) told.centres.view()(c, 0) = static_cast<float>(2 * c);
  }
  ganzoo::Shape shape() const override { return {1}; }
  const ganzoo::Modes* modes() const override { return &told; }
  std::optional<ganzoo::Distribution> density() const override {
    return ganzoo::Distribution::of_mixture({{0.7, 0, 0.3}, {0.2, 2, 0.3}, {1 - 0.7 - 0.2, 4, 0.3}});
  }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    rng.child(1).fill_normal(batch.flat(), 0, 0.3F);
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const double u = rng.child(0).uniform(static_cast<std::uint64_t>(i));
      batch(i, 0) += u < 0.7 ? 0.0F : u < 0.9 ? 2.0F : 4.0F;
    }
  }
};

}  // namespace

GANZOO_PLUGIN(UnequalModes)
