#include "zoo_page.hpp"

#include <fmt/format.h>

#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/best_gaussian.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <memory>

#include "catalogue.hpp"
#include "child.hpp"

namespace ganzoo::app {
namespace {

using experiment::KnownComponent;

constexpr const char* introduction = R"(# The divergences

Written by `ganzoo list divergence --format markdown`; a test fails when this page is stale. A name leads to its picture: f, f*, g and
f*(g(v)), drawn by `ganzoo eval NAME --out NAME.png`. [GUIDE.md](GUIDE.md) leads to one of your own in five minutes.

u = p/q, D(P‖Q) = ∫ q f(p/q), natural logarithms; what is measured is so at the parameters' defaults. *Optimal critic*: T* = f′(u), or
what a game's critic tends to. *dom f\**: where T may lie. *Best Gaussian*: the (mean, standard deviation) at which D(P‖Q) is least for a Gaussian Q and
P = ½ N(−2, ½²) + ½ N(2, ½²): on one mode, or over both. It is computed here, exactly for an f-divergence and on 128 quantiles for a
distance between samples; games and the bounds of others have no value without a trained critic.

| name | formula | optimal critic | dom f* | bounded | symmetric | best Gaussian | source |
|---|---|---|---|---|---|---|---|
)";

/// A cell of a markdown table: bars would end it, stars would slant it.
std::string cell(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|' || c == '*') escaped += '\\';
    escaped += c;
  }
  return escaped.empty() ? "–" : escaped;
}

std::string domain(const FDivergence* f) {
  if (!f) return "";
  const auto [high, closed] = f->domain();
  return std::isinf(high) ? "ℝ" : fmt::format("t {} {}{:.4g}", closed ? "≤" : "<", high < 0 ? "−" : "", std::abs(high));
}

/// D has a finite maximum: what f(0) and f′(∞) add up to.
bool is_bounded(const FDivergence& f) { return std::isfinite(f.f_at_0() + f.f_prime_at_infinity()); }

bool is_symmetric(const FDivergence& f) {
  const Distribution p = Distribution::discrete({0.7, 0.2, 0.1}), q = Distribution::discrete({0.25, 0.35, 0.4});
  const double there = exact_divergence(f, p, q), back = exact_divergence(f, q, p);
  return std::abs(there - back) <= 1e-9 * std::abs(there);
}

std::string measured(Divergence& divergence) {
  const DivergenceTraits traits = divergence.traits();
  if (!divergence.mathematics() && (traits.needs_critic || traits.fits)) return "";
  const BestGaussian best = best_gaussian(divergence);
  return fmt::format("{} ({:.1f}, {:.1f})", behaviour(best), best.mean, best.std);
}

/// What is measured of one, at its parameters' defaults.
struct Facts {
  bool has_f = false, is_bounded = false, is_symmetric = false;  ///< the latter two of an f-divergence alone
  std::string domain, best_gaussian;

  static constexpr auto fields =
      std::tuple{remote::field("has_f", &Facts::has_f), remote::field("is_bounded", &Facts::is_bounded),
                 remote::field("is_symmetric", &Facts::is_symmetric), remote::field("domain", &Facts::domain),
                 remote::field("best_gaussian", &Facts::best_gaussian)};
};

struct MeasureDivergence {
  static constexpr const char* name = "measure divergence";
  using Answer = Facts;
  std::string divergence;
  static constexpr auto fields = std::tuple{remote::field("divergence", &MeasureDivergence::divergence)};
};

const remote::Answers<MeasureDivergence> answer{[](const MeasureDivergence& question) -> Facts {
  const auto divergence = Registry().make<Divergence>(question.divergence, {});
  const FDivergence* f = divergence->mathematics();
  return {f != nullptr, f && is_bounded(*f), f && is_symmetric(*f), domain(f), measured(*divergence)};
}};

std::string row(const KnownComponent& known) {
  if (!known.failure.empty())
    return fmt::format("| {} | cannot be used: {} | | | | | | |\n", known.name, cell(known.failure));
  const Facts facts = ask_child(MeasureDivergence{known.file}, "divergence " + known.name, "it was measured");
  const auto yes = [](bool holds) { return holds ? "yes" : "no"; };
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n",
                     facts.has_f ? fmt::format("[{0}](pictures/{0}.png)", known.name) : known.name,
                     cell(about(known, "formula")), cell(about(known, "optimal_critic")), cell(facts.domain),
                     facts.has_f ? yes(facts.is_bounded) : "–",
                     yes(facts.has_f ? facts.is_symmetric : known.traits.at("symmetric")), cell(facts.best_gaussian),
                     cell(about(known, "source")));
}

}  // namespace

std::string zoo_page(const std::vector<KnownComponent>& divergences) {
  std::string page = introduction;
  for (const KnownComponent& known : divergences) page += row(known);
  return page;
}

}  // namespace ganzoo::app
