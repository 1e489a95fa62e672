/// Two divergences in one game: the critic estimates one, the generator descends another.
///
/// Of f-divergences with log-ratio links the best critic's score is log p/q, whichever the f. So the critic of one is a
/// critic for all: at its best, −E_Q h*(h′(eᵛ)) has the gradient of D_h(P‖Q) in Q, whatever f it was trained with.
#pragma once

#include <ganzoo/divergence/divergence.hpp>
#include <memory>

namespace ganzoo {

/// What it tells of itself (estimate, mathematics, exact values) is the critic's. Throws ganzoo::Error (usage) where one
/// of them is no f-divergence or reads a score as something else than log p/q.
std::unique_ptr<Divergence> two_divergences(std::unique_ptr<Divergence> critic, std::unique_ptr<Divergence> generator);

}  // namespace ganzoo
