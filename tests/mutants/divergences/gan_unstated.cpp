#include <ganzoo/ganzoo.hpp>

namespace {

/// The GAN row of the f-GAN table, whose f(1) is −log 4 although the caption says 0.
struct GanUnstated {
  static constexpr ganzoo::About about{
      .title = "gan unstated", .source = "a mutant", .symmetric = true, .bounded = true};

  auto f(auto u) const { return -u * log1p(1 / u) - log1p(u); }
  auto activation(auto v) const { return -softplus(-v); }
  auto conjugate(auto t) const { return -log(-expm1(t)); }
  auto conjugate_of_activation(auto v) const { return softplus(v); }
  auto log_ratio(auto v) const { return -softplus(-v); }
  auto conjugate_of_log_ratio(auto v) const { return softplus(v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<GanUnstated>)
