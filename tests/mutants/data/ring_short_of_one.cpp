#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// An off-by-one: the last of eight modes is never drawn.
struct RingShortOfOne : ganzoo::Data {
  static constexpr ganzoo::About about{.title = "ring short of one", .source = "a mutant"};

  ganzoo::Modes modes_{ganzoo::OwnedMatrix(8, 2), std::vector<double>(8, 0.125), 0.02};

  void prepare() override {
    for (int i = 0; i < 8; ++i) {
      modes_.centres.view()(i, 0) = static_cast<float>(2 * std::cos(i * 0.7853981633974483));
      modes_.centres.view()(i, 1) = static_cast<float>(2 * std::sin(i * 0.7853981633974483));
    }
  }
  ganzoo::Shape shape() const override { return {2}; }
  const ganzoo::Modes* modes() const override { return &modes_; }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    rng.child(1).fill_normal(batch.flat(), 0, 0.02F);
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const auto mode = static_cast<std::int64_t>(rng.child(0).below(static_cast<std::uint64_t>(i), 7));
      for (std::int64_t j = 0; j < 2; ++j) batch(i, j) += modes_.centres.view()(mode, j);
    }
  }
};

}  // namespace

GANZOO_PLUGIN(RingShortOfOne)
