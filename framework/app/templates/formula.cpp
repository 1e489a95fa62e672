#include <template_includes>

namespace {

/// D(P‖Q) = ∫ q f(p/q) with f(u) = template_formula.
///
/// f′, f″, the conjugate and the critic's link T = f′(p/q) are derived from f, on the range of scores that
/// `ganzoo check` prints. Two more members make it right everywhere, the terms at the score v = log p/q:
///
///     auto log_ratio(auto v) const;               // f′(eᵛ)
///     auto conjugate_of_log_ratio(auto v) const;  // eᵛ f′(eᵛ) − f(eᵛ)
struct Template {
  static constexpr ganzoo::About about{.title = "template_name",
                                       .source = "author, venue, year, equation",
                                       .summary = "What it does, and when to use it.",
                                       .formula = "template_formula" /* template_facts */};

  auto f(auto u) const { return template_cpp; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Template>)
