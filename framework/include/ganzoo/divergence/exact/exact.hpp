/// Exact values: D of two distributions whose densities are known, with a bound of its error, or the reason why not.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/core/ball.hpp>
#include <ganzoo/divergence/distribution.hpp>
#include <string>
#include <vector>

namespace ganzoo {

class FDivergence;

/// The number is right to within `error`. It is +∞ where it diverges or is larger than a double, NaN where no digit of
/// it can be vouched for; `reason` then says which, and why.
struct Exact {
  double value = 0, error = 0;
  std::string reason{};
};

// Each throws ganzoo::Error (usage) unless both distributions are Gaussian mixtures on the line, or both discrete with
// equally many points; the points of discrete ones lie at 0, 1, 2 …

/// D_f(P‖Q), from f alone.
GANZOO_API Exact exact(const FDivergence& f, const Distribution& p, const Distribution& q);
/// log ∫ p^α q^(1−α) / (α − 1), α > 0; at α = 1 the Kullback–Leibler divergence.
GANZOO_API Exact exact_renyi(double alpha, const Distribution& p, const Distribution& q);
/// W_p with p = 1 or 2, and its p-th power.
GANZOO_API Exact exact_wasserstein(int power, const Distribution& p, const Distribution& q);
GANZOO_API Exact exact_wasserstein_to_power(int power, const Distribution& p, const Distribution& q);
/// 2 E|x − y| − E|x − x′| − E|y − y′|.
GANZOO_API Exact exact_energy(const Distribution& p, const Distribution& q);
/// E k(x, x′) + E k(y, y′) − 2 E k(x, y), a mean over kernels: exp(−|x−y|²/(2b²)), or (1 + |x−y|²/(2α))^−α.
GANZOO_API Exact exact_gaussian_mmd(const std::vector<double>& bandwidths, const Distribution& p,
                                    const Distribution& q);
GANZOO_API Exact exact_rational_quadratic_mmd(const std::vector<double>& alphas, const Distribution& p,
                                              const Distribution& q);

/// (∫ p^α q^(1−α) − 1) / (α(α − 1)) of two Gaussians, KL(P‖Q) at α = 1 and KL(Q‖P) at 0: from the differences of their
/// parameters, so that nothing cancels however alike they are. +∞ where the integral diverges.
GANZOO_API Ball power_between_normals(double alpha, const Distribution& p, const Distribution& q);

namespace detail {

/// A number with its error, and why it is infinite or none.
struct Certified {
  Ball value;
  std::string reason{};
};

/// As a number for people.
GANZOO_API Exact as_exact(const Certified& x);
GANZOO_API void require_alike(const Distribution& p, const Distribution& q);
/// D_f(P‖Q) − f(1), which may leave the doubles.
Certified excess_of(const FDivergence& f, const Distribution& p, const Distribution& q);

}  // namespace detail
}  // namespace ganzoo
