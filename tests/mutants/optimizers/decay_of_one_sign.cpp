#include "descent.hpp"

namespace {

/// Weight decay by ∣w∣: negative weights grow.
struct DecayOfOneSign : Descent {
  static constexpr ganzoo::About about{.title = "decay of one sign", .source = "a mutant"};

  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    Descent::update(p, s);
    for (float& w : p.values()) w -= static_cast<float>(1e-2 * rate(s) * std::abs(double{w}));
  }
};

}  // namespace

GANZOO_PLUGIN(DecayOfOneSign)
