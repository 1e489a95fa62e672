#include <ganzoo/ganzoo.hpp>

namespace {

/// Least-squares GAN: the critic fits b on data and a on fakes, the generator wants c.
///
/// a = 0, b = c = 1 is the usual coding (the generator then follows lsgan01_implied); a = −1, b = 1, c = 0 is the one
/// published as Pearson χ²: its optimal value is a triangular discrimination, but where p > q its generator is pushed
/// the wrong way, so that no convex f stands behind the gradient it uses.
struct LeastSquares {
  static constexpr ganzoo::About about{
      .title = "least-squares game",
      .source = "Mao et al., Least squares GAN, ICCV 2017, eqs. 2, 8 and 9",
      .summary = "Regression in place of classification: gradients that do not vanish on confident critics.",
      .formula = "−½E_P (v−b)² − ½E_Q (v−a)²; generator ½E_Q (v−c)²",
      .follows = "lsgan01_implied at a = 0, b = c = 1",
      .optimal_critic = "(b p + a q)/(p + q)"};

  double a = 0, b = 1, c = 1;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("a", &LeastSquares::a, "the critic's target on fakes"),
                 ganzoo::parameter("b", &LeastSquares::b, "the critic's target on data"),
                 ganzoo::parameter("c", &LeastSquares::c, "the generator's target")};

  auto critic_real(auto v) const { return -0.5 * (v - b) * (v - b); }
  auto critic_fake(auto v) const { return -0.5 * (v - a) * (v - a); }
  auto generator_fake(auto v) const { return 0.5 * (v - c) * (v - c); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<LeastSquares>)
