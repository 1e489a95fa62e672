#include <ganzoo/ganzoo.hpp>

namespace {

/// The α-GANs: each player's loss on the probability D = σ(v) is an α-loss, α/(α − 1) (1 − D^{1−1/α}), the critic's α_D and
/// the generator's α_G. Both 1: minimax; both ½: exponential losses, the squared Hellinger distance; both ∞: total variation.
struct AlphaLoss {
  static constexpr ganzoo::About about{
      .title = "(α_D, α_G) game",
      .source = "Kurri, Sypherd & Sankar, ISIT 2021 (α-GAN); Welfert, Otstot, Kurri & Sankar, ISIT 2023, (α_D, α_G)",
      .summary = "A dial on each player's loss: below 1 confident mistakes cost more, above 1 they cost less.",
      .formula = "E_P (σ(v)^c − 1)/c + E_Q (σ(−v)^c − 1)/c, c = 1 − 1/α",
      .optimal_critic = "α_D log(p/q)"};

  double alpha_d = 0.5, alpha_g = 0.5;
  std::string loss = "non_saturating";
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("alpha_d", &AlphaLoss::alpha_d, ganzoo::positive(), "α of the critic's loss"),
      ganzoo::parameter("alpha_g", &AlphaLoss::alpha_g, ganzoo::positive(), "α of the generator's loss"),
      ganzoo::choice(
          "loss", &AlphaLoss::loss,
          "the generator's; saturating: the critic's second term, with α_G; non_saturating: −E_Q of its first",
          "non_saturating", "saturating")};

  auto critic_real(auto v) const { return gain(v, alpha_d); }
  auto critic_fake(auto v) const { return gain(-v, alpha_d); }
  auto generator_fake(auto v) const { return loss == "saturating" ? gain(-v, alpha_g) : -1.0 * gain(v, alpha_g); }

  /// Below α = 1 a loss grows like e^{(1/α − 1)|v|}.
  ganzoo::Interval safe_scores() const {
    const double power = 1 / std::min(alpha_d, alpha_g) - 1, most = power > 0 ? 80 / power : 1e15;
    return {-most, most};
  }

 private:
  /// (σ(v)^c − 1)/c; log σ(v) at α = 1.
  static auto gain(auto v, double alpha) { return ganzoo::box_cox(-1.0 * softplus(-v), 1 - 1 / alpha); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<AlphaLoss>)
