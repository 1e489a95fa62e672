#include <ganzoo/ganzoo.hpp>

namespace {

/// Ignores the stream it is given, as loader processes that inherit one seed do: every batch is the first.
struct SameSeedEverywhere : ganzoo::Data {
  static constexpr ganzoo::About about{.title = "same seed everywhere", .source = "a mutant"};

  ganzoo::Shape shape() const override { return {2}; }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng&) const override {
    ganzoo::Rng(0, ganzoo::Purpose::data).fill_normal(batch.flat(), 0, 1);
  }
};

}  // namespace

GANZOO_PLUGIN(SameSeedEverywhere)
