#include <ganzoo/ganzoo.hpp>

namespace {

/// Each batch is centred by its own mean: a sample depends on how many are drawn with it.
struct CentredBatches : ganzoo::Data {
  static constexpr ganzoo::About about{.title = "centred batches", .source = "a mutant"};

  ganzoo::Shape shape() const override { return {1}; }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    rng.fill_normal(batch.flat(), 0, 1);
    float mean = 0;
    for (const float x : batch.flat()) mean += x / static_cast<float>(batch.size());
    for (float& x : batch.flat()) x -= mean;
  }
};

}  // namespace

GANZOO_PLUGIN(CentredBatches)
