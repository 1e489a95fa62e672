/// The Dirac GAN (Mescheder, Geiger & Nowozin, ICML 2018): every step of the golden trajectories, as the trainer takes it.
#include "support/catch.hpp"
#include "train/fixtures.hpp"

#include <nlohmann/json.hpp>

#include <fstream>

using namespace fixtures;
using nlohmann::json;

namespace {

struct ClipAt : Regularizer {
  explicit ClipAt(double c) : bound(c) {}
  void after_update(nn::Parameters& critic, const Moment&) override { nn::clip(critic.values(), bound); }
  double bound;
};

/// weight · E(‖∇ₓD‖ − target)², at the real samples; target 0 and weight γ/2 make it R1.
struct GradientPenalty : Regularizer {
  GradientPenalty(double w, double t) : weight(w), target(t) {}
  bool penalises_inputs() const override { return true; }
  double input_penalty(CriticProbe& probe, const Moment&, const Rng&) override {
    std::ranges::copy(probe.real().flat(), probe.points().data);
    const ConstMatrix gradient = probe.gradient();
    const auto n = static_cast<double>(gradient.rows);
    double penalty = 0;
    for (std::int64_t i = 0; i < gradient.rows; ++i) {
      double square = 0;
      for (const float g : gradient.row(i)) square += static_cast<double>(g) * g;
      const double norm = std::sqrt(square), excess = norm - target;
      penalty += weight * excess * excess / n;
      for (std::int64_t j = 0; j < gradient.columns; ++j)
        probe.direction()(i, j) = norm > 0 ? static_cast<float>(2 * weight * excess * gradient(i, j) / norm / n) : 0.0F;
    }
    probe.descend();
    return penalty;
  }
  double weight, target;
};

/// ± σ in turn, to real and fake samples alike: exact with a batch of two.
struct TwoPointNoise : Regularizer {
  explicit TwoPointNoise(double s) : sigma(s) {}
  bool changes_batch() const override { return true; }
  void on_batch(Matrix real, Matrix fake, const Moment&, const Rng&) override {
    for (const Matrix& half : {real, fake})
      for (std::int64_t i = 0; i < half.rows; ++i) half(i, 0) += static_cast<float>(i % 2 ? sigma : -sigma);
  }
  double sigma;
};

std::unique_ptr<Regularizer> regularizer(const json& run) {
  const std::string method = run["method"];
  const json& p = run["params"];
  if (method == "wgan_clip") return std::make_unique<ClipAt>(p["c"].get<double>());
  if (method.starts_with("wgan_gp")) return std::make_unique<GradientPenalty>(p["lambda"].get<double>(), p.value("target", 0.0));
  if (method.ends_with("_r1")) return std::make_unique<GradientPenalty>(p["gamma"].get<double>() / 2, 0.0);
  if (method.ends_with("_twopoint")) return std::make_unique<TwoPointNoise>(p["sigma"].get<double>());
  return nullptr;
}

Setting setting_of(const json& run) {
  const std::string method = run["method"], scheme = run["scheme"];
  Setting s;
  s.z = s.d = 1;
  s.generator = std::make_shared<Point>();
  s.critic = nn::sequential({nn::dense(1, {}, false)});
  s.data = [] { return std::make_unique<Zero>(); };
  s.divergence = method.starts_with("wgan") ? difference : method.starts_with("non") ? non_saturating : minimax;
  s.regularizers = [&run] {
    std::vector<std::unique_ptr<Regularizer>> all;
    if (auto one = regularizer(run)) all.push_back(std::move(one));
    return all;
  };
  const std::int64_t k = run["n_critic"];
  s.turn = scheme == "simultaneous" ? simultaneous() : scheme == "alternating_D_first" ? critic_first(k) : generator_first(k);
  s.generator_rate = run["lr_g"];
  s.critic_rate = run["lr_d"];
  s.options.batch = 2;
  return s;
}

}  // namespace

TEST_CASE("each step from each golden iterate of the Dirac GAN lands on the next", "[unit]") {
  const json golden = json::parse(std::ifstream(GANZOO_TESTS_REFERENCE "/dirac_gan.json"));
  REQUIRE(golden["runs"].size() > 40);
  for (const json& run : golden["runs"]) {
    INFO(run["method"] << " " << run["scheme"] << " " << run["params"].dump());
    const auto trainer = setting_of(run).trainer();
    float& theta = trainer->generator_parameters().value(0)[0];
    float& psi = trainer->critic_parameters()->value(0)[0];
    double worst = 0;
    for (std::size_t i = 0; i + 1 < run["theta"].size(); ++i) {
      theta = static_cast<float>(run["theta"][i].get<double>());
      psi = static_cast<float>(run["psi"][i].get<double>());
      trainer->step();
      const double t = run["theta"][i + 1], p = run["psi"][i + 1];
      worst = std::max(worst, std::max(std::abs(theta - t), std::abs(psi - p)) / std::max(1.0, std::hypot(t, p)));
    }
    CHECK(worst <= 1e-5);
  }
}
