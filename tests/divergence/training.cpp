// The terms that training uses: float scores in, double values and float gradients out.
#include <functional>
#include <ganzoo/divergence/critic_loss.hpp>
#include <ganzoo/divergence/f_divergence.hpp>

#include "support/catch.hpp"
#include "zoo.hpp"

using namespace ganzoo;

namespace {

constexpr double float_max = std::numeric_limits<float>::max();

struct Played {
  Objective objective;
  std::vector<float> real_gradient, fake_gradient;
};

Played critic(Divergence& d, std::vector<float> real, std::vector<float> fake) {
  Played result{{}, std::vector<float>(real.size()), std::vector<float>(fake.size())};
  const auto n = static_cast<std::int64_t>(real.size()), m = static_cast<std::int64_t>(fake.size());
  result.objective = d.critic({real.data(), n, 1}, {fake.data(), m, 1}, {result.real_gradient.data(), n, 1},
                              {result.fake_gradient.data(), m, 1});
  return result;
}

Played generator(Divergence& d, std::vector<float> fake) {
  Played result{{}, {}, std::vector<float>(fake.size())};
  const auto m = static_cast<std::int64_t>(fake.size());
  result.objective = d.generator({}, {fake.data(), m, 1}, {}, {result.fake_gradient.data(), m, 1});
  return result;
}

/// T, its slope, f*(T), its slope, at one score, read off the training interface alone.
struct Terms {
  double t, dt, c, dc;
};
Terms terms(Divergence& saturating, Divergence& non_saturating, float v) {
  const Played c = generator(saturating, {v}), t = generator(non_saturating, {v});
  return {-t.objective.value, -t.fake_gradient[0], -c.objective.value, -c.fake_gradient[0]};
}

Table with(Table table, const char* key, const char* value) {
  table.set(key, value);
  return table;
}

bool close(double got, double truth) { return std::abs(got - truth) <= 1e-5 * std::max(std::abs(truth), 1e-30); }

/// Up to the last bits of a double.
bool no_less(double now, double before) { return now >= before - 1e-15 * std::max(1.0, std::abs(before)); }

std::vector<Link> links(const FDivergence& f) {
  std::vector<Link> result;
  for (Link link : {Link::published, Link::log_ratio})
    if (f.has(link)) result.push_back(link);
  return result;
}

/// One of the zoo under one of its links, and what trains with it.
struct Linked {
  const zoo::Entry& entry;
  Link link;
  const FDivergence& f;
  Divergence &saturating, &non_saturating;
};

/// Of every f-divergence of the zoo, under every link that it has.
void for_each_link(const std::function<void(const Linked&)>& check) {
  for (const auto& entry : zoo::entries()) {
    const auto plain = zoo::make(entry.name, entry.parameters);
    const FDivergence& f = *plain->mathematics();
    for (Link link : links(f)) {
      const Table table = with(entry.parameters, "link", std::string(name_of(link)).c_str());
      const auto saturating = zoo::make(entry.name, table);
      const auto non_saturating = zoo::make(entry.name, with(table, "generator_loss", "non_saturating"));
      check({entry, link, f, *saturating, *non_saturating});
    }
  }
}

/// Deliberately f alone: its link, its conjugate, everything is derived.
struct Bare {
  static constexpr About about{
      .title = "Jensen–Shannon from f alone", .source = "", .symmetric = true, .bounded = true};
  auto f(auto u) const { return u * log(u) - (u + 1) * log((u + 1) / 2); }
};

/// A conjugate composed with its activation: t/(1 − t) cancels beyond v = 25.
struct Composed {
  static constexpr About about{.title = "squared Hellinger, composed", .source = ""};
  auto f(auto u) const { return (sqrt(u) - 1) * (sqrt(u) - 1); }
  auto activation(auto v) const { return 1 - exp(-v); }
  auto conjugate(auto t) const { return t / (1 - t); }
};

/// A wrong one: the slope of its fused term belongs to another function.
struct WrongGradient {
  static constexpr About about{.title = "a planted fault", .source = ""};
  auto f(auto u) const { return xlogx(u); }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const {
    auto y = exp(t - 1);
    y.slope *= -1;
    return y;
  }
};

double finite_difference_gap(Divergence& d) {
  const std::vector<float> real{0.3F, -1.2F, 2.0F}, fake{-0.4F, 0.9F};
  const Played at = critic(d, real, fake);
  double worst = 0;
  const float h = 1.0F / 64;
  for (std::size_t i = 0; i < real.size() + fake.size(); ++i) {
    auto up_real = real, down_real = real, up_fake = fake, down_fake = fake;
    const bool on_real = i < real.size();
    const std::size_t k = on_real ? i : i - real.size();
    (on_real ? up_real : up_fake)[k] += h;
    (on_real ? down_real : down_fake)[k] -= h;
    const double slope =
        (critic(d, up_real, up_fake).objective.value - critic(d, down_real, down_fake).objective.value) / (2.0 * h);
    const double got = on_real ? at.real_gradient[k] : at.fake_gradient[k];
    worst = std::max(worst, std::abs(got - slope) / std::max(1.0, std::abs(slope)));
  }
  return worst;
}

}  // namespace

TEST_CASE("training's terms are right to 1e-5 up to |v| = 80 wherever the value fits a float", "[unit]") {
  for_each_link([](const Linked& d) {
    for (float v = -80; v <= 80; v += 0.625F) {
      const Terms got = terms(d.saturating, d.non_saturating, v);
      const Derivatives t = d.f.activation(v, d.link), c = d.f.fused(v, d.link);
      INFO(d.entry.key << ", " << name_of(d.link) << ", v = " << v << ": T " << got.t << " of " << t.value << ", dT "
                       << got.dt << " of " << t.first << ", C " << got.c << " of " << c.value << ", dC " << got.dc
                       << " of " << c.first);
      const bool t_fits = std::abs(t.value) < float_max && std::abs(t.first) < float_max;
      const bool c_fits = std::abs(c.value) < float_max && std::abs(c.first) < float_max;
      if (t_fits) CHECK((close(got.t, t.value) && close(got.dt, t.first)));
      if (c_fits) CHECK((close(got.c, c.value) && close(got.dc, c.first)));
    }
  });
}

TEST_CASE("training's terms saturate monotonically and stay finite to |v| = 1e4", "[unit]") {
  for_each_link([](const Linked& d) {
    Terms before = terms(d.saturating, d.non_saturating, -1e4F);
    for (float v = -1e4F; v <= 1e4F; v += std::abs(v) < 120 ? 0.5F : 100.0F) {
      const Terms now = terms(d.saturating, d.non_saturating, v);
      INFO(d.entry.key << ", " << name_of(d.link) << ", v = " << v);
      CHECK(std::isfinite(now.t + now.dt + now.c + now.dc));
      CHECK((no_less(now.t, before.t) && now.dt >= 0));
      // Pearson's published conjugate falls below t = −2: the supremum over all reals, as its About says.
      if (d.entry.name != "pearson") CHECK((no_less(now.c, before.c) && now.dc >= 0));
      before = now;
    }
  });
}

TEST_CASE("scores beyond the safe range are counted, and continue with the slope held", "[unit]") {
  const auto kl = zoo::make("kl");
  const double end = kl->mathematics()->safe_scores(Link::published).fused.high;
  CHECK((end >= 80 && end < 81));
  const Played inside = critic(*kl, {0}, {80}), out = critic(*kl, {0, 2e6F}, {90, 91, 1});
  CHECK(inside.objective.saturated == 0);
  CHECK(out.objective.saturated == 3);
  CHECK(out.fake_gradient[0] == out.fake_gradient[1]);
  CHECK(zoo::error(-3.0 * out.fake_gradient[0], std::exp(end - 1)) <= 1e-6);
}

TEST_CASE("published scores are trusted down to where the data is e^6.5 times rarer than the fakes", "[unit]") {
  int tried = 0;
  for (const auto& entry : zoo::entries()) {
    const auto divergence = zoo::make(entry.name, entry.parameters);
    const FDivergence& f = *divergence->mathematics();
    if (!f.has(Link::published) || !f.has(Link::log_ratio)) continue;
    INFO(entry.key);
    double end = f.safe_scores(Link::published).fused.low;
    if (f.activation(end, Link::published).first < 1e-30) end = -60;  // g has come to its limit
    // f*∘g has the slope u·g′, and u = p/q at the optimal score.
    const double slope = f.activation(end, Link::published).first;
    CHECK(f.fused(end, Link::published).first / slope <= std::exp(-6.5));
    ++tried;
  }
  CHECK(tried >= 10);
}

TEST_CASE("a critic's gradients are the differences of its objective", "[unit]") {
  for (const auto& entry : zoo::entries()) {
    const auto plain = zoo::make(entry.name, entry.parameters);
    for (Link link : links(*plain->mathematics())) {
      const auto divergence = zoo::make(entry.name, with(entry.parameters, "link", std::string(name_of(link)).c_str()));
      INFO(entry.key << ", " << name_of(link));
      CHECK(finite_difference_gap(*divergence) <= 5e-3);
    }
  }
  f_divergence<WrongGradient> wrong;
  wrong.prepare();
  CHECK(finite_difference_gap(wrong) > 0.1);
}

TEST_CASE("the saturating generator descends the critic's own gradient: zero sum", "[unit]") {
  for (const auto& entry : zoo::entries()) {
    const auto divergence = zoo::make(entry.name, entry.parameters);
    INFO(entry.key);
    const std::vector<float> fake{-2, 0.25F, 3};
    CHECK(divergence->traits().zero_sum);
    CHECK(generator(*divergence, fake).fake_gradient == critic(*divergence, {0.5F}, fake).fake_gradient);
    CHECK_FALSE(zoo::make(entry.name, with(entry.parameters, "generator_loss", "non_saturating"))->traits().zero_sum);
  }
}

TEST_CASE("the minimax game at its optimal critic is 2 JSD - log 4, and -log 4 where P = Q", "[unit]") {
  const auto game = zoo::make("minimax");
  const std::vector<double> p{0.1, 0.2, 0.3, 0.4}, q{0.4, 0.2, 0.3, 0.1};
  double twice_jsd = 0, value = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double m = 0.5 * (p[i] + q[i]);
    twice_jsd += p[i] * std::log(p[i] / m) + q[i] * std::log(q[i] / m);
    const auto v = static_cast<float>(std::log(p[i] / q[i]));  // D = sigmoid(v) = p/(p + q)
    CHECK(zoo::error(sigmoid(v), p[i] / (p[i] + q[i])) <= 1e-7);
    const Derivatives t = game->mathematics()->activation(v, Link::published);
    const Derivatives c = game->mathematics()->fused(v, Link::published);
    value += p[i] * t.value - q[i] * c.value;
    CHECK(std::abs(p[i] * t.first - q[i] * c.first) <= 1e-8);  // nothing to gain at the optimum
  }
  CHECK(zoo::error(value, twice_jsd - std::log(4)) <= 1e-12);
  CHECK(zoo::error(critic(*game, {0, 0}, {0}).objective.estimate, -std::log(4)) <= 1e-15);
  const Distribution d = Distribution::normal(0.3, 2);
  CHECK(zoo::error(exact_divergence(*game->mathematics(), d, d), -std::log(4)) <= 1e-12);
}

TEST_CASE("gradient ascent on minimax scores finds D = p/(p + q)", "[unit]") {
  const auto game = zoo::make("minimax");
  // P = (3/4, 1/4), Q = (1/4, 3/4) as four samples each, one score for each point.
  float a = 0, b = 0;
  for (int i = 0; i < 2000; ++i) {
    const Played now = critic(*game, {a, a, a, b}, {a, b, b, b});
    a += now.real_gradient[0] + now.real_gradient[1] + now.real_gradient[2] + now.fake_gradient[0];
    b += now.real_gradient[3] + now.fake_gradient[1] + now.fake_gradient[2] + now.fake_gradient[3];
  }
  CHECK(std::abs(sigmoid(a) - 0.75) <= 1e-5);
  CHECK(std::abs(sigmoid(b) - 0.25) <= 1e-5);
}

TEST_CASE("an f-divergence from f alone derives its link on a certified range", "[unit]") {
  f_divergence<Bare> bare;
  bare.prepare();
  const auto js = zoo::make("js");
  CHECK(bare.link() == Link::log_ratio);
  const SafeScores safe = bare.safe_scores(Link::log_ratio);
  CHECK((safe.fused.high > 15 && safe.fused.high < 35));
  CHECK((safe.activation.high > 15 && safe.activation.high < 35));
  for (double v = safe.fused.low; v <= safe.fused.high; v += 0.125) {
    INFO("v = " << v);
    CHECK(zoo::error(bare.fused(v, Link::log_ratio).value, js->mathematics()->fused(v, Link::log_ratio).value) <= 1e-5);
    CHECK(close(bare.fused(v, Link::log_ratio).first, js->mathematics()->fused(v, Link::log_ratio).first));
  }
  CHECK(zoo::error(bare.f_at_0(), std::log(2)) <= 1e-12);
  CHECK(zoo::error(bare.f_prime_at_infinity(), std::log(2)) <= 1e-12);
  for (double t : {-20.0, -1.0, 0.0, 0.5, 0.69})
    CHECK(zoo::error(bare.conjugate(t).value, js->mathematics()->conjugate(t).value) <= 1e-9);
  CHECK(bare.conjugate(0.7).value == std::numeric_limits<double>::infinity());
  const Distribution p = Distribution::normal(0, 1), q = Distribution::normal(1, 2);
  CHECK(zoo::error(exact_divergence(bare, p, q), exact_divergence(*js->mathematics(), p, q)) <= 1e-9);
}

TEST_CASE("a conjugate composed with its activation is trusted only as far as its rounding allows", "[unit]") {
  f_divergence<Composed> composed;
  composed.prepare();
  const SafeScores safe = composed.safe_scores(Link::published);
  CHECK((safe.fused.high > 15 && safe.fused.high < 30));
  CHECK(safe.activation.low <= -80);
  const Played far = critic(composed, {0}, {200});
  CHECK(far.objective.saturated == 1);
  CHECK((std::isfinite(far.fake_gradient[0]) && far.fake_gradient[0] < 0));
}

TEST_CASE("a link that cannot be had is refused with its reason", "[unit]") {
  std::string said;
  try {
    zoo::make("total_variation", with({}, "link", "log_ratio"));
  } catch (const Error& error) {
    said = error.what();
  }
  CHECK(said.find("not strictly convex") != std::string::npos);
  f_divergence<Bare> bare;
  CHECK_NOTHROW(bare.prepare());
}

TEST_CASE("Wasserstein's objective is the difference of mean scores, and unsound unconstrained", "[unit]") {
  const auto w = zoo::make("wasserstein");
  CHECK((w->traits().needs_lipschitz && w->traits().zero_sum && w->traits().estimates));
  CHECK(w->mathematics() == nullptr);
  const Played now = critic(*w, {1, 2}, {0.5F, -1, 2});
  CHECK(now.objective.value == 1.5 - 0.5);
  CHECK(now.objective.estimate == now.objective.value);
  CHECK(now.real_gradient == std::vector<float>{0.5F, 0.5F});
  CHECK(generator(*w, {0.5F, -1, 2}).fake_gradient == now.fake_gradient);
}
