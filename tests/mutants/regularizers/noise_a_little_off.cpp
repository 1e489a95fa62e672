#include <ganzoo/ganzoo.hpp>

namespace {

/// Noise 5 % stronger on the fakes than on the real samples: just more than the law can see.
struct NoiseALittleOff : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "noise a little off", .source = "a mutant"};

  bool changes_batch() const override { return true; }
  void on_batch(ganzoo::Matrix real, ganzoo::Matrix fake, const ganzoo::Moment&, const ganzoo::Rng& rng) override {
    add(real, 0.1, rng.child(0));
    add(fake, 0.105, rng.child(1));
  }
  static void add(ganzoo::Matrix samples, double std, const ganzoo::Rng& rng) {
    for (std::int64_t i = 0; i < samples.size(); ++i)
      samples.data[i] += static_cast<float>(std * rng.normal(static_cast<std::uint64_t>(i)));
  }
};

}  // namespace

GANZOO_PLUGIN(NoiseALittleOff)
