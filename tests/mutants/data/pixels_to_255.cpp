#include <ganzoo/ganzoo.hpp>

namespace {

/// Pixels from 0 to 255 in data that says [0, 1]: a generator with a sigmoid can never match them.
struct PixelsTo255 : ganzoo::Data {
  static constexpr ganzoo::About about{.title = "pixels to 255", .source = "a mutant"};

  ganzoo::Shape shape() const override { return {4}; }
  std::pair<double, double> interval() const override { return {0, 1}; }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override { rng.fill_uniform(batch.flat(), 0, 255); }
};

}  // namespace

GANZOO_PLUGIN(PixelsTo255)
