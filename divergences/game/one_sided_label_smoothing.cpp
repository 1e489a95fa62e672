#include <ganzoo/ganzoo.hpp>

namespace {

/// Minimax whose critic is told that data is real with probability s < 1, and fakes fake for certain. At its best it says
/// D = s p/(p + q): it never asks for more than log-odds log(s/(1 − s)), which bounds its gradients where q = 0.
struct OneSidedLabelSmoothing {
  static constexpr ganzoo::About about{
      .title = "minimax with one-sided label smoothing",
      .source =
          "Salimans, Goodfellow, Zaremba et al., Improved techniques for training GANs, NeurIPS 2016, section 3.4",
      .summary =
          "Keeps the critic from extreme confidence in data, and leaves the fakes' label alone: smoothed, it would "
          "draw the generator to where it is.",
      .formula = "E_P (s log σ(v) + (1−s) log σ(−v)) + E_Q log σ(−v); generator −E_Q log σ(v)",
      .optimal_critic = "log(s p/(q + (1−s) p))"};

  double label = 0.9;
  std::string loss = "non_saturating";
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("label", &OneSidedLabelSmoothing::label, ganzoo::closed(0.5, 1), "s, of real samples"),
      ganzoo::choice("loss", &OneSidedLabelSmoothing::loss,
                     "the generator's; non_saturating: −E_Q log D; saturating: E_Q log(1 − D)", "non_saturating",
                     "saturating")};

  auto critic_real(auto v) const { return -label * softplus(-v) - (1 - label) * softplus(v); }
  auto critic_fake(auto v) const { return -1.0 * softplus(v); }
  auto generator_fake(auto v) const { return loss == "saturating" ? -1.0 * softplus(v) : softplus(-v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<OneSidedLabelSmoothing>)
