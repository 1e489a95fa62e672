// What f_divergence derives where an author gives f alone, at scores where rounding leaves little of it.
#include <ganzoo/divergence/f_divergence.hpp>
#include <numbers>

#include "support/catch.hpp"
#include "zoo.hpp"

using namespace ganzoo;

namespace {

/// f* of its slope tends to log(1 + e), but u f′(u) − f(u) loses it in one binade: it comes out as 0 far out, exactly.
struct SoftplusOfRatio {
  static constexpr About about{.title = "softplus", .source = "test", .formula = "softplus(u) − log(1 + e)"};
  auto f(auto u) const { return softplus(u) - std::log1p(std::numbers::e); }
};

/// KL by way of 1/u, of which overflow leaves finite numbers again beyond u = 1e154.
struct KlOfReciprocals {
  static constexpr About about{.title = "kl", .source = "test", .formula = "u log u"};
  auto f(auto u) const { return 2.1 * (u * -log(1 / u)) + 2.5 * (u - 1); }
};

/// The Jensen–Shannon divergence by way of 1/u: towards u = 0 it cancels, and so does its slope.
struct JsOfReciprocals {
  static constexpr About about{.title = "js", .source = "test", .formula = "u log u − (u+1) log((u+1)/2)"};
  auto f(auto u) const { return u * (xlogx(1 / u) - (1 / u + 1) * log((1 / u + 1) / 2)); }
};

}  // namespace

TEST_CASE("a term that is rounded away within one binade is not certified there", "[unit]") {
  f_divergence<SoftplusOfRatio> divergence;
  divergence.prepare();
  const Interval range = divergence.certified_scores(Link::log_ratio).fused;
  CHECK((range.high > 15 && range.high < 30));
  const double limit = std::log1p(std::numbers::e);
  for (double v = 8; v <= range.high; v += 0.125) {
    INFO("v = " << v);
    CHECK(std::abs(divergence.fused(v, Link::log_ratio).value - limit) <= 2e-5);
  }
  // Training continues it linearly, and counts the scores.
  float score = 60, gradient = 0;
  const Objective far = divergence.generator({}, {&score, 1, 1}, {}, {&gradient, 1, 1});
  CHECK(std::abs(far.value + limit) <= 1e-4);
  CHECK(far.saturated == 1);
}

TEST_CASE("what overflow leaves of a term far out is not taken for it", "[unit]") {
  f_divergence<KlOfReciprocals> divergence;
  divergence.prepare();
  for (float score : {-1e4F, -800.0F, -80.0F, 80.0F, 87.0F, 88.0F, 89.0F, 170.0F, 678.0F, 1e4F}) {
    INFO("score " << score);
    float real = score, up = 0, down = 0;
    const Objective now = divergence.critic({&real, 1, 1}, {&score, 1, 1}, {&up, 1, 1}, {&down, 1, 1});
    CHECK((std::isfinite(now.value) && std::isfinite(up) && std::isfinite(down)));
    CHECK((up >= 0 && down <= 0));
  }
}

TEST_CASE("a supremum is found though rounding hides the slope's sign far out", "[unit]") {
  f_divergence<JsOfReciprocals> divergence;
  divergence.prepare();
  for (const double t : {-100.0, -30.0, -20.0, -10.0, -3.0, 0.0, 0.5, 0.69}) {
    INFO("t = " << t);
    const Derivatives y = divergence.conjugate(t);
    CHECK(zoo::error(y.value, -std::log1p(-std::expm1(t))) <= 1e-12);
    CHECK(std::abs(y.first - 1 / (2 * std::exp(-t) - 1)) <= 1e-6 * y.first + 1e-12);
  }
}
