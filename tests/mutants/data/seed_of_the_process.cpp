#include <ganzoo/ganzoo.hpp>
#include <random>

namespace {

/// A seed that each process draws for itself: within one, everything repeats.
struct SeedOfTheProcess : ganzoo::Data {
  static constexpr ganzoo::About about{.title = "seed of the process", .source = "a mutant"};

  ganzoo::Shape shape() const override { return {2}; }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    static const std::uint64_t own = std::random_device()();
    rng.child(own).fill_normal(batch.flat(), 0, 1);
  }
};

}  // namespace

GANZOO_PLUGIN(SeedOfTheProcess)
