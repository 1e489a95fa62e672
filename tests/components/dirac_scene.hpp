/// The Dirac GAN: its golden trajectories, its players as a trainer has them and in double.
#pragma once

#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/trainer.hpp>
#include <numbers>

#include "make.hpp"

namespace dirac_scene {

using namespace ganzoo;
using nlohmann::json;

template <class T>
std::unique_ptr<T> component(const std::string& name, const Table& table = {}) {
  static Registry registry;
  return registry.make<T>(name, table);
}

inline Table table(std::initializer_list<std::pair<const char*, Value>> entries) {
  Table t;
  for (const auto& [key, value] : entries) t.set(key, value);
  return t;
}

inline const json& golden_runs() {
  static const json file = reference("dirac_gan.json");
  return file.at("runs");
}

inline bool is(const json& run, const char* part) {
  return run["method"].get<std::string>().find(part) != std::string::npos;
}
inline bool is_gaussian(const json& run) { return is(run, "_gauss"); }
/// The sign of ψ flips at each step, so that float's rounding doubles: the trajectory in float is another one.
inline bool is_chaotic_in_float(const json& run) {
  return run["method"] == "wgan_gp" && run["scheme"] == "simultaneous" && run["lr_d"] == 0.5;
}
inline double number(const json& run, const char* parameter) { return run["params"][parameter].get<double>(); }
inline std::string title(const json& run) {
  return run["method"].get<std::string>() + " " + run["scheme"].get<std::string>() + " " + run["params"].dump() +
         " rate " + run["lr_d"].dump() + " k " + run["n_critic"].dump();
}

inline std::unique_ptr<Divergence> divergence(const json& run) {
  if (is(run, "wgan")) return component<Divergence>("wasserstein");
  const char* loss = is(run, "nonsaturating") ? "non_saturating" : "saturating";
  return component<Divergence>("minimax", table({{"generator_loss", loss}}));
}

inline std::unique_ptr<Regularizer> regularizer(const json& run) {
  const auto make = [](const char* name, const Table& t) { return component<Regularizer>(name, t); };
  if (is(run, "_clip")) return make("weight_clip", table({{"bound", number(run, "c")}}));
  if (is(run, "_gp")) {
    return make("gradient_penalty", table({{"lambda", number(run, "lambda")}, {"target", number(run, "target")}}));
  }
  if (is(run, "_r1")) return make("r1", table({{"gamma", number(run, "gamma")}}));
  if (is(run, "noise")) {
    const char* law = is_gaussian(run) ? "normal" : "two_point";
    return make("instance_noise", table({{"std", number(run, "sigma")}, {"law", law}}));
  }
  return nullptr;
}

inline std::unique_ptr<Scheduler> scheduler(const json& run) {
  if (run["scheme"] == "simultaneous") return component<Scheduler>("simultaneous");
  const char* first = run["scheme"] == "alternating_G_first" ? "generator" : "critic";
  return component<Scheduler>("alternating", table({{"critic_steps", run["n_critic"].get<int>()}, {"first", first}}));
}

/// A run as an experiment would have it, from (1, 1).
inline std::unique_ptr<Trainer> trainer_of(const json& run, int batch) {
  Players p;
  p.data = component<Data>("point");
  p.generator = component<Generator>("dirac");
  p.discriminator = component<Discriminator>("linear");
  p.divergence = divergence(run);
  if (auto one = regularizer(run)) p.regularizers.push_back(std::move(one));
  p.scheduler = scheduler(run);
  p.generator_optimizer = component<Optimizer>("sgd", table({{"rate", run["lr_g"].get<double>()}}));
  p.critic_optimizer = component<Optimizer>("sgd", table({{"rate", run["lr_d"].get<double>()}}));
  return std::make_unique<Trainer>(std::move(p), TrainingOptions{.steps = 200, .seed = 7, .batch = batch});
}

struct Point {
  double theta, psi;
};
inline Point golden(const json& run, std::size_t i) { return {run["theta"][i], run["psi"][i]}; }
inline double distance(const Point& a, const Point& b) {
  return std::max(std::abs(a.theta - b.theta), std::abs(a.psi - b.psi)) / std::max(1.0, std::hypot(b.theta, b.psi));
}

inline float& theta_of(Trainer& trainer) { return trainer.generator_parameters().value(0)[0]; }
inline float& psi_of(Trainer& trainer) { return trainer.critic_parameters()->value(0)[0]; }
inline Point stand(Trainer& trainer) { return {double{theta_of(trainer)}, double{psi_of(trainer)}}; }
inline void place(Trainer& trainer, const Point& at) {
  theta_of(trainer) = static_cast<float>(at.theta);
  psi_of(trainer) = static_cast<float>(at.psi);
}

/// What a number adds to a gradient: its expectation over the noise, and its variance.
struct Expectation {
  double mean = 0, variance = 0;
};

/// The same game in double, from the divergence's own terms and the penalties' definitions.
class DoubleGame {
 public:
  explicit DoubleGame(const json& run)
      : run_(run),
        divergence_(divergence(run)),
        f_(divergence_->mathematics()),
        non_saturating_(is(run, "nonsaturating")) {
    const double sigma = is(run, "noise") ? number(run, "sigma") : 0;
    if (is_gaussian(run)) {
      constexpr double h = 1.0 / 16;  // the trapezium rule of a Gaussian: exact to double's last digits
      for (int i = -150; i <= 150; ++i)
        noise_.push_back({i * h * sigma, h * std::exp(-i * h * i * h / 2) / std::sqrt(2 * std::numbers::pi)});
    } else if (sigma > 0) {
      noise_ = {{-sigma, 0.5}, {sigma, 0.5}};
    } else {
      noise_ = {{0, 1}};
    }
  }

  /// What the generator's point goes up, each at one noise.
  Expectation theta_slope(const Point& at) const {
    return expect([&](double e) {
      const double v = at.psi * (at.theta + e);
      return at.psi * (non_saturating_ ? real_slope(v) : fake_slope(v));
    });
  }
  /// What the critic's slope goes up.
  Expectation psi_slope(const Point& at) const {
    const Expectation real = expect([&](double e) { return e * real_slope(at.psi * e); });
    const Expectation fake = expect([&](double e) { return (at.theta + e) * fake_slope(at.psi * (at.theta + e)); });
    return {real.mean - fake.mean - penalty_slope(at.psi), real.variance + fake.variance};
  }

  Point next(Point at) const {
    const double rate_g = run_["lr_g"], rate_d = run_["lr_d"];
    const auto move_theta = [&](const Point& from) { at.theta += rate_g * theta_slope(from).mean; };
    const auto move_psi = [&](const Point& from) { at.psi = clipped(at.psi + rate_d * psi_slope(from).mean); };
    if (run_["scheme"] == "simultaneous") {
      const Point from = at;
      move_theta(from);
      move_psi(from);
      return at;
    }
    const bool generator_first = run_["scheme"] == "alternating_G_first";
    if (generator_first) move_theta(at);
    for (int k = 0; k < run_["n_critic"]; ++k) move_psi(at);
    if (!generator_first) move_theta(at);
    return at;
  }

 private:
  struct Node {
    double at, weight;
  };

  template <class F>
  Expectation expect(const F& f) const {
    double mean = 0, square = 0;
    for (const Node& node : noise_) {
      const double value = f(node.at);
      mean += node.weight * value;
      square += node.weight * value * value;
    }
    return {mean, std::max(0.0, square - mean * mean)};
  }
  double real_slope(double v) const { return f_ ? f_->activation(v, Link::published).first : 1; }
  double fake_slope(double v) const { return f_ ? f_->fused(v, Link::published).first : 1; }
  double penalty_slope(double psi) const {
    if (is(run_, "_r1")) return number(run_, "gamma") * psi;
    if (!is(run_, "_gp") || psi == 0) return 0;
    return 2 * number(run_, "lambda") * (std::abs(psi) - number(run_, "target")) * std::copysign(1.0, psi);
  }
  double clipped(double psi) const {
    return is(run_, "_clip") ? std::clamp(psi, -number(run_, "c"), number(run_, "c")) : psi;
  }

  const json& run_;
  std::unique_ptr<Divergence> divergence_;
  const FDivergence* f_;  ///< null: Wasserstein
  bool non_saturating_;
  std::vector<Node> noise_;
};

}  // namespace dirac_scene
