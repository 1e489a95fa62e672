#include "wrapped.hpp"

namespace {

using ganzoo::ConstMatrix, ganzoo::Matrix, ganzoo::Objective;

/// Named minimax, generator_loss = saturating, but the generator descends −E log D all the same.
struct NonSaturatingByStealth : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  Objective generator(ConstMatrix, ConstMatrix fake, Matrix, Matrix fake_gradient) override {
    Objective objective;
    for (std::int64_t i = 0; i < fake.size(); ++i) {
      objective.value += ganzoo::softplus(-double{fake.data[i]}) / static_cast<double>(fake.size());
      fake_gradient.data[i] =
          static_cast<float>(-ganzoo::sigmoid(-double{fake.data[i]}) / static_cast<double>(fake.size()));
    }
    return objective;
  }
};

}  // namespace

GANZOO_PLUGIN(NonSaturatingByStealth)
