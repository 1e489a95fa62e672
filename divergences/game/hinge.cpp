#include <ganzoo/ganzoo.hpp>

namespace {

/// The hinge loss of geometric GAN, SAGAN and BigGAN: at the optimal critic, sign(p − q), the generator follows twice
/// the total variation distance.
struct Hinge {
  static constexpr ganzoo::About about{
      .title = "hinge game",
      .source = "Lim & Ye, Geometric GAN, 2017; Miyato et al., ICLR 2018, eq. 16",
      .summary = "The critic stops where it is sure by a margin; the generator never does.",
      .formula = "E_P min(0, v−1) + E_Q min(0, −1−v); generator −E_Q v",
      .follows = "2 total_variation",
      .optimal_critic = "sign(p − q)"};

  auto critic_real(auto v) const { return min(v - 1, 0); }
  auto critic_fake(auto v) const { return min(-1 - v, 0); }
  auto generator_fake(auto v) const { return -v; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<Hinge>)
