/// Where the best Gaussian goes on a target of two modes: on one of them, or over both. Not installed.
#pragma once

namespace ganzoo {

class Divergence;

struct BestGaussian {
  double mean, std;
};

/// ½ N(−2, ½²) + ½ N(2, ½²), a Gaussian N(mean, std²) with mean ≥ 0, and where `divergence` between them is least:
/// exactly for an f-divergence, on 128 quantiles of each for a distance between samples. Throws std::invalid_argument
/// where the divergence has no value without a trained critic.
BestGaussian best_gaussian(Divergence& divergence);

/// "mode-seeking" where it sits on one mode, "covering" where it stands between them, "between" for anything else.
const char* behaviour(const BestGaussian& best);

}  // namespace ganzoo
