/// Two modes in the plane, drawn as they are told but for what a mutant changes.
#pragma once

#include <array>
#include <ganzoo/ganzoo.hpp>

namespace {

struct TwoModes : ganzoo::Data {
  std::array<float, 2> spread{0.1F, 0.1F};  ///< of each mode's samples; 0.1 is told
  float aside = 0;                          ///< how far the samples of the second lie beside its centre
  ganzoo::Modes told{ganzoo::OwnedMatrix(2, 2), {0.5, 0.5}, 0.1};

  void prepare() override {
    told.centres.view()(0, 0) = -1;
    told.centres.view()(1, 0) = 1;
  }
  ganzoo::Shape shape() const override { return {2}; }
  const ganzoo::Modes* modes() const override { return &told; }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    rng.child(1).fill_normal(batch.flat(), 0, 1);
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const std::uint64_t mode = rng.child(0).below(static_cast<std::uint64_t>(i), 2);
      for (std::int64_t j = 0; j < 2; ++j) batch(i, j) *= spread[mode];
      batch(i, 0) += mode == 1 ? 1 + aside : -1;
    }
  }
};

}  // namespace
