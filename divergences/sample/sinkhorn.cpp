#include <ganzoo/divergence/sinkhorn.hpp>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Entropic optimal transport without its bias: Wasserstein's cost as ε → 0, a maximum mean discrepancy as ε → ∞.
struct Sinkhorn {
  static constexpr ganzoo::About about{
      .title = "Sinkhorn divergence",
      .source = "Genevay, Peyré & Cuturi, AISTATS 2018; Feydy et al., AISTATS 2019, eq. 3",
      .summary = "Optimal transport between the batches, smooth and never negative; needs no critic.",
      .formula = "OT_ε(P, Q) − ½ OT_ε(P, P) − ½ OT_ε(Q, Q)",
      .symmetric = true};

  double epsilon = 0.1, tolerance = 1e-3;
  int power = 2, iterations = 200;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("epsilon", &Sinkhorn::epsilon, ganzoo::positive(), "smoothing, in units of the cost |x − y|ᵖ"),
      ganzoo::parameter("power", &Sinkhorn::power, ganzoo::closed(1, 2), "p of the cost"),
      ganzoo::parameter("iterations", &Sinkhorn::iterations, ganzoo::closed(1, 1e6),
                        "at most, at the final ε; the smaller ε, the more are needed"),
      ganzoo::parameter("tolerance", &Sinkhorn::tolerance, ganzoo::positive(),
                        "mean relative error of the couplings' marginals at which they count as solved")};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix fake_gradient,
                  const ganzoo::Rng&) {
    return solver_({epsilon, power, iterations, tolerance}, real, fake, fake_gradient);
  }

 private:
  ganzoo::Sinkhorn solver_;
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<Sinkhorn>)
