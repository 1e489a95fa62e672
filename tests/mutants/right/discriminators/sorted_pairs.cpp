#include "sort_layer.hpp"

namespace {

/// Lipschitz by normalised weights and an activation that sorts pairs: kinks that only exchange numbers.
struct SortedPairs : ganzoo::Discriminator {
  static constexpr ganzoo::About about{
      .title = "sorted pairs",
      .source = "Anil, Lucas & Grosse, Sorting out Lipschitz function approximation, ICML 2019"};

  bool provides_lipschitz() const override { return true; }
  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    return nn::sequential({sample.rank() == 1 ? nullptr : nn::flatten(), nn::spectral_norm(nn::dense(32)),
                           std::make_shared<SortPairs>(), nn::spectral_norm(nn::dense(1))});
  }
};

}  // namespace

GANZOO_PLUGIN(SortedPairs)
