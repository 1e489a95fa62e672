/// Which label each sample has, where networks take labels: real ones the data's, generated ones the data's own
/// frequencies.
#pragma once

#include <cstdint>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/data.hpp>
#include <span>

namespace ganzoo {

/// Throws ganzoo::Error (corrupt) naming a label that is no class: the networks look up their rows by it.
void require_below(int classes, std::span<const Label> labels);

/// Throws ganzoo::Error (usage) where one player takes labels and the other does not (a critic may be null): nothing would
/// tie a generated sample to its label.
void require_tied(const nn::Network& generator, const nn::Network* critic);

/// Labels as frequent as the data's own, of its test split where it has one.
void fill_labels(const Data& data, const Rng& rng, std::span<Label> labels);

}  // namespace ganzoo
