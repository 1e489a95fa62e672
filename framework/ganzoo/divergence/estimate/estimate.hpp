/// How far apart two samples are by a divergence, with an interval: from the scores of cross-fitted critics, or from
/// the samples themselves.
///
/// With v = log p/q the bound of an f-divergence, E_P T − E_Q f*(T), is the divergence. A critic's error lowers it on
/// samples that the critic has not seen, and raises it by as much, to second order, on those that it learned from, for
/// there it has learned their chance too: the mean of both is the estimate. Its interval has two errors, that of
/// sampling and this correction, as if it might be wrong by all of itself. It knows nothing of what no critic here can
/// learn: that lowers both.
#pragma once

#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/estimate/cross_fit.hpp>
#include <limits>
#include <string>
#include <vector>

namespace ganzoo {

struct Estimated {
  double value = std::numeric_limits<double>::quiet_NaN();
  double low = std::numeric_limits<double>::quiet_NaN(),
         high = low;                                           ///< the 95 % interval; infinite where there is no end
  double held_out = std::numeric_limits<double>::quiet_NaN();  ///< what critics show on samples that they have not seen
  double learned = std::numeric_limits<double>::quiet_NaN();   ///< and on those that they learned from
  std::string reason{};  ///< why there is no number, or what is to be known of it; empty where there is nothing to say
};

/// True for an f-divergence, and for a bound whose optimal critic is declared to be log u and any constant
/// (Donsker–Varadhan, Rényi): the log ratio makes both tight.
bool is_tight_at_log_ratio(const Divergence&, const About&);
/// Of such a divergence.
Estimated estimate(const Divergence&, const std::vector<CrossFitted>&);

/// Of a distance between samples, by the jackknife over 20 groups (Efron & Stein, 1981), which takes the distance's
/// bias of order 1/n away too.
Estimated estimate_distance(Divergence&, ConstMatrix real, ConstMatrix fake, const Rng&);

}  // namespace ganzoo
