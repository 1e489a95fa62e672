#include <ganzoo/ganzoo.hpp>

namespace {

/// Half of the samples, real and fake alike, change their sign: an augmentation that adds nothing.
struct Flips : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "flips", .source = "a test"};

  bool changes_batch() const override { return true; }
  void on_batch(ganzoo::Matrix real, ganzoo::Matrix fake, const ganzoo::Moment&, const ganzoo::Rng& rng) override {
    flip(real, rng.child(0));
    flip(fake, rng.child(1));
  }
  void pull_back(ganzoo::Matrix gradient, const ganzoo::Moment&, const ganzoo::Rng& rng) override {
    flip(gradient, rng.child(1));
  }
  static void flip(ganzoo::Matrix samples, const ganzoo::Rng& rng) {
    for (std::int64_t i = 0; i < samples.rows; ++i)
      if (rng.below(static_cast<std::uint64_t>(i), 2))
        for (float& x : samples.row(i)) x = -x;
  }
};

}  // namespace

GANZOO_PLUGIN(Flips)
