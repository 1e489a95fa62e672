#include <algorithm>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/rematch.hpp>
#include <string>

namespace {

/// How far the two players are from a Nash equilibrium: what each could still gain alone.
struct DualityGap : ganzoo::Metric, ganzoo::AsksForRematch {
  static constexpr ganzoo::About about{
      .title = "duality gap",
      .source = "Grnarova et al., A domain agnostic measure for monitoring and evaluating GANs, NeurIPS 2019, eq. 3",
      .summary =
          "V(best critic for this generator) − V(best generator for this critic), V being what the critic ascends: 0 "
          "at "
          "an equilibrium alone. Each best is what so many updates on a copy find, at the optimizers' first rates; the "
          "critic is tried from where it stands and from new weights. Fewer updates find less, so it is a lower bound "
          "but for sampling."};

  std::int64_t critic_updates = 200, generator_updates = 200;
  int samples = 0;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("critic_updates", &DualityGap::critic_updates, ganzoo::closed(1, 1e6), "of each critic's copy"),
      ganzoo::parameter("generator_updates", &DualityGap::generator_updates, ganzoo::closed(1, 1e6),
                        "of the generator's copy"),
      ganzoo::parameter("samples", &DualityGap::samples, ganzoo::at_least(0),
                        "real and generated samples; 0: metrics.samples")};

  std::vector<ganzoo::Quantity> quantities() const override {
    using Better = ganzoo::Quantity::Better;
    return {{.name = "gap",
             .unit = "1",
             .better = Better::lower,
             .meaning = "what both could gain",
             .depends_on = {"divergence"}},
            {.name = "critic_gain",
             .unit = "1",
             .better = Better::neither,
             .meaning = "how far the best critic found ascends",
             .depends_on = {"divergence"}},
            {.name = "generator_gain",
             .unit = "1",
             .better = Better::neither,
             .meaning = "how far the generator descends",
             .depends_on = {"divergence"}}};
  }

  void accept(const ganzoo::Data&, const ganzoo::Generator&, const ganzoo::Divergence& divergence) const override {
    if (!divergence.traits().needs_critic) refuse("the divergence has no critic, so there is no game");
  }

  void offer(const ganzoo::Rematch& rematch) override { rematch_ = rematch; }

  void evaluate(const ganzoo::Evaluation& evaluation, std::int64_t given, std::span<double> values) override {
    if (!rematch_.as_it_stands) refuse("samples alone play no game");
    const std::int64_t count = samples > 0 ? samples : given;
    const double now = rematch_.as_it_stands(count);
    const double onward = rematch_.of_critic(critic_updates, false, count);
    evaluation.poll();
    const double anew = rematch_.of_critic(critic_updates, true, count);
    evaluation.poll();
    values[1] = std::max(onward, anew) - now;
    values[2] = now - rematch_.of_generator(generator_updates, count);
    values[0] = values[1] + values[2];
  }

 private:
  [[noreturn]] static void refuse(const char* reason) {
    throw ganzoo::Error(ganzoo::Exit::usage, std::string("metric duality_gap: ") + reason);
  }
  ganzoo::Rematch rematch_;
};

}  // namespace

GANZOO_PLUGIN(DualityGap)
