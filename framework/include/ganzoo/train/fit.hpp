/// A way of fitting without a game: a divergence that moves the generator itself, or stands in its place.
///
/// An author derives from Fit instead of an adaptor of the divergences: update() for what is trained, stand_in() for what
/// needs no training. In a grid it is one more value of the axis "divergence", and a row of every table.
#pragma once

#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/train/data.hpp>
#include <ganzoo/train/generator.hpp>

#include <memory>

namespace ganzoo {

/// One update as a fit sees it: a batch, and the networks to run on it. All memory is the trainer's.
struct GANZOO_API FitScene {
  virtual ~FitScene();

  ConstMatrix real;            ///< [n, d] of the training data
  Matrix noise;                ///< [n, z] as the generator draws it, fresh; may be overwritten before generate()
  ConstMatrix fake;            ///< [n, d]: what generate() made of `noise`
  Matrix fake_gradient;        ///< ∂objective/∂fake: write before generate_back()
  ConstMatrix noise_gradient;  ///< ∂objective/∂noise, of generate_back(); empty without an encoder
  ConstMatrix code;            ///< [n, c]: what encode() made of `real`; empty without an encoder
  Matrix code_gradient;        ///< ∂objective/∂code: write before encode_back()
  const Generator* generator = nullptr;
  nn::Parameters* weights = nullptr;  ///< its own; their gradients start at 0: generate_back() writes them, or update()

  virtual void generate() = 0;
  virtual void generate_back() = 0;
  virtual void encode() = 0;
  virtual void encode_back() = 0;
};

class GANZOO_API Fit : public Divergence {
 public:
  Fit();
  ~Fit() override;
  DivergenceTraits traits() const override { return {.needs_critic = false, .fits = true}; }

  /// Throws ganzoo::Error (usage), saying why, where this generator cannot be fitted so. Before anything runs.
  virtual void accept(const Data&, const Generator&) const {}
  /// What is sampled in place of the experiment's generator, without any training; null where there is something to
  /// train. `data`, which outlives it, is null where it shall be run on the weights of a run file alone.
  virtual std::unique_ptr<Generator> stand_in(const Data* /*data*/) const { return nullptr; }
  /// The layers of a network that learns beside the generator, by an optimizer of the same settings: from a sample to a
  /// code of any shape; null: none.
  virtual nn::LayerPtr encoder(const Shape& /*sample*/, const Shape& /*noise*/) const { return nullptr; }
  /// Leaves the gradients of what it returns, which is descended, in the generator's and the encoder's weights.
  virtual Objective update(FitScene&);

  Objective critic(ConstMatrix, ConstMatrix, Matrix, Matrix) override;     ///< throws std::logic_error: there is none
  Objective generator(ConstMatrix, ConstMatrix, Matrix, Matrix) override;  ///< likewise
};

}  // namespace ganzoo
