/// What figure 1 of Goodfellow et al. (NeurIPS 2014) is drawn from: a game on the line, or in the
/// plane, at one step, in numbers.
#pragma once

#include <ganzoo/log/run_file.hpp>
#include <ganzoo/train/trainer.hpp>
#include <map>
#include <string>

namespace ganzoo::experiment {

/// Appends one snapshot where samples are single numbers or pairs and there is a critic, and does nothing elsewhere:
///   scores [s, 256, 6]    x, p_data, p_generator, D, D*, v: the score; on a grid of x that spans the real samples
///   scores [s, 1024, 7]   x, y, p_data, …, likewise, of pairs: 32 × 32 points, along x first
///   map    [s, 65, 2]     z, G(z), z in equal steps, from −3 to 3 where it is normal; only where both are one number
/// D is the probability of "real" that the score stands for; what is not known is NaN. A run whose `earlier` snapshots have
/// none of this, begun by another version, goes on without.
void add_game_picture(Trainer& trainer, const log::Array& real, std::size_t earlier,
                      std::map<std::string, log::Array>& samples);

}  // namespace ganzoo::experiment
