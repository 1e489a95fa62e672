/// The networks' parameters and running statistics, to and from a run's /weights.
#pragma once

#include <ganzoo/log/run_file.hpp>
#include <ganzoo/train/trainer.hpp>
#include <map>
#include <string>

namespace ganzoo::experiment {

/// "generator/dense_0/weight" → its values, of every network there is; the averaged generator as generator_ema.
std::map<std::string, log::Array> saved_weights(Trainer& trainer);
/// Throws ganzoo::Error (corrupt) where one is missing or of another shape.
void load_weights(Trainer& trainer, const std::map<std::string, log::Array>& from);

}  // namespace ganzoo::experiment
