#include <ganzoo/ganzoo.hpp>

namespace {

/// Every 200th sample lies 3·10⁻⁶ above the interval that is told: just more than the law can see.
struct ALittleOutside : ganzoo::Data {
  static constexpr ganzoo::About about{.title = "a little outside", .source = "a mutant"};

  ganzoo::Shape shape() const override { return {4}; }
  std::pair<double, double> interval() const override { return {0, 1}; }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    rng.fill_uniform(batch.flat(), 0, 1);
    for (std::int64_t i = 199; i < batch.rows; i += 200) batch(i, 0) = 1 + 3e-6F;
  }
};

}  // namespace

GANZOO_PLUGIN(ALittleOutside)
