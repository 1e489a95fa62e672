#include <algorithm>
#include <ganzoo/train/laws/regularizer_scene.hpp>
#include <utility>

namespace ganzoo::laws {

Rng update_stream(std::uint64_t update) { return {6, Purpose::regularizer, update}; }

OwnedMatrix normal(std::int64_t rows, std::int64_t columns, double mean, std::uint64_t update) {
  OwnedMatrix matrix(rows, columns);
  Rng(6, Purpose::other, update).fill_normal(matrix.view().flat(), static_cast<float>(mean), 1);
  return matrix;
}

CriticScene::CriticScene(const Specimen& s, nn::LayerPtr layers, std::int64_t rows)
    : real(normal(rows, 2, 1, 1)),
      fake(normal(rows, 2, -1, 2)),
      critic("critic", std::move(layers), {2}),
      probe(machine, critic, real, fake, s.make<Regularizer>()->look()) {
  critic.parameters().initialise(3);
}

nn::LayerPtr CriticScene::curved() {
  const nn::Init wide{.law = nn::Init::Law::normal, .scale = 0.8};
  return nn::sequential({nn::dense(8, wide), nn::tanh(), nn::dense(1, wide)});
}

nn::LayerPtr CriticScene::linear() { return nn::sequential({nn::dense(1, {}, false)}); }

void CriticScene::set_weights(double a, double b) {
  critic.parameters().value(0)[0] = static_cast<float>(a);
  critic.parameters().value(0)[1] = static_cast<float>(b);
}

double CriticScene::penalty(const Specimen& s) {
  std::ranges::fill(critic.parameters().gradients(), 0.0F);
  return s.make<Regularizer>()->input_penalty(probe, early, update_stream());
}

bool on_inputs(const Specimen& s) { return s.make<Regularizer>()->penalises_inputs(); }
bool on_scores(const Specimen& s) { return s.make<Regularizer>()->penalises_scores(); }

}  // namespace ganzoo::laws
