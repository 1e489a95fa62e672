/// Whether samples on the line follow the density that they are said to have.
#pragma once

#include <ganzoo/divergence/distribution.hpp>
#include <ganzoo/plugin/law.hpp>
#include <vector>

namespace ganzoo::laws {

/// By Kolmogorov and Smirnov's distance, by the mean and by the variance; each falsely alarmed with probability < 1e-8.
Counterexample follows(std::vector<float> samples, const Distribution& density);

/// Mean, variance and their standard errors.
struct Moments {
  double count = 0, mean = 0, variance = 0, mean_error = 0, variance_error = 0;
};
Moments moments(const std::vector<double>& x);

}  // namespace ganzoo::laws
