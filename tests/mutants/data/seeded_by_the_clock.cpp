#include <ganzoo/ganzoo.hpp>
#include <random>

namespace {

/// Draws from a generator of its own that nobody seeds: no run can be repeated.
struct SeededByTheClock : ganzoo::Data {
  static constexpr ganzoo::About about{.title = "seeded by the clock", .source = "a mutant"};

  mutable std::minstd_rand own{std::random_device()()};

  ganzoo::Shape shape() const override { return {1}; }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng&) const override {
    for (float& x : batch.flat()) x = std::normal_distribution<float>()(own);
  }
};

}  // namespace

GANZOO_PLUGIN(SeededByTheClock)
