#include <algorithm>
#include <ganzoo/ganzoo.hpp>

namespace {

/// A label hangs on how many samples are drawn with it.
struct LabelsByTheBatch : ganzoo::Data {
  static constexpr ganzoo::About about{.title = "labels by the batch", .source = "a mutant"};

  ganzoo::Shape shape() const override { return {2}; }
  int classes() const override { return 3; }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override { rng.fill_normal(batch.flat(), 0, 1); }
  void draw_labels(std::span<ganzoo::Label> labels, const ganzoo::Rng&) const override {
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<ganzoo::Label>(3 * i / labels.size());
  }
};

}  // namespace

GANZOO_PLUGIN(LabelsByTheBatch)
