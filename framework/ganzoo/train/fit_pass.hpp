/// A fit's update on the board: its batch, the generator's pass and, where it has one, the encoder's.
#pragma once

#include <ganzoo/train/board.hpp>
#include <ganzoo/train/fit.hpp>
#include <ganzoo/train/machine.hpp>
#include <ganzoo/train/passes.hpp>

#include <memory>

namespace ganzoo {

class FitPass final : public FitScene {
 public:
  /// `encoder` may be null; then `fakes` need no gradient of the noise.
  FitPass(Machine&, const Generator&, nn::Network& network, nn::Network* encoder, const Board&, GeneratorPass& fakes);

  /// Before an update: the streams of its layers, and no gradient left of the last one.
  void begin(const Rng& layers);

  void generate() override { fakes_.forward(layers_); }
  void generate_back() override { fakes_.backward(); }
  void encode() override;
  void encode_back() override;

 private:
  nn::Network& network_;
  GeneratorPass& fakes_;
  std::unique_ptr<SharedPlan> encoder_;
  Rng layers_;
};

}  // namespace ganzoo
