#include <algorithm>

#include "adam_moments.hpp"

namespace {

/// Adam runs ahead for some updates; then weights that stay behind follow it part of the way, and it goes on from there.
/// In games, where fast steps circle, the way back is what damps them.
struct Lookahead : ganzoo::Optimizer, ganzoo::optimizers::AdamMoments {
  static constexpr ganzoo::About about{
      .title = "lookahead around Adam",
      .source =
          "Zhang, Lucas, Hinton & Ba, NeurIPS 2019; of games: Chavdarova, Pagliardini, Stich, Fleuret & Jaggi, ICLR "
          "2021",
      .summary =
          "After each `period` of Adam's updates: slow ← slow + pull·(w − slow), w ← slow. Each player counts its "
          "own updates; where both have this optimizer and k critic steps, k times the period keeps them in time."};

  int period = 5;
  ganzoo::Ramp pull = 0.5;
  static constexpr auto parameters = std::tuple_cat(
      moment_parameters, std::tuple{ganzoo::parameter("period", &Lookahead::period, ganzoo::at_least(1),
                                                      "updates from one pull to the next"),
                                    ganzoo::parameter("pull", &Lookahead::pull, ganzoo::closed(0, 1),
                                                      "how far the slow weights follow; 1: all the way, Adam alone")});

  void attach(const ganzoo::nn::Parameters& parameters) override {
    take_memory(parameters.numbers().size());
    slow_.assign(parameters.numbers().begin(), parameters.numbers().end());
  }

  void update(ganzoo::nn::Parameters& parameters, const ganzoo::UpdateStep& s) override {
    ganzoo::nn::adam_update(parameters, first_, second_, next(s, s.ascend));
    if (++ahead_ < period) return;
    ahead_ = 0;
    ganzoo::nn::approach(slow_, parameters.numbers(), pull.at(s.step, s.steps));
    std::ranges::copy(slow_, parameters.values().begin());
  }
  double rate(const ganzoo::UpdateStep& s) const override { return rate_at(s); }

  void state(ganzoo::Archive& archive) override {
    moments_state(archive);
    archive("slow_weights", std::span<float>(slow_));
    archive("ahead", ahead_);
  }

 private:
  std::vector<float> slow_;
  std::int64_t ahead_ = 0;  ///< updates since the last pull
};

}  // namespace

GANZOO_PLUGIN(Lookahead)
