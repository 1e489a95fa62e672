/// Small components that tests of training are made of: every formula is in sight.
#pragma once

#include <ganzoo/nn/kernels.hpp>
#include <ganzoo/nn/planner.hpp>
#include <ganzoo/train/probe.hpp>
#include <ganzoo/train/trainer.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fixtures {

using namespace ganzoo;

inline double softplus(double v) { return std::max(v, 0.0) + std::log1p(std::exp(-std::abs(v))); }
inline double sigmoid(double v) { return 1 / (1 + std::exp(-v)); }

/// Endless data: 3 + 0.5 ε in every direction.
struct Cloud : Data {
  explicit Cloud(std::int64_t d) : d_(d) {}
  Shape shape() const override { return {d_}; }
  void draw(Matrix batch, const Rng& rng) const override { rng.fill_normal(batch.flat(), 3, 0.5F); }
  std::int64_t d_;
};

/// Endless data of three classes: 2c + 0.5 ε in every direction.
struct Classes : Data {
  explicit Classes(std::int64_t d) : d_(d) {}
  Shape shape() const override { return {d_}; }
  int classes() const override { return 3; }
  void draw(Matrix batch, const Rng& rng) const override {
    rng.fill_normal(batch.flat(), 0, 0.5F);
    std::vector<Label> labels(static_cast<std::size_t>(batch.rows));
    draw_labels(labels, rng);
    for (std::int64_t i = 0; i < batch.rows; ++i)
      for (float& x : batch.row(i)) x += 2 * static_cast<float>(labels[static_cast<std::size_t>(i)]);
  }
  void draw_labels(std::span<Label> labels, const Rng& rng) const override {
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<Label>(rng.child(1).below(i, 3));
  }
  std::int64_t d_;
};

/// Finite data: sample i is the number i; the test split starts at 1000.
struct Numbers : Data {
  explicit Numbers(std::int64_t size) : size_(size) {}
  Shape shape() const override { return {1}; }
  std::int64_t size(Split split) const override { return split == Split::validation ? 0 : size_; }
  void fetch(Split split, std::span<const std::int64_t> indices, Matrix batch) const override {
    for (std::size_t i = 0; i < indices.size(); ++i)
      batch(static_cast<std::int64_t>(i), 0) = static_cast<float>(indices[i] + (split == Split::test ? 1000 : 0));
  }
  std::int64_t size_;
};

struct MadeGenerator : Generator {
  MadeGenerator(std::int64_t z, nn::LayerPtr layer) : z_(z), layer_(std::move(layer)) {}
  Shape noise(const Shape&) const override { return {z_}; }
  nn::LayerPtr build(const Shape&) const override { return layer_; }
  std::int64_t z_;
  nn::LayerPtr layer_;
};

struct MadeDiscriminator : Discriminator {
  explicit MadeDiscriminator(nn::LayerPtr layer) : layer_(std::move(layer)) {}
  nn::LayerPtr build(const Shape&) const override { return layer_; }
  nn::LayerPtr layer_;
};

/// A two-player loss of one real score and one fake score, by its terms and their slopes.
struct Game2 : Divergence {
  struct Term {
    double value, slope;
  };
  std::function<Term(double)> real, fake;  ///< the critic ascends mean real(v) + mean fake(v)
  std::function<Term(double)> loss;        ///< the generator descends mean loss(v)
  bool zero_sum = false;

  DivergenceTraits traits() const override { return {.zero_sum = zero_sum}; }
  static double mean(const std::function<Term(double)>& term, ConstMatrix v, Matrix gradient) {
    double sum = 0;
    const auto n = static_cast<double>(v.rows);
    for (std::int64_t i = 0; i < v.rows; ++i) {
      const Term t = term(v(i, 0));
      sum += t.value / n;
      gradient(i, 0) = static_cast<float>(t.slope / n);
    }
    return sum;
  }
  Objective critic(ConstMatrix r, ConstMatrix f, Matrix dr, Matrix df) override {
    const double value = mean(real, r, dr) + mean(fake, f, df);
    return {.value = value, .estimate = value};
  }
  Objective generator(ConstMatrix, ConstMatrix f, Matrix, Matrix df) override { return {.value = mean(loss, f, df)}; }
};

inline Game2::Term log_sigmoid(double v) { return {-softplus(-v), sigmoid(-v)}; }
inline Game2::Term log_one_minus_sigmoid(double v) { return {-softplus(v), -sigmoid(v)}; }

inline std::unique_ptr<Game2> minimax() {
  auto game = std::make_unique<Game2>();
  game->real = log_sigmoid;
  game->fake = game->loss = log_one_minus_sigmoid;
  game->zero_sum = true;
  return game;
}
inline std::unique_ptr<Game2> non_saturating() {
  auto game = minimax();
  game->loss = [](double v) { return Game2::Term{softplus(-v), -sigmoid(-v)}; };
  game->zero_sum = false;
  return game;
}
inline std::unique_ptr<Game2> difference() {
  auto game = minimax();
  game->real = [](double v) { return Game2::Term{v, 1}; };
  game->fake = game->loss = [](double v) { return Game2::Term{-v, -1}; };
  return game;
}

/// Relativistic logistic game: the generator's objective needs the real scores too.
struct Relativistic : Divergence {
  DivergenceTraits traits() const override { return {.needs_real_scores = true}; }
  static Objective pairs(double sign, ConstMatrix r, ConstMatrix f, Matrix dr, Matrix df) {
    Objective objective;
    const auto n = static_cast<double>(r.rows);
    for (std::int64_t i = 0; i < r.rows; ++i) {
      const double v = sign * (static_cast<double>(r(i, 0)) - f(i, 0));
      objective.value += -softplus(-v) / n;
      dr(i, 0) = static_cast<float>(sign * sigmoid(-v) / n);
      df(i, 0) = -dr(i, 0);
    }
    return objective;
  }
  Objective critic(ConstMatrix r, ConstMatrix f, Matrix dr, Matrix df) override { return pairs(1, r, f, dr, df); }
  /// Descends E softplus(r − f).
  Objective generator(ConstMatrix r, ConstMatrix f, Matrix dr, Matrix df) override {
    Objective objective = pairs(-1, r, f, dr, df);
    objective.value = -objective.value;
    for (float& g : dr.flat()) g = -g;
    for (float& g : df.flat()) g = -g;
    return objective;
  }
};

/// ½ (mean real − mean fake)² summed over the dimensions: a distance without a critic.
struct MeanDistance : Divergence {
  DivergenceTraits traits() const override { return {.needs_critic = false}; }
  Objective critic(ConstMatrix, ConstMatrix, Matrix, Matrix) override { return {}; }
  Objective generator(ConstMatrix, ConstMatrix, Matrix, Matrix) override { return {}; }
  Objective distance(ConstMatrix real, ConstMatrix fake, Matrix gradient, const Rng&) override {
    Objective objective{.estimate = 0};
    for (std::int64_t j = 0; j < real.columns; ++j) {
      double gap = 0;
      for (std::int64_t i = 0; i < real.rows; ++i)
        gap += (static_cast<double>(fake(i, j)) - real(i, j)) / static_cast<double>(real.rows);
      objective.value += gap * gap / 2;
      for (std::int64_t i = 0; i < real.rows; ++i)
        gradient(i, j) = static_cast<float>(gap / static_cast<double>(real.rows));
    }
    objective.estimate = objective.value;
    return objective;
  }
};

struct Sgd : Optimizer {
  explicit Sgd(double r) : base(r) {}
  void attach(const nn::Parameters& p) override { velocity = std::vector<float>(p.values().size()); }
  void update(nn::Parameters& p, const UpdateStep& s) override {
    nn::sgd_update(p.values(), p.gradients(), velocity, rate(s), momentum, s.ascend);
    if (log) log->push_back(s);
  }
  double rate(const UpdateStep& s) const override { return base * s.rate; }
  void state(Archive& a) override { a("velocity", std::span<float>(velocity)); }
  double base, momentum = 0;
  std::vector<float> velocity;
  std::vector<UpdateStep>* log = nullptr;
};

struct FixedTurn : Scheduler {
  explicit FixedTurn(Turn t) : turn(t) {}
  Turn next(const Progress&) override { return turn; }
  Turn turn;
};

inline Turn critic_first(std::int64_t k = 1) { return {.critic_steps = k}; }
inline Turn generator_first(std::int64_t k = 1) { return {.critic_steps = k, .order = Turn::Order::generator_first}; }
inline Turn simultaneous() { return {.order = Turn::Order::simultaneous}; }

/// A layer that only claims to mix the samples of a batch.
struct ClaimsToMix : nn::Layer {
  explicit ClaimsToMix(nn::LayerPtr l) : layer(std::move(l)) {}
  std::string name() const override { return layer->name(); }
  Shape output(const Shape& in) const override { return layer->output(in); }
  void declare(nn::Parameters& p, const Shape& in) const override { layer->declare(p, in); }
  bool mixes_samples() const override { return true; }
  bool curved() const override { return layer->curved(); }
  std::unique_ptr<nn::Step> plan(nn::Planner& p, const nn::Use& u, const nn::Port& in,
                                 const nn::Port& out) const override {
    return layer->plan(p, u, in, out);
  }
  nn::LayerPtr layer;
};

/// Everything for a small game; change what a test is about.
struct Setting {
  std::int64_t z = 2, d = 2;
  nn::LayerPtr generator = nn::sequential({nn::dense(3), nn::tanh(), nn::dense(2)});
  nn::LayerPtr critic = nn::sequential({nn::dense(4), nn::tanh(), nn::dense(1)});
  std::function<std::unique_ptr<Divergence>()> divergence = minimax;
  std::function<std::unique_ptr<Data>()> data;
  std::function<std::vector<std::unique_ptr<Regularizer>>()> regularizers;
  Turn turn;
  double critic_rate = 0.2, generator_rate = 0.1, momentum = 0;
  TrainingOptions options{.steps = 1000, .seed = 7, .batch = 5};
  std::vector<UpdateStep>* critic_log = nullptr;
  std::vector<UpdateStep>* generator_log = nullptr;

  Players players() const {
    Players p;
    p.data = data ? data() : std::make_unique<Cloud>(d);
    p.generator = std::make_unique<MadeGenerator>(z, generator);
    p.discriminator = std::make_unique<MadeDiscriminator>(critic);
    p.divergence = divergence();
    if (regularizers) p.regularizers = regularizers();
    p.scheduler = std::make_unique<FixedTurn>(turn);
    auto g = std::make_unique<Sgd>(generator_rate), c = std::make_unique<Sgd>(critic_rate);
    g->momentum = c->momentum = momentum;
    g->log = generator_log;
    c->log = critic_log;
    p.generator_optimizer = std::move(g);
    p.critic_optimizer = std::move(c);
    return p;
  }
  std::unique_ptr<Trainer> trainer() const { return std::make_unique<Trainer>(players(), options); }
};

inline std::vector<float> copy(std::span<const float> values) { return {values.begin(), values.end()}; }

/// All weights of both players.
inline std::vector<float> weights(Trainer& trainer) {
  std::vector<float> all = copy(trainer.generator_parameters().values());
  if (trainer.critic_parameters())
    all.insert(all.end(), trainer.critic_parameters()->values().begin(), trainer.critic_parameters()->values().end());
  return all;
}

}  // namespace fixtures
