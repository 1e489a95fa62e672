#include "wrapped.hpp"

namespace {

using ganzoo::ConstMatrix, ganzoo::Matrix, ganzoo::Objective;

/// The generator's gradient misses the factor f*′(g(v)): the conjugate was detached from the graph.
struct DetachedConjugate : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  Objective generator(ConstMatrix real, ConstMatrix fake, Matrix none, Matrix fake_gradient) override {
    const Objective objective = right.generator(real, fake, none, fake_gradient);
    for (std::int64_t i = 0; i < fake.size(); ++i)
      fake_gradient.data[i] =
          static_cast<float>(-ganzoo::sigmoid(-double{fake.data[i]}) / static_cast<double>(fake.size()));
    return objective;
  }
};

}  // namespace

GANZOO_PLUGIN(DetachedConjugate)
