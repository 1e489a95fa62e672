/// What discriminators of any kind of sample can be asked for: labels, packs of samples, several outputs.
#pragma once

#include <fmt/format.h>

#include <ganzoo/ganzoo.hpp>
#include <tuple>

namespace ganzoo::discriminators {

struct Options {
  bool projection = false, concatenation = false;
  int embedding = 16, pack = 1, outputs = 1;
  static constexpr auto option_parameters = std::tuple{
      parameter("projection", &Options::projection,
                "takes the label: the score is that of the features and their product with the label's vector "
                "(Miyato & Koyama, ICLR 2018)"),
      parameter("concatenation", &Options::concatenation,
                "takes the label: its embedding stands behind the sample's numbers, or behind each pixel"),
      parameter("embedding", &Options::embedding, at_least(1), "where concatenation: numbers of a label's embedding"),
      parameter("pack", &Options::pack, at_least(1),
                "so many samples are judged together (PacGAN; Lin, Khetan, Fanti & Oh, NeurIPS 2018): what generators "
                "leave out shows in a pack; it must divide the batch"),
      parameter("outputs", &Options::outputs, at_least(1),
                "numbers that it makes of a sample: one score, or the features that cramer and mmd_gan compare")};

 protected:
  /// Throws ganzoo::Error (usage) where the data has no labels to take, or a product with a label's vector, which is one
  /// number, would be added to several.
  void require_fit(int classes) const {
    if (projection) require_classes("discriminator.projection", classes);
    if (concatenation) require_classes("discriminator.concatenation", classes);
    if (projection && outputs > 1)
      throw Error(Exit::usage,
                  fmt::format("discriminator.outputs is {}, but must be 1 with projection = true", outputs),
                  "concatenation = true takes labels beside several outputs");
  }
  /// The label behind the sample, and the others of its pack behind both; null layers where nothing is asked.
  nn::LayerPtr labelled(int classes) const { return concatenation ? nn::class_embedding(classes, embedding) : nullptr; }
  nn::LayerPtr packed() const { return pack > 1 ? nn::pack(pack) : nullptr; }
};

}  // namespace ganzoo::discriminators
