#include <ganzoo/train/passes.hpp>

#include <algorithm>

namespace ganzoo {
namespace {

/// Streams of one update's layers: real and fake samples draw different dropout masks.
enum Stream : std::uint64_t { generator_layers, fake_layers, real_layers };

nn::Wires critic_wires(const Matrix& samples, const Matrix& scores, const Matrix& score_gradients,
                       const Matrix& sample_gradients, bool input_gradient) {
  return {.input = samples.data,
          .output = scores.data,
          .input_gradient = input_gradient ? sample_gradients.data : nullptr,
          .output_gradient = score_gradients.data};
}

nn::Wires both_wires(const Board& b, bool input_gradient) {
  return critic_wires(b.samples.both, b.scores.both, b.score_gradients.both, b.sample_gradients.both, input_gradient);
}

nn::Wires real_wires(const Board& b) {
  return critic_wires(b.samples.real(), b.scores.real(), b.score_gradients.real(), b.sample_gradients.real(), false);
}

nn::Wires fake_wires(const Board& b, bool input_gradient) {
  return critic_wires(b.samples.fake(), b.scores.fake(), b.score_gradients.fake(), b.sample_gradients.fake(),
                      input_gradient);
}

}  // namespace

GeneratorPass::GeneratorPass(nn::Engine& engine, nn::Network& generator, const Board& board, bool in_place)
    : board_(board), in_place_(in_place) {
  const int n = static_cast<int>(board.noise.rows);
  const Matrix fake = board.samples.fake();
  nn::Wires wires{.input = board.noise.view().data,
                  .output = in_place ? fake.data : nullptr,
                  .output_gradient = board.sample_gradients.fake().data};
  learn_ = generator.plan(engine, {.batch = n, .weight_gradient = true}, wires);
  if (!generator.mixes_samples()) return;
  wires.output_gradient = nullptr;
  generate_ = generator.plan(engine, {.batch = n, .update_statistics = false}, wires);
}

void GeneratorPass::run(nn::Plan& plan, const Rng& layers) const {
  plan.randomize(layers.child(generator_layers));
  plan.forward();
  if (!in_place_) std::ranges::copy(plan.output().flat(), board_.samples.fake().flat().begin());
}

void GeneratorPass::generate(const Rng& layers) { run(generate_ ? *generate_ : *learn_, layers); }

void GeneratorPass::forward(const Rng& layers) { run(*learn_, layers); }

CriticPass::CriticPass(nn::Engine& engine, nn::Network& critic, const Board& board, bool input_gradient) {
  const int n = static_cast<int>(board.noise.rows);
  const auto plan = [&](int rows, bool input, bool accumulate, const nn::Wires& wires) {
    const nn::Use use{.batch = rows, .input_gradient = input, .weight_gradient = true, .accumulate = accumulate};
    plans_.push_back(critic.plan(engine, use, wires));
  };
  if (critic.mixes_samples()) {
    plan(n, false, false, real_wires(board));
    plan(n, input_gradient, true, fake_wires(board, input_gradient));
  } else {
    plan(2 * n, input_gradient, false, both_wires(board, input_gradient));
  }
}

void CriticPass::forward(const Rng& layers) {
  std::uint64_t stream = plans_.size() == 2 ? real_layers : fake_layers;
  for (const auto& plan : plans_) {
    plan->randomize(layers.child(stream));
    plan->forward();
    stream = fake_layers;
  }
}

void CriticPass::backward() {
  for (const auto& plan : plans_) plan->backward();
}

void CriticPass::backward_input() { plans_.back()->backward_input(); }

JudgePass::JudgePass(nn::Engine& engine, nn::Network& critic, const Board& board, bool scores_real) {
  const int n = static_cast<int>(board.noise.rows);
  fake_ = critic.plan(engine, {.batch = n, .input_gradient = true, .update_statistics = false}, fake_wires(board, true));
  if (scores_real) real_ = critic.plan(engine, {.batch = n, .update_statistics = false}, real_wires(board));
}

void JudgePass::forward(const Rng& layers) {
  if (real_) {
    real_->randomize(layers.child(real_layers));
    real_->forward();
  }
  fake_->randomize(layers.child(fake_layers));
  fake_->forward();
}

}  // namespace ganzoo
