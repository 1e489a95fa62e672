#include <ganzoo/ganzoo.hpp>

namespace {

/// The power divergence of goodness-of-fit tests: KL at λ = 0, reverse KL at −1, ½ Pearson at 1, ½ Neyman at −2, 2H² at
/// −½.
struct CressieRead {
  static constexpr ganzoo::About about{.title = "Cressie–Read power divergence",
                                       .source = "Cressie & Read, J. R. Stat. Soc. B 46(3), 1984",
                                       .summary = "The α-divergence at α = λ + 1, as statisticians scale it.",
                                       .formula = "(u^{λ+1} − u)/(λ(λ+1))",
                                       .follows = "the α-divergence at α = λ",
                                       .optimal_critic = "((λ+1)u^λ − 1)/(λ(λ+1))"};

  double lambda = 2.0 / 3;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("lambda", &CressieRead::lambda, "the power; 2/3 as they recommend")};

  auto f(auto u) const {
    if (lambda == -1) return -log(u);
    return u * box_cox(log(u), lambda) / (lambda + 1);
  }
  // f's own tangent at 1 grows like 1/(λ+1), which this has not.
  auto excess(auto u) const { return power_excess(u, lambda + 1); }
  ganzoo::Ball between_normals(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return ganzoo::power_between_normals(lambda + 1, p, q);
  }
  auto conjugate(auto t) const {
    if (lambda == -1) return -1 - log(-t);
    // f′(u) = box_cox(log u, λ) + 1/(λ+1)
    const auto log_u = inverse_box_cox(t - 1 / (lambda + 1), lambda);
    return exp((lambda + 1) * log_u) / (lambda + 1);
  }
  auto log_ratio(auto v) const { return lambda == -1 ? -exp(-v) : box_cox(v, lambda) + 1 / (lambda + 1); }
  auto conjugate_of_log_ratio(auto v) const { return lambda == -1 ? v - 1 : exp((lambda + 1) * v) / (lambda + 1); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<CressieRead>)
