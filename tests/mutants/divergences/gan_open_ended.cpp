#include <ganzoo/ganzoo.hpp>

namespace {

/// The GAN row with T = v, a score that leaves dom f* = (−∞, 0).
struct GanOpenEnded {
  static constexpr ganzoo::About about{.title = "gan open ended",
                                       .source = "a mutant",
                                       .f_at_1 = -1.3862943611198906,
                                       .symmetric = true,
                                       .bounded = true};

  auto f(auto u) const { return -u * log1p(1 / u) - log1p(u); }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const { return -log(-expm1(t)); }
  auto log_ratio(auto v) const { return -softplus(-v); }
  auto conjugate_of_log_ratio(auto v) const { return softplus(v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<GanOpenEnded>)
