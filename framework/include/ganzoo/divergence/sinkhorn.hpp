/// The debiased Sinkhorn divergence of two equally weighted samples, in the log domain, and its gradient.
///
///     OT_ε(X, Y) = min over couplings π of Σ π C + ε KL(π ‖ a⊗b),   C = |x − y|ᵖ
///     S_ε(X, Y)  = OT_ε(X, Y) − ½ OT_ε(X, X) − ½ OT_ε(Y, Y)
#pragma once

#include <functional>
#include <ganzoo/divergence/pairs.hpp>
#include <vector>

namespace ganzoo {

struct SinkhornOptions {
  double epsilon;    ///< in units of the cost
  int power;         ///< p of the cost, 1 or 2
  int iterations;    ///< at most, at the final ε
  double tolerance;  ///< mean relative error of the couplings' marginals at which it stops
};

class GANZOO_API Sinkhorn {
 public:
  /// S_ε; overwrites `fake_gradient` [m, d]. By the envelope theorem the gradient is that of the costs under the
  /// optimal couplings: exact at convergence, no derivative of the iteration is needed. Where `iterations` end it
  /// first, the value is that of the dual at the potentials reached. NaN, with its gradient, where
  /// have_squared_distances says that there is none.
  /// `poll` is called before each sweep over all pairs, and may throw.
  double operator()(
      const SinkhornOptions&, ConstMatrix real, ConstMatrix fake, Matrix fake_gradient,
      const std::function<void()>& poll = [] {});

  /// Iterations at the final ε that the last call took for (X, Y).
  int iterations() const { return iterations_; }

 private:
  /// One problem: costs, their transpose, and the two potentials.
  struct Problem {
    OwnedMatrix cost, transposed, f, g;
  };
  void set_costs(const SinkhornOptions&, const Points& a, const Points& b, Matrix cost);
  double solve(const SinkhornOptions&, Problem&, const std::function<void()>& poll);            ///< OT_ε(X, Y)
  double solve_symmetric(const SinkhornOptions&, Problem&, const std::function<void()>& poll);  ///< OT_ε(X, X)
  /// gradient[i] += factor · ∂OT_ε/∂aᵢ of the first set's points, the potentials f and g held.
  void pull(const SinkhornOptions&, ConstMatrix cost, ConstMatrix f, ConstMatrix g, const Points& a, const Points& b,
            double factor, Matrix gradient);

  Points real_, fake_;
  Problem across_, among_fakes_, among_reals_;
  OwnedMatrix origin_, squares_, row_, next_, next_g_, scratch_;
  int iterations_ = 0;
};

}  // namespace ganzoo
