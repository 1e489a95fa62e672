#include <ganzoo/ganzoo.hpp>

namespace {

/// Samples change their sign on the way to the critic, the generator's gradient does not on its way back: half of the fakes are
/// pushed away from the data.
struct FlipsOneWay : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "flips one way", .source = "a mutant"};

  bool changes_batch() const override { return true; }
  void on_batch(ganzoo::Matrix real, ganzoo::Matrix fake, const ganzoo::Moment&, const ganzoo::Rng& rng) override {
    flip(real, rng.child(0));
    flip(fake, rng.child(1));
  }
  static void flip(ganzoo::Matrix samples, const ganzoo::Rng& rng) {
    for (std::int64_t i = 0; i < samples.rows; ++i)
      if (rng.below(static_cast<std::uint64_t>(i), 2))
        for (float& x : samples.row(i)) x = -x;
  }
};

}  // namespace

GANZOO_PLUGIN(FlipsOneWay)
