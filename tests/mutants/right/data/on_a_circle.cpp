#include <ganzoo/ganzoo.hpp>

namespace {

/// Points of a circle, exactly on it: no density, no modes, nothing Gaussian.
struct OnACircle : ganzoo::Data {
  static constexpr ganzoo::About about{.title = "on a circle", .source = "a test"};

  ganzoo::Shape shape() const override { return {2}; }
  std::pair<double, double> interval() const override { return {-1, 1}; }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const double angle = 6.283185307179586 * rng.uniform(static_cast<std::uint64_t>(i));
      batch(i, 0) = static_cast<float>(std::cos(angle));
      batch(i, 1) = static_cast<float>(std::sin(angle));
    }
  }
};

}  // namespace

GANZOO_PLUGIN(OnACircle)
