// Games: the golden losses at the optimal and at a given critic, and gradients as differences.
#include "support/catch.hpp"
#include "zoo.hpp"

using namespace ganzoo;
using zoo::error;
using zoo::number;

namespace {

struct Batches {
  std::vector<float> real, fake;  ///< scores, each point as often as its probability times `count`
};

/// Batches whose means are the expectations: probabilities are multiples of 1/count.
Batches batches(const nlohmann::json& pair, const std::vector<double>& critic, int count) {
  Batches b;
  for (std::size_t i = 0; i < critic.size(); ++i) {
    for (int k = 0; k < std::lround(number(pair["P"][i]) * count); ++k) b.real.push_back(static_cast<float>(critic[i]));
    for (int k = 0; k < std::lround(number(pair["Q"][i]) * count); ++k) b.fake.push_back(static_cast<float>(critic[i]));
  }
  return b;
}

/// Every real score against every fake one: the expectation over P ⊗ Q.
Batches all_pairs(const Batches& b) {
  Batches pairs;
  for (float x : b.real)
    for (float y : b.fake) {
      pairs.real.push_back(x);
      pairs.fake.push_back(y);
    }
  return pairs;
}

struct Losses {
  double critic, generator;
};

Losses losses(Divergence& d, const Batches& b) {
  std::vector<float> real_gradient(b.real.size()), fake_gradient(b.fake.size());
  const auto n = static_cast<std::int64_t>(b.real.size()), m = static_cast<std::int64_t>(b.fake.size());
  const ConstMatrix real{b.real.data(), n, 1}, fake{b.fake.data(), m, 1};
  const Matrix rg{real_gradient.data(), n, 1}, fg{fake_gradient.data(), m, 1};
  const double critic = -d.critic(real, fake, rg, fg).value;
  return {critic,
          d.traits().needs_real_scores ? d.generator(real, fake, rg, fg).value : d.generator({}, fake, {}, fg).value};
}

/// The worst difference between a player's gradient and the differences of its objective.
double gradient_gap(Divergence& d, bool of_critic) {
  Batches b{{0.3F, -1.2F, 2.0F}, {-0.4F, 0.9F, 0.1F}};
  const auto play = [&](std::vector<float>& gradient) {
    gradient.assign(6, 0);
    const ConstMatrix real{b.real.data(), 3, 1}, fake{b.fake.data(), 3, 1};
    const Matrix rg{gradient.data(), 3, 1}, fg{gradient.data() + 3, 3, 1};
    if (of_critic) return d.critic(real, fake, rg, fg).value;
    return d.traits().needs_real_scores ? d.generator(real, fake, rg, fg).value : d.generator({}, fake, {}, fg).value;
  };
  std::vector<float> at, ignored;
  play(at);
  double worst = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    float& v = i < 3 ? b.real[i] : b.fake[i - 3];
    const float before = v, h = 1.0F / 256;
    v = before + h;
    const double up = play(ignored);
    v = before - h;
    const double down = play(ignored);
    v = before;
    worst = std::max(worst, std::abs((up - down) / (2.0 * h) - at[i]));
  }
  return worst;
}

std::unique_ptr<Divergence> relativistic(const char* name, const char* loss) {
  Table parameters;
  parameters.set("loss", loss);
  return zoo::make(name, parameters);
}

std::unique_ptr<Divergence> least_squares(double a, double b, double c) {
  Table parameters;
  parameters.set("a", a);
  parameters.set("b", b);
  parameters.set("c", c);
  return zoo::make("least_squares", parameters);
}

}  // namespace

TEST_CASE("games have their golden losses at the optimal and at a given critic", "[unit]") {
  constexpr double tolerance = 1e-6;  // scores are floats
  for (const auto& [name, truth] : zoo::golden()["gan_losses"]["optimal"].items()) {
    const auto& pair = zoo::golden()["discrete"][name];
    const int count = name == "bern" || name == "tri" ? 10 : name == "five" ? 20 : 72;
    const std::vector<double> critic = truth["critic"];
    std::vector<double> sign, fit01, fit11;
    bool exact = true;
    for (std::size_t i = 0; i < critic.size(); ++i) {
      const double p = number(pair["P"][i]), q = number(pair["Q"][i]);
      exact = exact && std::abs(p * count - std::lround(p * count)) < 1e-9 &&
              std::abs(q * count - std::lround(q * count)) < 1e-9;
      sign.push_back(p > q ? 1 : p < q ? -1 : 0);
      fit01.push_back(p / (p + q));
      fit11.push_back((p - q) / (p + q));
    }
    INFO(name);
    if (!exact) continue;
    const auto expect = [&](const char* key, double got) {
      INFO(key << ": " << got << ", truth " << truth[key]);
      CHECK(error(got, number(truth[key])) <= tolerance);
    };
    const auto hinge = losses(*zoo::make("hinge"), batches(pair, sign, count));
    expect("hinge_D_loss_at_opt", hinge.critic);
    expect("hinge_G_at_opt = -E_Q D*", hinge.generator);
    const auto ls = losses(*least_squares(0, 1, 1), batches(pair, fit01, count));
    expect("lsgan01_D_loss_at_opt", ls.critic);
    expect("lsgan01_G_at_opt = 0.5E_Q (D*-1)^2", ls.generator);
    expect("lsgan_m1p1_D_loss_at_opt", losses(*least_squares(-1, 1, 0), batches(pair, fit11, count)).critic);
    const Batches given = batches(pair, critic, count);
    const auto paired = losses(*relativistic("relativistic", "logistic"), all_pairs(given));
    expect("rsgan_D_loss(critic)", paired.critic);
    expect("rsgan_G_loss(critic)", paired.generator);
    const auto averaged = losses(*relativistic("relativistic_average", "logistic"), given);
    expect("rasgan_D_loss(critic) = E_P softplus(-(C-E_Q C)) + E_Q softplus(C-E_P C)", averaged.critic);
    expect("rasgan_G_loss(critic) = E_P softplus(C-E_Q C) + E_Q softplus(-(C-E_P C))", averaged.generator);
    expect("ralsgan_D_loss(critic) = E_P (C-E_Q C-1)^2 + E_Q (C-E_P C+1)^2",
           losses(*relativistic("relativistic_average", "least_squares"), given).critic);
    expect("rahinge_D_loss(critic) = E_P relu(1-(C-E_Q C)) + E_Q relu(1+(C-E_P C))",
           losses(*relativistic("relativistic_average", "hinge"), given).critic);
    expect("wgan_critic_objective(critic) = E_P C - E_Q C", -losses(*zoo::make("wasserstein"), given).critic);
  }
}

TEST_CASE("both players' gradients of every game are the differences of its objectives", "[unit]") {
  for (const char* loss : {"logistic", "hinge", "least_squares"})
    for (const char* name : {"relativistic", "relativistic_average"}) {
      INFO(name << " " << loss);
      CHECK(gradient_gap(*relativistic(name, loss), true) <= 1e-4);
      CHECK(gradient_gap(*relativistic(name, loss), false) <= 1e-4);
      CHECK(relativistic(name, loss)->traits().needs_real_scores);
    }
  for (const char* name : {"hinge", "least_squares", "wasserstein"}) {
    INFO(name);
    CHECK(gradient_gap(*zoo::make(name), true) <= 1e-4);
    CHECK(gradient_gap(*zoo::make(name), false) <= 1e-4);
    CHECK_FALSE(zoo::make(name)->traits().needs_real_scores);
  }
}

TEST_CASE("a paired game refuses batches of different sizes", "[unit]") {
  const auto game = zoo::make("relativistic");
  std::vector<float> real(2), fake(3), rg(2), fg(3);
  CHECK_THROWS_AS(game->critic({real.data(), 2, 1}, {fake.data(), 3, 1}, {rg.data(), 2, 1}, {fg.data(), 3, 1}),
                  std::invalid_argument);
}
