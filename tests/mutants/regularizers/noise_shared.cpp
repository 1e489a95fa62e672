#include <ganzoo/ganzoo.hpp>

namespace {

/// One noise for both halves of the batch: real and fake samples move together, nothing is blurred between them.
struct NoiseShared : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "noise shared", .source = "a mutant"};

  bool changes_batch() const override { return true; }
  void on_batch(ganzoo::Matrix real, ganzoo::Matrix fake, const ganzoo::Moment&, const ganzoo::Rng& rng) override {
    std::vector<float> noise(static_cast<std::size_t>(fake.size()));
    rng.fill_normal(noise, 0, 0.1F);
    for (const ganzoo::Matrix& half : {real, fake})
      for (std::int64_t i = 0; i < half.size(); ++i) half.data[i] += noise[static_cast<std::size_t>(i)];
  }
};

}  // namespace

GANZOO_PLUGIN(NoiseShared)
