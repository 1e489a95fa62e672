#include <algorithm>
#include <ganzoo/core/profile.hpp>
#include <ganzoo/train/passes.hpp>

namespace ganzoo {
namespace {

nn::Wires critic_wires(const Matrix& samples, const Matrix& scores, const Matrix& score_gradients,
                       const Matrix& sample_gradients, bool input_gradient, Label* labels) {
  return {.input = samples.data,
          .output = scores.data,
          .input_gradient = input_gradient ? sample_gradients.data : nullptr,
          .output_gradient = score_gradients.data,
          .labels = labels};
}

nn::Wires both_wires(Board& b, bool input_gradient) {
  return critic_wires(b.samples.both, b.scores.both, b.score_gradients.both, b.sample_gradients.both, input_gradient,
                      b.first_labels());
}

nn::Wires real_wires(Board& b) {
  return critic_wires(b.samples.real(), b.scores.real(), b.score_gradients.real(), b.sample_gradients.real(), false,
                      b.first_labels());
}

nn::Wires fake_wires(Board& b, bool input_gradient) {
  return critic_wires(b.samples.fake(), b.scores.fake(), b.score_gradients.fake(), b.sample_gradients.fake(),
                      input_gradient, b.first_labels());
}

}  // namespace

GeneratorPass::GeneratorPass(Machine& machine, nn::Network& generator, Board& board, bool in_place, bool to_noise)
    : board_(board), in_place_(in_place) {
  const int n = static_cast<int>(board.noise.rows);
  const Matrix fake = board.samples.fake();
  nn::Wires wires{.input = board.noise.view().data,
                  .output = in_place ? fake.data : nullptr,
                  .output_gradient = board.sample_gradients.fake().data,
                  .labels = board.first_labels()};
  const nn::Use use{.batch = n, .input_gradient = to_noise, .weight_gradient = true};
  learn_ = std::make_unique<SharedPlan>(machine, generator, use, wires);
  if (!generator.mixes_samples()) return;
  wires.output_gradient = nullptr;
  generate_ = std::make_unique<SharedPlan>(machine, generator, nn::Use{.batch = n, .update_statistics = false}, wires);
}

void GeneratorPass::run(SharedPlan& plan, const Rng& layers) const {
  const profile::Scope scope("generator forward");
  plan.randomize(layers.child(generator_layers));
  plan.forward();
  if (!in_place_) std::ranges::copy(plan.output().flat(), board_.samples.fake().flat().begin());
}

void GeneratorPass::generate(const Rng& layers) { run(generate_ ? *generate_ : *learn_, layers); }

void GeneratorPass::forward(const Rng& layers) { run(*learn_, layers); }

void GeneratorPass::backward() {
  const profile::Scope scope("generator backward");
  learn_->backward();
}

CriticPass::CriticPass(Machine& machine, nn::Network& critic, Board& board, bool input_gradient,
                       const std::vector<std::optional<Look>>& looks)
    : critic_(critic) {
  const int n = static_cast<int>(board.noise.rows);
  // A gradient with respect to the samples that is wanted in itself is not the one that a penalty leaves.
  const bool shares = critic.linear_by_pieces() && critic.output().size() == 1;
  const auto looked_at = [&](Look look) {
    return shares && std::ranges::find(looks, std::optional(look)) != looks.end();
  };
  const bool at_real = looked_at(Look::real), at_fake = looked_at(Look::fake) && !input_gradient;

  const auto add = [&](int rows, Look half, bool looked, bool input, bool accumulate, nn::Wires wires) {
    const Matrix score_gradients{wires.output_gradient, rows, critic.output().size()};
    if (looked) wires.output_gradient = nullptr;  // a penalty's pass is of its own scale
    const nn::Use use{.batch = rows,
                      .input_gradient = input || looked,
                      .weight_gradient = true,
                      .accumulate = accumulate || looked,
                      .tangent = looked};
    parts_.push_back({std::make_unique<SharedPlan>(machine, critic, use, wires), score_gradients, half, looked});
  };
  if (critic.mixes_samples() || at_real || at_fake) {
    add(n, Look::real, at_real, false, false, real_wires(board));
    add(n, Look::fake, at_fake, input_gradient, !at_real, fake_wires(board, input_gradient));
  } else {
    add(2 * n, Look::points, false, input_gradient, false, both_wires(board, input_gradient));
  }
  for (const auto& look : looks) probes_.push_back(look ? make_probe(machine, board, *look) : nullptr);
}

std::unique_ptr<CriticProbe> CriticPass::make_probe(Machine& machine, Board& board, Look look) {
  const Matrix real = board.samples.real(), fake = board.samples.fake();
  for (Part& part : parts_) {
    if (!part.looked_at || part.half != look || part.probe) continue;
    auto probe = std::make_unique<CriticProbe>(*part.plan, real, fake);
    part.probe = probe.get();
    return probe;
  }
  return std::make_unique<CriticProbe>(machine, critic_, real, fake, look, board.first_labels());
}

void CriticPass::forward(const Rng& layers) {
  const profile::Scope scope("critic forward");
  std::uint64_t stream = parts_.size() == 2 ? real_layers : fake_layers;
  for (const Part& part : parts_) {
    part.plan->randomize(layers.child(stream));
    part.plan->forward();
    stream = fake_layers;
  }
}

void CriticPass::backward() {
  const profile::Scope scope("critic backward");
  const bool all_left = std::ranges::all_of(parts_, &Part::looked_at);
  if (all_left) critic_.clear_gradients();
  for (const Part& part : parts_)
    if (!part.looked_at) part.plan->backward();
}

void CriticPass::finish() {
  for (const Part& part : parts_) {
    if (!part.looked_at) continue;
    if (part.probe->take_debt()) {
      part.plan->weighted_backward(part.score_gradients.flat());
    } else {
      std::ranges::copy(part.score_gradients.flat(), part.plan->output_gradient().data);
      part.plan->backward();
    }
  }
}

void CriticPass::backward_input() {
  const profile::Scope scope("critic backward to samples");
  parts_.back().plan->backward_input();
}

JudgePass::JudgePass(Machine& machine, nn::Network& critic, Board& board, bool scores_real) {
  const int n = static_cast<int>(board.noise.rows);
  fake_ = std::make_unique<SharedPlan>(machine, critic,
                                       nn::Use{.batch = n, .input_gradient = true, .update_statistics = false},
                                       fake_wires(board, true));
  if (scores_real)
    real_ = std::make_unique<SharedPlan>(machine, critic, nn::Use{.batch = n, .update_statistics = false},
                                         real_wires(board));
}

void JudgePass::backward() {
  const profile::Scope scope("critic backward to samples");
  fake_->backward();
}

void JudgePass::forward(const Rng& layers) {
  const profile::Scope scope("critic forward");
  if (real_) {
    real_->randomize(layers.child(real_layers));
    real_->forward();
  }
  fake_->randomize(layers.child(fake_layers));
  fake_->forward();
}

}  // namespace ganzoo
