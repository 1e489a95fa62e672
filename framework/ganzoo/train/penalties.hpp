/// What the regularizers of a game do to an update: to its batch, to the scores, to the critic's slope, to the weights.
#pragma once

#include <cstdint>
#include <ganzoo/train/board.hpp>
#include <ganzoo/train/passes.hpp>
#include <ganzoo/train/regularizer.hpp>
#include <ganzoo/train/streams.hpp>
#include <memory>
#include <optional>
#include <vector>

namespace ganzoo {

class Penalties {
 public:
  Penalties(const std::vector<std::unique_ptr<Regularizer>>&, Board&, Streams);

  bool change_batches() const { return any(&Regularizer::changes_batch); }
  bool look_at_scores() const { return any(&Regularizer::penalises_scores); }
  /// Where each penalty looks, nothing where it looks at no inputs.
  std::vector<std::optional<Look>> looks() const;

  /// Both halves of the batch, or the fakes alone where `real` is empty.
  void change_batch(Matrix real, Hook, std::int64_t update, const Moment&);
  /// The way back of the same change, for the gradient with respect to the fakes.
  void pull_back(Hook, std::int64_t update, const Moment&);
  /// Takes the penalties on scores off the score gradients; returns their sum.
  double on_scores(const Moment&);
  /// The penalties on the critic's slope, after the pass's backward(), which this finishes; returns `penalty` and theirs.
  double on_inputs(CriticPass&, std::int64_t update, const Moment&, double penalty);
  void after_update(nn::Parameters& critic, const Moment&);

 private:
  bool any(bool (Regularizer::*what)() const) const;

  const std::vector<std::unique_ptr<Regularizer>>& regularizers_;
  Board& board_;
  Streams streams_;
};

}  // namespace ganzoo
