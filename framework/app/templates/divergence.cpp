#include <ganzoo/ganzoo.hpp>

namespace {

/// D(P‖Q) = ∫ q f(p/q), written once as a convex f with f(1) = 0; this one is the α-divergence. Make it yours.
struct Template {
  static constexpr ganzoo::About about{.title = "template_name",
                                       .source = "author, venue, year, equation",
                                       .summary = "What it does, and when to use it.",
                                       .formula = "(u^α − 1 − α(u−1)) / (α(α−1))"};

  double alpha = 0.5;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("alpha", &Template::alpha, ganzoo::open(0, 1), "0: mode-seeking, 1: mode-covering")};

  auto f(auto u) const { return (pow(u, alpha) - 1 - alpha * (u - 1)) / (alpha * (alpha - 1)); }

  // Optional: what training evaluates at the score v = log p/q. Derived from f where it is left out, on the range of
  // scores that `ganzoo check` prints; written out it can be right everywhere.
  auto log_ratio(auto v) const { return expm1((alpha - 1) * v) / (alpha - 1); }   // T = f′(eᵛ)
  auto conjugate_of_log_ratio(auto v) const { return expm1(alpha * v) / alpha; }  // f*(T) = eᵛ f′(eᵛ) − f(eᵛ)

  // Optional too: a published link, `auto activation(auto v) const` with `auto conjugate(auto t) const`.
  // A game (hinge, least squares) is written with ganzoo::critic_loss, a distance between samples with
  // ganzoo::sample_distance: their headers say how.
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Template>)
