/// Batches of scores, and a divergence played on them, as the laws need it.
#pragma once

#include <ganzoo/divergence/divergence.hpp>
#include <string>
#include <vector>

namespace ganzoo::laws {

using Scores = std::vector<float>;

struct Played {
  Objective objective;
  Scores real_gradient, fake_gradient;
};

/// One score a sample. The scores are copies: what a component does to them is seen by nobody.
Played play_critic(Divergence&, const Scores& real, const Scores& fake);
/// Gives the real scores only where the divergence needs them; real_gradient is empty otherwise.
Played play_generator(Divergence&, const Scores& real, const Scores& fake);

/// `count` normal numbers of that spread; other numbers for another `stream`.
Scores random_scores(int count, double spread, int stream);

/// The same rounded to multiples of 2⁻⁸, so that differences are exact in float.
Scores moderate(int count, int stream, double spread = 1);

double sum(const Scores& gradient);

/// "3.5, −1, 2".
std::string told(const Scores& scores);

}  // namespace ganzoo::laws
