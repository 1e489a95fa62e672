#include <algorithm>
#include <ganzoo/core/profile.hpp>
#include <ganzoo/nn/kernels.hpp>
#include <ganzoo/train/penalties.hpp>

namespace ganzoo {

Penalties::Penalties(const std::vector<std::unique_ptr<Regularizer>>& regularizers, Board& board, Streams streams)
    : regularizers_(regularizers), board_(board), streams_(streams) {}

bool Penalties::any(bool (Regularizer::*what)() const) const {
  return std::ranges::any_of(regularizers_, [&](const auto& r) { return ((*r).*what)(); });
}

std::vector<std::optional<Look>> Penalties::looks() const {
  std::vector<std::optional<Look>> out;
  for (const auto& r : regularizers_) out.push_back(r->penalises_inputs() ? std::optional(r->look()) : std::nullopt);
  return out;
}

void Penalties::change_batch(Matrix real, Hook hook, std::int64_t update, const Moment& moment) {
  const profile::Scope scope("regularizers");
  for (std::size_t i = 0; i < regularizers_.size(); ++i)
    if (regularizers_[i]->changes_batch())
      regularizers_[i]->on_batch(real, board_.samples.fake(), moment, streams_.of_regularizer(i, hook, update));
}

void Penalties::pull_back(Hook hook, std::int64_t update, const Moment& moment) {
  for (std::size_t i = regularizers_.size(); i-- > 0;)
    if (regularizers_[i]->changes_batch())
      regularizers_[i]->pull_back(board_.sample_gradients.fake(), moment, streams_.of_regularizer(i, hook, update));
}

double Penalties::on_scores(const Moment& moment) {
  if (!look_at_scores()) return 0;
  double penalty = 0;
  std::ranges::fill(board_.penalty_gradients.both.view().flat(), 0.0F);
  for (const auto& regularizer : regularizers_)
    if (regularizer->penalises_scores())
      penalty += regularizer->score_penalty(board_.scores.real(), board_.scores.fake(), board_.penalty_gradients.real(),
                                            board_.penalty_gradients.fake(), moment);
  nn::axpy(board_.score_gradients.both.memory.span(), board_.penalty_gradients.both.memory.span(), -1);
  return penalty;
}

double Penalties::on_inputs(CriticPass& pass, std::int64_t update, const Moment& moment, double penalty) {
  const profile::Scope scope("regularizers");
  for (std::size_t i = 0; i < regularizers_.size(); ++i) {
    if (!regularizers_[i]->penalises_inputs()) continue;
    CriticProbe& probe = pass.probe(i);
    probe.randomize(streams_.of(Purpose::critic_layers, update).child(penalty_layers + i));
    penalty += regularizers_[i]->input_penalty(probe, moment, streams_.of_regularizer(i, Hook::inputs, update));
  }
  pass.finish();
  return penalty;
}

void Penalties::after_update(nn::Parameters& critic, const Moment& moment) {
  for (const auto& regularizer : regularizers_) regularizer->after_update(critic, moment);
}

}  // namespace ganzoo
