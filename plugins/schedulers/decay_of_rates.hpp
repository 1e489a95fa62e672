/// The parameters by which a scheduler lowers both players' rates towards the end of a run.
#pragma once

#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/decay.hpp>
#include <string>
#include <tuple>

namespace ganzoo::schedulers {

struct DecayOfRates {
  std::string decay = "none";
  double decay_from = 0;
  static constexpr auto decay_parameters = std::tuple{
      choice("decay", &DecayOfRates::decay, "how both rates fall to 0 at the end", "none", "linear", "cosine"),
      parameter("decay_from", &DecayOfRates::decay_from, half_open(0, 1),
                "the fraction of the run after which the decay begins")};

 protected:
  /// The factor on both rates.
  double rate_at(const Progress& progress) const { return decay_factor(decay, decay_from, progress); }
};

}  // namespace ganzoo::schedulers
