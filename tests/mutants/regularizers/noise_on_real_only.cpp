#include <ganzoo/ganzoo.hpp>

namespace {

/// Instance noise on real samples alone: the critic learns to see the noise.
struct NoiseOnRealOnly : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "noise on real only", .source = "a mutant"};

  bool changes_batch() const override { return true; }
  void on_batch(ganzoo::Matrix real, ganzoo::Matrix, const ganzoo::Moment&, const ganzoo::Rng& rng) override {
    std::vector<float> noise(static_cast<std::size_t>(real.size()));
    rng.fill_normal(noise, 0, 0.1F);
    for (std::size_t i = 0; i < noise.size(); ++i) real.data[i] += noise[i];
  }
};

}  // namespace

GANZOO_PLUGIN(NoiseOnRealOnly)
