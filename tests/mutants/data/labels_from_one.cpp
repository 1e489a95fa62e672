#include <algorithm>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Classes counted from 1: the last of them looks up a row behind the last.
struct LabelsFromOne : ganzoo::Data {
  static constexpr ganzoo::About about{.title = "labels from one", .source = "a mutant"};

  ganzoo::Shape shape() const override { return {2}; }
  int classes() const override { return 3; }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override { rng.fill_normal(batch.flat(), 0, 1); }
  void draw_labels(std::span<ganzoo::Label> labels, const ganzoo::Rng& rng) const override {
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = 1 + static_cast<ganzoo::Label>(rng.below(i, 3));
  }
};

}  // namespace

GANZOO_PLUGIN(LabelsFromOne)
