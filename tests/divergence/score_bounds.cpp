// Bounds that bend whole means: Donsker–Varadhan, Rényi; and the Fisher metric. Golden values, tightness, laws.
#include <algorithm>
#include <cmath>

#include "support/catch.hpp"
#include "zoo.hpp"

using namespace ganzoo;
using zoo::error;
using zoo::number;

namespace {

constexpr double as_floats = 1e-6;

/// Scores, each point as often as its probability, a multiple of 1/20.
struct Batches {
  std::vector<float> real, fake;

  ConstMatrix p() const { return {real.data(), static_cast<std::int64_t>(real.size()), 1}; }
  ConstMatrix q() const { return {fake.data(), static_cast<std::int64_t>(fake.size()), 1}; }
};

Batches batches(const std::vector<double>& p, const std::vector<double>& q, const std::vector<double>& v) {
  Batches b;
  for (std::size_t i = 0; i < v.size(); ++i) {
    b.real.insert(b.real.end(), static_cast<std::size_t>(std::lround(20 * p[i])), static_cast<float>(v[i]));
    b.fake.insert(b.fake.end(), static_cast<std::size_t>(std::lround(20 * q[i])), static_cast<float>(v[i]));
  }
  return b;
}

std::unique_ptr<Divergence> renyi(double alpha) {
  Table t;
  t.set("alpha", alpha);
  return zoo::make("renyi", t);
}

struct Played {
  Objective objective;
  std::vector<float> real, fake;  ///< gradients
};

Played critic(Divergence& d, const Batches& b) {
  Played played{{}, std::vector<float>(b.real.size()), std::vector<float>(b.fake.size())};
  played.objective = d.critic(b.p(), b.q(), {played.real.data(), b.p().rows, 1}, {played.fake.data(), b.q().rows, 1});
  return played;
}

Played generator(Divergence& d, const Batches& b) {
  Played played{{}, {}, std::vector<float>(b.fake.size())};
  played.objective = d.generator({}, b.q(), {}, {played.fake.data(), b.q().rows, 1});
  return played;
}

const std::vector<double> five_p{0.1, 0.15, 0.2, 0.25, 0.3}, five_q{0.3, 0.25, 0.2, 0.15, 0.1};

std::vector<double> log_ratios() {
  std::vector<double> v;
  for (std::size_t i = 0; i < five_p.size(); ++i) v.push_back(std::log(five_p[i] / five_q[i]));
  return v;
}

/// Both players' gradients against central differences in the scores.
void check_gradients(Divergence& d, double tolerance) {
  Batches b{{0.3F, -1.2F, 2.0F}, {-0.4F, 0.9F, 0.1F, 1.5F}};
  const Played at = critic(d, b);
  const Played descent = generator(d, b);
  constexpr float h = 1.0F / 128;
  const auto slope = [&](float& v, auto play) {
    const float before = v;
    v = before + h;
    const double up = play(d, b).objective.value;
    v = before - h;
    const double down = play(d, b).objective.value;
    v = before;
    return (up - down) / (2.0 * h);
  };
  for (std::size_t i = 0; i < b.real.size(); ++i) CHECK(std::abs(slope(b.real[i], critic) - at.real[i]) <= tolerance);
  for (std::size_t i = 0; i < b.fake.size(); ++i) {
    CHECK(std::abs(slope(b.fake[i], critic) - at.fake[i]) <= tolerance);
    CHECK(std::abs(slope(b.fake[i], generator) - descent.fake[i]) <= tolerance);
  }
}

}  // namespace

TEST_CASE("Rényi's bound and Donsker and Varadhan's agree with the golden values, and are tight at log p/q", "[unit]") {
  const auto& truth = zoo::golden()["renyi_variational"];
  const std::vector<double> p = truth["P"], q = truth["Q"], t = truth["T"];
  const auto r = renyi(number(truth["alpha"]));
  CHECK(error(critic(*r, batches(p, q, t)).objective.value, number(truth["bound(T)"])) <= as_floats);
  CHECK(error(critic(*r, batches(p, q, log_ratios())).objective.value, number(truth["R_alpha(P||Q)"])) <= as_floats);
  const auto dv = zoo::make("donsker_varadhan");
  CHECK(error(critic(*dv, batches(p, q, t)).objective.value, number(truth["DV(T)"])) <= as_floats);
  CHECK(error(critic(*dv, batches(p, q, log_ratios())).objective.value, number(truth["KL"])) <= as_floats);
}

TEST_CASE("Rényi's bound is tight for every order, and below the divergence for any other critic", "[unit]") {
  for (const double alpha : {0.2, 0.5, 0.9, 1.5, 2.0, 3.0}) {
    double sum = 0;
    for (std::size_t i = 0; i < five_p.size(); ++i) sum += std::pow(five_p[i], alpha) * std::pow(five_q[i], 1 - alpha);
    const double exact = std::log(sum) / (alpha - 1);
    const auto d = renyi(alpha);
    INFO("alpha = " << alpha);
    CHECK(error(critic(*d, batches(five_p, five_q, log_ratios())).objective.value, exact) <= as_floats);
    for (std::uint64_t k = 0; k < 50; ++k) {
      std::vector<double> v;
      for (std::uint64_t i = 0; i < 5; ++i) v.push_back(2 * Rng(k, Purpose::other).normal(i));
      CHECK(critic(*d, batches(five_p, five_q, v)).objective.value < exact);
    }
  }
}

TEST_CASE("Rényi's bound of order one is Donsker and Varadhan's, and their neighbours are near", "[unit]") {
  const Batches b{{0.3F, -1.2F, 2.0F}, {-0.4F, 0.9F, 0.1F, 1.5F}};
  const auto dv = zoo::make("donsker_varadhan");
  const double at = critic(*dv, b).objective.value;
  CHECK((critic(*renyi(1), b).objective.value == at));
  CHECK(std::abs(critic(*renyi(1 + 1e-7), b).objective.value - at) <= 1e-6);
  CHECK(std::abs(critic(*renyi(1 - 1e-7), b).objective.value - at) <= 1e-6);
}

TEST_CASE("Donsker and Varadhan's bound is never below the f-GAN's for KL with the same critic", "[unit]") {
  const auto dv = zoo::make("donsker_varadhan"), kl = zoo::make("kl");
  for (std::uint64_t k = 0; k < 100; ++k) {
    std::vector<double> v;
    for (std::uint64_t i = 0; i < 5; ++i) v.push_back(1.5 * Rng(k, Purpose::other).normal(i));
    const Batches b = batches(five_p, five_q, v);
    Batches shifted = b;  // kl's link reads v as T: DV's v is T − 1
    for (auto* side : {&shifted.real, &shifted.fake})
      for (float& s : *side) s += 1;
    CHECK(critic(*dv, b).objective.value >= critic(*kl, shifted).objective.value - 1e-6);
  }
}

TEST_CASE("a constant added to all scores changes neither bound", "[unit]") {
  Batches b{{0.5F, -1.25F, 2.0F}, {-0.5F, 1.0F, 0.25F, 1.5F}};
  for (const char* name : {"donsker_varadhan", "renyi"}) {
    const auto d = zoo::make(name);
    const double at = critic(*d, b).objective.value;
    Batches shifted = b;
    for (auto* side : {&shifted.real, &shifted.fake})
      for (float& s : *side) s += 64;
    CHECK(std::abs(critic(*d, shifted).objective.value - at) <= 1e-12);
  }
}

TEST_CASE("both players' gradients of the bounds and of the Fisher metric are differences", "[unit]") {
  check_gradients(*zoo::make("donsker_varadhan"), 1e-4);
  for (const double alpha : {0.3, 1.0, 2.5}) check_gradients(*renyi(alpha), 1e-3);
  Table t;
  t.set("rho", 0.5);
  const auto fisher = zoo::make("fisher", t);
  check_gradients(*fisher, 1e-4);
  for (int k = 0; k < 3; ++k)
    fisher->after_critic_update(critic(*fisher, {{3.0F, 2.0F}, {-2.0F, 1.0F}}).objective);  // now λ is not 0
  check_gradients(*fisher, 1e-3);
}

TEST_CASE("the bounds are zero-sum: the generator descends with the critic's own slopes", "[unit]") {
  const Batches b{{0.3F, -1.2F, 2.0F}, {-0.4F, 0.9F, 0.1F, 1.5F}};
  for (const char* name : {"donsker_varadhan", "renyi"}) {
    const auto d = zoo::make(name);
    CHECK(d->traits().zero_sum);
    CHECK(critic(*d, b).fake == generator(*d, b).fake);
    CHECK((d->estimate(b.p(), b.q()) == critic(*d, b).objective.estimate));
  }
  CHECK_FALSE(zoo::make("fisher")->traits().zero_sum);
}

TEST_CASE("no score is too large for the bounds, and their weights on a side sum to one", "[unit]") {
  for (const float size : {1.0F, 100.0F, 1e4F, 1e30F}) {
    const Batches b{{size, -size, 0}, {-size, 0.5F * size, 0}};
    for (const char* name : {"donsker_varadhan", "renyi"}) {
      const auto d = zoo::make(name);
      const Played played = critic(*d, b);
      INFO(name << " at " << size);
      CHECK(std::isfinite(played.objective.value));
      const double weight = std::string(name) == "renyi" ? 0.5 : 1;
      double real = 0, fake = 0;
      for (const float g : played.real) real += g;
      for (const float g : played.fake) fake += g;
      CHECK(std::abs(real - weight) <= 1e-6);
      CHECK(std::abs(fake + weight) <= 1e-6);
    }
  }
}

TEST_CASE("the Fisher metric's estimate is exact at the optimal critic, below it elsewhere, and has no scale",
          "[unit]") {
  std::vector<double> best;
  double triangular = 0;
  for (std::size_t i = 0; i < five_p.size(); ++i) {
    const double sum = five_p[i] + five_q[i], gap = five_p[i] - five_q[i];
    best.push_back(gap / sum);
    triangular += gap * gap / sum;
  }
  const auto d = zoo::make("fisher");
  const double metric = std::sqrt(2 * triangular);
  CHECK(error(critic(*d, batches(five_p, five_q, best)).objective.estimate, metric) <= as_floats);
  for (std::uint64_t k = 0; k < 50; ++k) {
    std::vector<double> v, tenfold;
    for (std::uint64_t i = 0; i < 5; ++i)
      v.push_back(Rng(k, Purpose::other).normal(i)), tenfold.push_back(10 * v.back());
    const double estimate = critic(*d, batches(five_p, five_q, v)).objective.estimate;
    CHECK(estimate < metric);
    CHECK(std::abs(critic(*d, batches(five_p, five_q, tenfold)).objective.estimate - estimate) <= 1e-5);
  }
  CHECK((critic(*d, {{0, 0}, {0, 0}}).objective.estimate == 0));
}

TEST_CASE("the Fisher metric of Gaussian pairs is the golden one", "[unit]") {
  std::ifstream file(GANZOO_TESTS_REFERENCE "/sample_distances.json");
  const auto golden = nlohmann::json::parse(file);
  const auto d = zoo::make("fisher");
  for (const auto& pair : golden["gaussian_1d"]) {
    const double mp = number(pair["P"]["mean"]), sp = number(pair["P"]["sigma"]);
    const double mq = number(pair["Q"]["mean"]), sq = number(pair["Q"]["sigma"]);
    const auto score = [&](double x) {  // the optimal critic, (p − q)/(p + q)
      const double log_ratio = 0.5 * (std::pow((x - mq) / sq, 2) - std::pow((x - mp) / sp, 2)) + std::log(sq / sp);
      return std::tanh(0.5 * log_ratio);
    };
    Batches b;
    const Rng rng(3, Purpose::other);
    for (std::uint64_t i = 0; i < 400'000; ++i) {
      b.real.push_back(static_cast<float>(score(mp + sp * rng.normal(2 * i))));
      b.fake.push_back(static_cast<float>(score(mq + sq * rng.normal(2 * i + 1))));
    }
    // Five standard errors of a mean of numbers within ±1.
    const double truth = number(pair["fisher_ipm (sup (E_P f-E_Q f)/sqrt((E_P f^2+E_Q f^2)/2))"]);
    const double moment = d->estimate(b.p(), b.q());
    INFO(moment << ", truth " << truth);
    CHECK(std::abs(moment - truth) <= 5 * 2 / std::sqrt(400'000.0));
  }
}

TEST_CASE("ascending the Fisher Lagrangian leads to the metric, with the critic's second moment one", "[unit]") {
  Table t;
  t.set("rho", 0.05);
  const auto d = zoo::make("fisher", t);
  std::vector<double> v{0.1, 0, 0, 0, 0};
  for (int k = 0; k < 20'000; ++k) {
    const Batches b = batches(five_p, five_q, v);
    const Played played = critic(*d, b);
    std::size_t i_real = 0, i_fake = 0;
    for (std::size_t i = 0; i < v.size(); ++i) {
      double slope = 0;
      for (long c = std::lround(20 * five_p[i]); c > 0; --c) slope += played.real[i_real++];
      for (long c = std::lround(20 * five_q[i]); c > 0; --c) slope += played.fake[i_fake++];
      v[i] += 0.2 * slope;
    }
    d->after_critic_update(played.objective);
  }
  double triangular = 0, moment = 0;
  for (std::size_t i = 0; i < v.size(); ++i) {
    triangular += std::pow(five_p[i] - five_q[i], 2) / (five_p[i] + five_q[i]);
    moment += 0.5 * (five_p[i] + five_q[i]) * v[i] * v[i];
  }
  CHECK(std::abs(moment - 1) <= 1e-3);
  CHECK(std::abs(critic(*d, batches(five_p, five_q, v)).objective.value - std::sqrt(2 * triangular)) <= 1e-3);
}

TEST_CASE("the Fisher multiplier is saved and loaded", "[unit]") {
  Table t;
  t.set("rho", 0.5);
  const auto one = zoo::make("fisher", t), other = zoo::make("fisher", t);
  const Batches b{{3.0F, 2.0F}, {-2.0F, 1.0F}};
  for (int k = 0; k < 3; ++k) one->after_critic_update(critic(*one, b).objective);
  Saved saved;
  Archive out = Archive::saver(saved);
  one->state(out);
  Archive in = Archive::loader(saved);
  other->state(in);
  CHECK((critic(*one, b).objective.value == critic(*other, b).objective.value));
  CHECK((critic(*zoo::make("fisher", t), b).objective.value != critic(*one, b).objective.value));
}
