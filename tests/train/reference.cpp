/// Float training on planned networks against an independent GAN in plain double loops.
#include "support/catch.hpp"
#include "train/fixtures.hpp"

using namespace fixtures;

namespace {

using Vector = std::vector<double>;

/// y = W₂ tanh(W₁ x + b₁) + b₂, one sample at a time.
struct Mlp {
  std::size_t in, hidden, out;
  Vector w1, b1, w2, b2, dw1, db1, dw2, db2;

  Mlp(const nn::Parameters& p, std::size_t i, std::size_t h, std::size_t o) : in(i), hidden(h), out(o) {
    const auto take = [&](const char* name) {
      const auto v = p.value(p.find(name));
      return Vector(v.begin(), v.end());
    };
    w1 = take("dense_0/weight"), b1 = take("dense_0/bias"), w2 = take("dense_1/weight"), b2 = take("dense_1/bias");
    clear();
  }
  void clear() {
    dw1.assign(w1.size(), 0), db1.assign(b1.size(), 0), dw2.assign(w2.size(), 0), db2.assign(b2.size(), 0);
  }
  Vector hide(const Vector& x) const {
    Vector h(hidden);
    for (std::size_t j = 0; j < hidden; ++j) {
      double a = b1[j];
      for (std::size_t i = 0; i < in; ++i) a += w1[j * in + i] * x[i];
      h[j] = std::tanh(a);
    }
    return h;
  }
  Vector operator()(const Vector& x) const {
    const Vector h = hide(x);
    Vector y = b2;
    for (std::size_t k = 0; k < out; ++k)
      for (std::size_t j = 0; j < hidden; ++j) y[k] += w2[k * hidden + j] * h[j];
    return y;
  }
  /// Adds to the weight gradients; returns the input's.
  Vector backward(const Vector& x, const Vector& dy) {
    const Vector h = hide(x);
    Vector dx(in);
    for (std::size_t k = 0; k < out; ++k) db2[k] += dy[k];
    for (std::size_t j = 0; j < hidden; ++j) {
      double dh = 0;
      for (std::size_t k = 0; k < out; ++k) {
        dw2[k * hidden + j] += dy[k] * h[j];
        dh += dy[k] * w2[k * hidden + j];
      }
      const double da = dh * (1 - h[j] * h[j]);
      db1[j] += da;
      for (std::size_t i = 0; i < in; ++i) {
        dw1[j * in + i] += da * x[i];
        dx[i] += da * w1[j * in + i];
      }
    }
    return dx;
  }
  void move(double rate) {
    const auto go = [&](Vector& w, const Vector& d) {
      for (std::size_t i = 0; i < w.size(); ++i) w[i] += rate * d[i];
    };
    go(w1, dw1), go(b1, db1), go(w2, dw2), go(b2, db2);
    clear();
  }
  void clip(double bound) {
    for (Vector* v : {&w1, &b1, &w2, &b2})
      for (double& x : *v) x = std::clamp(x, -bound, bound);
  }
  /// Relative, absolute below 1.
  double distance(const nn::Parameters& p) const {
    double worst = 0;
    const auto compare = [&](const char* name, const Vector& v) {
      const auto f = p.value(p.find(name));
      for (std::size_t i = 0; i < v.size(); ++i)
        worst = std::max(worst, std::abs(v[i] - f[i]) / std::max(1.0, std::abs(v[i])));
    };
    compare("dense_0/weight", w1), compare("dense_0/bias", b1), compare("dense_1/weight", w2),
        compare("dense_1/bias", b2);
    return worst;
  }
};

/// The game of `Setting` once more, sample by sample.
struct Reference {
  Setting setting;
  Mlp g, c;
  std::shared_ptr<Divergence> divergence = setting.divergence();
  double clip = 0, lecam = 0;
  std::int64_t step = 0, updates = 0;

  Reference(const Setting& s, Trainer& trainer)
      : setting(s), g(trainer.generator_parameters(), 2, 3, 2), c(*trainer.critic_parameters(), 2, 4, 1) {}

  std::vector<Vector> rows(Purpose purpose, std::int64_t update, float mean, float std) const {
    OwnedMatrix m(setting.options.batch, 2);
    Rng(setting.options.seed, purpose, static_cast<std::uint64_t>(update)).fill_normal(m.view().flat(), mean, std);
    std::vector<Vector> all;
    for (std::int64_t i = 0; i < m.rows; ++i) all.push_back({m.view()(i, 0), m.view()(i, 1)});
    return all;
  }
  struct Scored {
    OwnedMatrix v, dv;
  };
  Scored score(const std::vector<Vector>& x) const {
    Scored s{OwnedMatrix(setting.options.batch, 1), OwnedMatrix(setting.options.batch, 1)};
    for (std::size_t i = 0; i < x.size(); ++i)
      s.v.view()(static_cast<std::int64_t>(i), 0) = static_cast<float>(c(x[i])[0]);
    return s;
  }
  std::vector<Vector> imagine(const std::vector<Vector>& z) const {
    std::vector<Vector> x;
    for (const Vector& one : z) x.push_back(g(one));
    return x;
  }
  void critic_gradient(const std::vector<Vector>& real, const std::vector<Vector>& fake) {
    Scored r = score(real), f = score(fake);
    divergence->critic(r.v, f.v, r.dv, f.dv);
    for (std::size_t i = 0; i < real.size(); ++i) {
      const auto row = static_cast<std::int64_t>(i);
      c.backward(real[i], {r.dv.view()(row, 0) - lecam * r.v.view()(row, 0)});
      c.backward(fake[i], {f.dv.view()(row, 0) - lecam * f.v.view()(row, 0)});
    }
  }
  void generator_gradient(const std::vector<Vector>& real, const std::vector<Vector>& z) {
    const auto x = imagine(z);
    Scored r = score(real), f = score(x);
    divergence->generator(r.v, f.v, r.dv, f.dv);
    Mlp judge = c;  // its weight gradients go nowhere
    for (std::size_t i = 0; i < x.size(); ++i)
      g.backward(z[i], judge.backward(x[i], {f.dv.view()(static_cast<std::int64_t>(i), 0)}));
  }
  void move_critic() {
    c.move(setting.critic_rate);
    if (clip > 0) c.clip(clip);
    ++updates;
  }
  void update_critic() {
    critic_gradient(rows(Purpose::data, updates, 3, 0.5F), imagine(rows(Purpose::critic_noise, updates, 0, 1)));
    move_critic();
  }
  void update_generator() {
    generator_gradient(rows(Purpose::generator_data, step, 3, 0.5F), rows(Purpose::generator_noise, step, 0, 1));
    g.move(-setting.generator_rate);
    ++step;
  }
  void update_both() {
    const auto real = rows(Purpose::data, updates, 3, 0.5F), z = rows(Purpose::critic_noise, updates, 0, 1);
    critic_gradient(real, imagine(z));
    generator_gradient(real, z);
    move_critic();
    g.move(-setting.generator_rate);
    ++step;
  }
  void turn() {
    using Order = Turn::Order;
    if (setting.turn.order == Order::simultaneous) return update_both();
    if (setting.turn.order == Order::generator_first) update_generator();
    for (int k = 0; k < setting.turn.critic_steps; ++k) update_critic();
    if (setting.turn.order == Order::critic_first) update_generator();
  }
};

/// The largest difference of any weight over 30 turns.
double worst_difference(const Setting& setting, double clip = 0, double lecam = 0) {
  const auto trainer = setting.trainer();
  Reference reference(setting, *trainer);
  reference.clip = clip;
  reference.lecam = lecam;
  double worst = 0;
  for (int i = 0; i < 30; ++i) {
    trainer->step();
    reference.turn();
    worst = std::max({worst, reference.g.distance(trainer->generator_parameters()),
                      reference.c.distance(*trainer->critic_parameters())});
  }
  return worst;
}

struct Clip : Regularizer {
  void after_update(nn::Parameters& critic, const Moment&) override { nn::clip(critic.values(), 0.3); }
};

/// ¼ (E v² + E u²) of real scores v and fake scores u.
struct PullScores : Regularizer {
  static double pull(ConstMatrix scores, Matrix gradient) {
    double sum = 0;
    const auto n = static_cast<double>(scores.rows);
    for (std::int64_t i = 0; i < scores.rows; ++i) {
      sum += 0.25 * scores(i, 0) * scores(i, 0) / n;
      gradient(i, 0) += static_cast<float>(0.5 * scores(i, 0) / n);
    }
    return sum;
  }
  bool penalises_scores() const override { return true; }
  double score_penalty(ConstMatrix real, ConstMatrix fake, Matrix dr, Matrix df, const Moment&) override {
    return pull(real, dr) + pull(fake, df);
  }
};

template <class R>
std::vector<std::unique_ptr<Regularizer>> one() {
  std::vector<std::unique_ptr<Regularizer>> all;
  all.push_back(std::make_unique<R>());
  return all;
}

const std::vector<Turn> every_order{critic_first(), critic_first(3), generator_first(2), simultaneous()};

}  // namespace

TEST_CASE("float training follows a GAN in plain double loops, whatever the order and the loss", "[unit]") {
  Setting setting;
  for (const Turn& turn : every_order)
    for (const auto& divergence : {minimax, non_saturating, difference}) {
      setting.turn = turn;
      setting.divergence = divergence;
      setting.critic_rate = 0.05;  // a faster critic soon amplifies a last bit
      CHECK(worst_difference(setting) <= 1e-5);
    }
}

TEST_CASE("a game that scores real samples for the generator follows the double loops", "[unit]") {
  Setting setting;
  setting.divergence = [] { return std::make_unique<Relativistic>(); };
  for (const Turn& turn : every_order) {
    setting.turn = turn;
    CHECK(worst_difference(setting) <= 1e-5);
  }
}

TEST_CASE("clipping after each critic update, and on the initial critic, follows the double loops", "[unit]") {
  Setting setting;
  setting.regularizers = one<Clip>;
  for (const Turn& turn : every_order) {
    setting.turn = turn;
    CHECK(worst_difference(setting, 0.3) <= 1e-5);
  }
  const auto trainer = setting.trainer();
  for (const float w : trainer->critic_parameters()->values()) CHECK(std::abs(w) <= 0.3F);
}

TEST_CASE("a penalty on scores moves the critic alone", "[unit]") {
  Setting setting;
  setting.regularizers = one<PullScores>;
  for (const Turn& turn : every_order) {
    setting.turn = turn;
    CHECK(worst_difference(setting, 0, 0.5 / setting.options.batch) <= 1e-5);
  }
}

TEST_CASE("a critic that mixes samples is planned twice, the second pass accumulating", "[unit]") {
  Setting setting;
  setting.critic_rate = 0.05;
  setting.critic = nn::sequential({std::make_shared<ClaimsToMix>(nn::dense(4)), nn::tanh(), nn::dense(1)});
  for (const Turn& turn : every_order)
    for (const auto& divergence : {minimax, non_saturating}) {
      setting.turn = turn;
      setting.divergence = divergence;
      CHECK(worst_difference(setting) <= 1e-5);
    }
}
