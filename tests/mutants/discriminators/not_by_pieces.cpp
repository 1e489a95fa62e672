#include "sine_layer.hpp"

namespace {

/// A sine that says it is linear by pieces: a penalty would leave its curvature out.
struct NotByPieces : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "not by pieces", .source = "a mutant"};

  class ByPieces final : public Sine {
   public:
    ByPieces() : Sine(1) {}
    bool linear_by_pieces() const override { return true; }
  };
  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    return nn::sequential(
        {sample.rank() == 1 ? nullptr : nn::flatten(), nn::dense(16), std::make_shared<ByPieces>(), nn::dense(1)});
  }
};

}  // namespace

GANZOO_PLUGIN(NotByPieces)
