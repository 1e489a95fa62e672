/// Golden statistics.
#pragma once

#include <cmath>
#include <fstream>
#include <ganzoo/report/statistics/best_of.hpp>
#include <ganzoo/report/statistics/choice.hpp>
#include <ganzoo/report/statistics/floor.hpp>
#include <ganzoo/report/statistics/holm.hpp>
#include <ganzoo/report/statistics/improvement.hpp>
#include <ganzoo/report/statistics/interval.hpp>
#include <ganzoo/report/statistics/location.hpp>
#include <ganzoo/report/statistics/permutation.hpp>
#include <ganzoo/report/statistics/sign_flip.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "reference.hpp"
#include "support/catch.hpp"

namespace statistics_scene {

using namespace ganzoo::report;
using namespace reference;

inline Bounds bounds_of(const json& in) { return {number(in["lower"]), number(in["upper"])}; }

/// Reproducible numbers in [0, 1).
struct Uniform {
  std::uint64_t state;
  double operator()() {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state >> 11U) * 0x1p-53;
  }
};

inline std::vector<double> some(std::size_t n, Uniform& uniform) {
  std::vector<double> values(n);
  for (double& v : values) v = uniform();
  return values;
}

}  // namespace statistics_scene
