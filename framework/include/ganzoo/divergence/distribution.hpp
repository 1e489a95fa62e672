/// Distributions whose density is known: Gaussian mixtures on the line, and discrete ones.
#pragma once

#include <ganzoo/core/api.hpp>
#include <string_view>
#include <vector>

namespace ganzoo {

/// Either Σ w_i N(mean_i, std_i²) on the line, or probabilities of 0 … n − 1.
struct GANZOO_API Distribution {
  struct Component {
    double weight, mean, std;
  };

  std::vector<Component> mixture;     ///< weights sum to 1
  std::vector<double> probabilities;  ///< sum to 1; exactly one of the two is filled

  static Distribution normal(double mean, double std);
  static Distribution of_mixture(std::vector<Component> components);  ///< throws unless weights ≥ 0 sum to 1, std > 0
  /// Throws unless ≥ 0 with a sum within 10⁻⁶ of 1, by which they are divided where it is more than rounding.
  static Distribution discrete(std::vector<double> probabilities);

  bool is_discrete() const { return !probabilities.empty(); }
  double log_density(double x) const;
  double mean() const;
  double std() const;
};

/// Reads `normal(0, 1)`, `mixture(0.33*normal(-1, 0.255) + 0.67*normal(2, 1.415))`, `discrete(0.2, 0.8)`.
/// Throws ganzoo::Error (usage) that names the place in the text.
GANZOO_API Distribution parse_distribution(std::string_view text);

}  // namespace ganzoo
