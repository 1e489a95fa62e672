#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Changes the last bit of one number of a batch and does not say so.
struct MovesUnannounced : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "moves unannounced", .source = "a mutant"};

  void on_batch(ganzoo::Matrix real, ganzoo::Matrix, const ganzoo::Moment&, const ganzoo::Rng&) override {
    if (real.size() > 0) real(0, 0) = std::nextafter(real(0, 0), 1e9F);
  }
};

}  // namespace

GANZOO_PLUGIN(MovesUnannounced)
