#include <ganzoo/core/profile.hpp>
#include <ganzoo/train/fit_pass.hpp>

namespace ganzoo {

FitPass::FitPass(Machine& machine, const Generator& generator, nn::Network& network, nn::Network* encoder,
                 const Board& board, GeneratorPass& fakes)
    : network_(network), fakes_(fakes), layers_(0, Purpose::generator_layers) {
  FitScene::real = board.samples.real();
  FitScene::noise = board.noise.view();
  FitScene::fake = board.samples.fake();
  FitScene::fake_gradient = board.sample_gradients.fake();
  FitScene::generator = &generator;
  FitScene::weights = &network.parameters();
  if (!encoder) return;
  FitScene::noise_gradient = fakes.noise_gradient();
  const nn::Use use{.batch = static_cast<int>(board.noise.rows), .weight_gradient = true};
  encoder_ = std::make_unique<SharedPlan>(machine, *encoder, use, nn::Wires{.input = board.samples.real().data});
  FitScene::code = encoder_->output();
  FitScene::code_gradient = encoder_->output_gradient();
}

void FitPass::begin(const Rng& layers) {
  layers_ = layers;
  network_.clear_gradients();
}

void FitPass::encode() {
  const profile::Scope scope("encoder forward");
  encoder_->randomize(layers_.child(real_layers));
  encoder_->forward();
}

void FitPass::encode_back() {
  const profile::Scope scope("encoder backward");
  encoder_->backward();
}

}  // namespace ganzoo
