/// A penalty at the batch's own samples shares the pass that scores them: the same training as by a pass of its own.
#include "support/catch.hpp"
#include "train/fixtures.hpp"

using namespace fixtures;

namespace {

/// E‖∇ₓD‖² at the real samples or at the fakes, every `every`-th critic update.
struct Penalty : Regularizer {
  Penalty(Look where, bool share, int every) : where_(where), share_(share), every_(every) {}
  bool penalises_inputs() const override { return true; }
  Look look() const override { return share_ ? where_ : Look::points; }
  double input_penalty(CriticProbe& probe, const Moment& moment, const Rng&) override {
    if (moment.critic_updates % every_ != 0) return 0;
    const ConstMatrix samples = where_ == Look::real ? probe.real() : probe.fake();
    if (!share_) std::ranges::copy(samples.flat(), probe.points().data);
    const ConstMatrix gradient = probe.gradient();
    CHECK(std::ranges::equal(probe.points().flat(), samples.flat()));
    double penalty = 0;
    for (std::size_t i = 0; i < gradient.flat().size(); ++i) {
      const float g = gradient.flat()[i];
      penalty += double{g} * double{g} / static_cast<double>(gradient.rows);
      probe.direction().flat()[i] = 2 * g / static_cast<float>(gradient.rows);
    }
    probe.descend();
    return penalty;
  }
  Look where_;
  bool share_;
  int every_;
};

struct Run {
  std::vector<float> weights;
  double penalty = 0;
};

Run train(Setting setting, const std::vector<Look>& looks, bool share, int every) {
  setting.regularizers = [&] {
    std::vector<std::unique_ptr<Regularizer>> all;
    for (const Look look : looks) all.push_back(std::make_unique<Penalty>(look, share, every));
    return all;
  };
  const auto trainer = setting.trainer();
  for (int i = 0; i < 12; ++i) trainer->step();
  return {weights(*trainer), trainer->take_row()["penalty"]};
}

}  // namespace

TEST_CASE("a penalty that shares the scores' pass trains as one with a pass of its own", "[unit]") {
  const std::vector<nn::LayerPtr> critics{
      nn::sequential({nn::dense(9), nn::leaky_relu(0.2), nn::dense(6), nn::relu(), nn::dense(1)}),
      nn::sequential({nn::dense(9), nn::tanh(), nn::dense(1)})};  // which cannot share
  const std::vector<std::vector<Look>> penalties{
      {Look::real}, {Look::fake}, {Look::real, Look::fake}, {Look::fake, Look::fake, Look::real}};
  for (std::size_t c = 0; c < critics.size(); ++c) {
    for (const Turn& turn : {critic_first(2), generator_first(), simultaneous()}) {
      for (const auto& divergence : {minimax, non_saturating}) {
        for (std::size_t p = 0; p < penalties.size(); ++p) {
          for (const int every : {1, 3}) {
            CAPTURE(c, turn.order, p, every);
            Setting setting;
            setting.critic = critics[c];
            setting.turn = turn;
            setting.divergence = divergence;
            const Run own = train(setting, penalties[p], false, every),
                      shared = train(setting, penalties[p], true, every);
            double worst = std::abs(own.penalty - shared.penalty);
            for (std::size_t i = 0; i < own.weights.size(); ++i)
              worst = std::max(worst, std::abs(double{own.weights[i]} - double{shared.weights[i]}));
            CHECK(worst <= 1e-5);
            CHECK(own.penalty > 1e-3);
          }
        }
      }
    }
  }
}
