#include "wrapped.hpp"

namespace {

using ganzoo::ConstMatrix, ganzoo::Matrix, ganzoo::Objective;

/// Scores clamped to ±7 before the loss, as cross-entropies clip probabilities at 0.001: no gradient beyond, and nobody
/// told.
struct ClippedInSilence : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  Objective critic(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) override {
    const std::vector<float> r = clamped(real), f = clamped(fake);
    const Objective objective = right.critic({r.data(), real.rows, real.columns}, {f.data(), fake.rows, fake.columns},
                                             real_gradient, fake_gradient);
    drop(real, real_gradient);
    drop(fake, fake_gradient);
    return objective;
  }
  Objective generator(ConstMatrix, ConstMatrix fake, Matrix, Matrix fake_gradient) override {
    const std::vector<float> f = clamped(fake);
    const Objective objective = right.generator({}, {f.data(), fake.rows, fake.columns}, {}, fake_gradient);
    drop(fake, fake_gradient);
    return objective;
  }

  static std::vector<float> clamped(ConstMatrix scores) {
    std::vector<float> all(scores.flat().begin(), scores.flat().end());
    for (float& v : all) v = std::clamp(v, -7.0F, 7.0F);
    return all;
  }
  static void drop(ConstMatrix scores, Matrix gradient) {
    for (std::int64_t i = 0; i < scores.size(); ++i)
      if (std::abs(scores.data[i]) > 7) gradient.data[i] = 0;
  }
};

}  // namespace

GANZOO_PLUGIN(ClippedInSilence)
