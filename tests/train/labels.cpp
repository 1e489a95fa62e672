// Labels: which sample has which, that they reach both networks, and the layers that look them up.
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/train/dealer.hpp>
#include <ganzoo/train/evaluations.hpp>
#include <ganzoo/train/labels.hpp>
#include <ganzoo/train/laws/networks.hpp>

#include "fixtures.hpp"
#include "support/catch.hpp"

using namespace ganzoo;
using namespace fixtures;

namespace {

/// Sample i is the number i, of class i mod 3.
struct Remainders : Numbers {
  using Numbers::Numbers;
  int classes() const override { return 3; }
  void fetch_labels(Split, std::span<const std::int64_t> indices, std::span<Label> labels) const override {
    for (std::size_t i = 0; i < indices.size(); ++i) labels[i] = static_cast<Label>(indices[i] % 3);
  }
};

nn::LayerPtr conditional_generator() { return nn::sequential({nn::class_embedding(3, 2), nn::dense(2)}); }
nn::LayerPtr projecting_critic() {
  return nn::sequential({nn::dense(4), nn::tanh(), nn::residual(nn::dense(1), nn::class_projection(3))});
}

Setting conditional() {
  Setting setting;
  setting.generator = conditional_generator();
  setting.critic = projecting_critic();
  setting.data = [] { return std::make_unique<Classes>(2); };
  return setting;
}

/// The output of a layer for one sample of a class, with parameters 1, 2, 3, … as they are declared.
std::vector<float> of_class(const nn::LayerPtr& layer, std::vector<float> x, const Shape& in, Label label) {
  nn::Network network("n", layer, in);
  for (float next = 1; const auto& entry : network.parameters().entries())
    for (float& w : network.parameters().value(network.parameters().find(entry.name))) w = next++;
  nn::Engine engine;
  const auto plan = network.plan(engine, {.batch = 1, .training = false, .update_statistics = false});
  std::ranges::copy(x, plan->input().data);
  plan->labels()[0] = label;
  plan->forward();
  return copy(plan->output().flat());
}

}  // namespace

TEST_CASE("class layers compute what their formulas say", "[unit]") {
  using Floats = std::vector<float>;
  CHECK(of_class(nn::class_embedding(2, 3), {7, 8}, {2}, 0) == Floats{7, 8, 1, 2, 3});
  CHECK(of_class(nn::class_embedding(2, 3), {7, 8}, {2}, 1) == Floats{7, 8, 4, 5, 6});
  CHECK(of_class(nn::class_embedding(2, 1), {7, 8}, {2, 1, 1}, 1) == Floats{7, 2, 8, 2});
  // scale [[1, 2], [3, 4]], shift [[5, 6], [7, 8]]
  CHECK(of_class(nn::class_scale_shift(2), {10, 20, 30, 40}, {1, 2, 2}, 0) == Floats{15, 46, 35, 86});
  CHECK(of_class(nn::class_scale_shift(2), {10, 20, 30, 40}, {1, 2, 2}, 1) == Floats{37, 88, 97, 168});
  CHECK(of_class(nn::class_projection(2), {10, 20}, {2}, 0) == Floats{50});
  CHECK(of_class(nn::class_projection(2), {10, 20}, {2}, 1) == Floats{110});
}

TEST_CASE("class layers are refused classes and sizes that are none", "[unit]") {
  CHECK_THROWS_WITH(nn::class_embedding(1, 3), "class_embedding.classes is 1, but must be at least 2");
  CHECK_THROWS_WITH(nn::class_embedding(2, 0), "class_embedding.size is 0, but must be positive");
  CHECK_THROWS_WITH(nn::class_scale_shift(0), "class_scale_shift.classes is 0, but must be at least 2");
  CHECK_THROWS_WITH(nn::Network("n", nn::class_projection(2), Shape{2, 2, 1}),
                    "n.class_projection_0.input is 2×2×1, but must be one-dimensional");
}

TEST_CASE("class layers satisfy the laws of slopes, passes and double backward", "[unit]") {
  const std::vector<std::pair<nn::LayerPtr, Shape>> networks{
      {nn::sequential({nn::class_embedding(3, 2), nn::dense(6), nn::tanh(), nn::class_scale_shift(3), nn::tanh(),
                       nn::residual(nn::dense(1), nn::class_projection(3))}),
       Shape{4}},
      {nn::sequential({nn::dense(6), nn::tanh(), nn::class_embedding(3, 2), nn::dense(3), nn::tanh(), nn::dense(1)}),
       Shape{4}},
      {nn::sequential({nn::class_embedding(3, 2), nn::conv2d(3), nn::batch_norm(), nn::class_scale_shift(3), nn::tanh(),
                       nn::flatten(),
                       nn::residual(nn::spectral_norm(nn::dense(1)), nn::spectral_norm(nn::class_projection(3)))}),
       Shape{5, 5, 2}}};
  for (const auto& [layer, in] : networks) {
    nn::Network network("n", layer, in);
    network.parameters().initialise(8);
    laws::settle(network);
    CHECK(laws::slopes(network).value_or("") == "");
    CHECK(laws::passes(network).value_or("") == "");
    CHECK(laws::double_backward(network).value_or("") == "");
  }
}

TEST_CASE("each label of a batch is its sample's, and the fakes have the labels of the reals", "[unit]") {
  const Remainders data(10);  // batches of four: epochs end within them
  const MadeGenerator generator(2, conditional_generator());
  Board board(4, 2, 1, 1, true);
  Dealer dealer(data, {"independent", generator.uniform_noise(), 4}, board, {7});
  for (std::int64_t update = 0; update < 9; ++update) {
    dealer.deal_critic(update);
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(board.labels[i] == static_cast<Label>(board.samples.real()(static_cast<std::int64_t>(i), 0)) % 3);
      CHECK(board.labels[4 + i] == board.labels[i]);
    }
    dealer.deal_generator(update, false);
    const auto alone = board.labels;
    dealer.deal_generator(update, true);
    CHECK(board.labels == alone);
    CHECK(alone[0] == static_cast<Label>(board.samples.real()(0, 0)) % 3);
  }
}

TEST_CASE("evaluations know the labels of their real samples, however many were asked for before", "[unit]") {
  const Remainders finite(30);
  Evaluations few(finite, {2}, false, 3, 4), many(finite, {2}, false, 3, 4);
  const ConstMatrix real = few.real(30);
  few.labels(5);
  const auto labels = few.labels(40);
  for (std::size_t i = 0; i < 40; ++i)
    CHECK(labels[i] == static_cast<Label>(real(static_cast<std::int64_t>(i % 30), 0) - 1000) % 3);
  CHECK(std::ranges::equal(many.labels(40), labels));

  const Classes endless(1);
  Evaluations drawn(endless, {2}, false, 3, 4);
  const ConstMatrix x = drawn.real(2000);
  std::int64_t right = 0;
  for (std::size_t i = 0; i < 2000; ++i)
    right += std::lround(x(static_cast<std::int64_t>(i), 0) / 2) == drawn.labels(2000)[i];
  CHECK(right > 1800);  // the border to the next class is 2σ away: 96 % are right
}

TEST_CASE("a generator that is told the class learns each class's own place", "[unit]") {
  Setting setting = conditional();
  setting.divergence = non_saturating;
  setting.options.batch = 64;
  setting.critic_rate = 0.1;
  const auto trainer = setting.trainer();
  for (int i = 0; i < 1000; ++i) trainer->step();
  REQUIRE(trainer->takes_labels());
  OwnedMatrix noise(90, 2), samples(90, 2);
  Rng(1, Purpose::other).fill_normal(noise.view().flat(), 0, 1);
  std::vector<Label> labels(90);
  for (std::size_t i = 0; i < 90; ++i) labels[i] = static_cast<Label>(i / 30);
  trainer->sample(noise, samples, false, labels);
  for (std::int64_t c = 0; c < 3; ++c) {
    double mean = 0;
    for (std::int64_t i = 30 * c; i < 30 * (c + 1); ++i) mean += samples.view()(i, 0) / 30.0;
    CHECK(std::abs(mean - 2 * static_cast<double>(c)) < 0.7);
  }
}

TEST_CASE("players that do not both take labels are refused, and labels that are no class", "[unit]") {
  Setting setting = conditional();
  setting.critic = nn::dense(1);
  CHECK_THROWS_WITH(
      setting.trainer(),
      "generator.conditional is true, but the discriminator takes no labels: nothing would tie a sample to "
      "its label");
  setting = conditional();
  setting.generator = nn::dense(2);
  CHECK_THROWS_WITH(setting.trainer(),
                    "the discriminator takes labels, but the generator does not: its samples would have labels that it "
                    "never saw");
  setting = conditional();
  setting.divergence = [] { return std::make_unique<MeanDistance>(); };
  CHECK_THROWS_WITH(setting.trainer(),
                    "generator.conditional is true, but nothing judges its labels: the divergence has no critic");
  const std::vector<Label> labels{0, 2, 3};
  CHECK_THROWS_WITH(require_below(3, labels), "the data's label of sample 2 of a batch is 3, but must be in [0, 3)");
  CHECK_THROWS_WITH(require_classes("generator.conditional", 0),
                    "generator.conditional is true, but must be false: the data has no labels");
}

TEST_CASE("metrics that ask a conditional critic for scores are refused, and are given labels", "[unit]") {
  const auto trainer = conditional().trainer();
  const Evaluation e = trainer->evaluation(false);
  OwnedMatrix x(2, 2);
  std::vector<float> scores(2);
  CHECK_THROWS_WITH(e.score(x, scores),
                    "a metric asks a conditional critic for the score of a sample without a label, which it has not");
  REQUIRE(e.real_labels);
  REQUIRE(e.fake_labels);
  CHECK(std::ranges::equal(e.real_labels(20), e.fake_labels(20)));
  CHECK(e.fake(20).rows == 20);
}

TEST_CASE("a rematch gives each sample its label, and a player's best answer gains", "[unit]") {
  Setting setting = conditional();
  setting.options.rematches = true;
  const auto trainer = setting.trainer();
  const Rematch rematch = trainer->rematch();
  const double now = rematch.as_it_stands(300);
  CHECK(rematch.of_critic(0, false, 300) == now);
  CHECK(rematch.of_critic(200, false, 300) > now);
}
