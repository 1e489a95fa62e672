/// The planned passes of one update: each is made once, from a network and the board, and then only run.
#pragma once

#include <ganzoo/train/board.hpp>
#include <ganzoo/train/machine.hpp>
#include <ganzoo/train/probe.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace ganzoo {

/// Streams of one update's layers, so that no two passes draw the same dropout masks: the penalty of regularizer i has
/// penalty_layers + i.
enum LayerStream : std::uint64_t { generator_layers, fake_layers, real_layers, penalty_layers };

/// The generator from the board's noise to the lower half of its samples.
class GeneratorPass {
 public:
  /// `in_place`: the critic reads the very memory the generator wrote; otherwise a copy that others may change.
  /// `to_noise`: backward() goes on to the noise.
  GeneratorPass(Machine&, nn::Network& generator, Board&, bool in_place, bool to_noise = false);

  /// For a critic's update: no gradient will be asked for.
  void generate(const Rng& layers);
  /// For the generator's own update.
  void forward(const Rng& layers);
  /// The gradient of the fakes → the generator's weight gradients.
  void backward();
  /// [n, z]; empty unless asked for.
  ConstMatrix noise_gradient() const { return learn_->input_gradient(); }

 private:
  void run(SharedPlan&, const Rng& layers) const;

  const Board& board_;
  bool in_place_;
  std::unique_ptr<SharedPlan> learn_;
  std::unique_ptr<SharedPlan> generate_;  ///< null where learn_ serves: no layer keeps statistics of its batches
};

/// The critic over real and fake samples: one plan of 2n rows, or two of n where it mixes the samples of a batch or where
/// a penalty looks at one half of it.
class CriticPass {
 public:
  /// `input_gradient`: backward() yields the gradient of the fakes too (a simultaneous update). `looks`: where each
  /// regularizer's penalty looks, nothing where it has none.
  CriticPass(Machine&, nn::Network& critic, Board&, bool input_gradient, const std::vector<std::optional<Look>>& looks);

  void forward(const Rng& layers);
  /// Score gradients → weight gradients, and sample gradients where planned; but of a half that a penalty looks at only
  /// what comes before finish().
  void backward();
  /// What regularizer i's penalty looks through: after backward(), before finish().
  CriticProbe& probe(std::size_t i) { return *probes_[i]; }
  /// The weight gradients that backward() left to the penalties.
  void finish();
  /// Score gradients → the fakes' sample gradients alone. Before backward(), which may overwrite what it needs.
  void backward_input();

 private:
  /// One plan and what it reads its score gradients from.
  struct Part {
    std::unique_ptr<SharedPlan> plan;
    Matrix score_gradients;
    Look half;                     ///< points: both
    bool looked_at = false;        ///< a penalty shares it
    CriticProbe* probe = nullptr;  ///< that penalty's
  };
  std::unique_ptr<CriticProbe> make_probe(Machine&, Board&, Look);

  nn::Network& critic_;
  std::vector<Part> parts_;  ///< {both}, or {real, fake}
  std::vector<std::unique_ptr<CriticProbe>> probes_;
};

/// The critic as the generator's update sees it: scores of the fakes and their sample gradients, no weight gradients.
class JudgePass {
 public:
  JudgePass(Machine&, nn::Network& critic, Board&, bool scores_real);

  void forward(const Rng& layers);
  void backward();

 private:
  std::unique_ptr<SharedPlan> fake_, real_;  ///< real_ is null unless the divergence asks for real scores
};

}  // namespace ganzoo
