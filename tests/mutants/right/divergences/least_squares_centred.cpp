#include <ganzoo/ganzoo.hpp>

namespace {

/// The coding −1, 1, 0: beyond 0, where the critic rests at P = Q, the generator goes back.
struct LeastSquaresCentred {
  static constexpr ganzoo::About about{.title = "least squares centred", .source = "Mao et al., ICCV 2017, eq. 8"};

  auto critic_real(auto v) const { return -0.5 * (v - 1) * (v - 1); }
  auto critic_fake(auto v) const { return -0.5 * (v + 1) * (v + 1); }
  auto generator_fake(auto v) const { return 0.5 * v * v; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<LeastSquaresCentred>)
