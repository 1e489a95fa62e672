#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/train/critic_view.hpp>
#include <ganzoo/train/laws/jensen_shannon.hpp>
#include <ganzoo/train/laws/metric_scene.hpp>
#include <ganzoo/train/rematch.hpp>

namespace ganzoo::laws {
namespace {

ConstMatrix first(const OwnedMatrix& all, std::int64_t n) {
  return all.view().slice(0, std::min(n, MetricScene::samples));
}

}  // namespace

KnownModes::KnownModes(std::int64_t d) : modes_{OwnedMatrix(3, d), {1.0 / 3, 1.0 / 3, 1.0 / 3}, 0.25} {
  for (std::int64_t i = 0; i < 3; ++i)
    for (std::int64_t j = 0; j < d; ++j) modes_.centres.view()(i, j) = static_cast<float>(j == 0 ? 4 * (i - 1) : i % 2);
}

std::optional<Distribution> KnownModes::density() const {
  if (modes_.centres.columns != 1) return std::nullopt;
  return Distribution::of_mixture({{1.0 / 3, -4, 0.25}, {1.0 / 3, 0, 0.25}, {1 - 2.0 / 3, 4, 0.25}});
}

void KnownModes::draw(Matrix batch, const Rng& rng) const {
  rng.child(1).fill_normal(batch.flat(), 0, 0.25F);
  for (std::int64_t i = 0; i < batch.rows; ++i) {
    const auto mode = static_cast<std::int64_t>(rng.child(0).below(static_cast<std::uint64_t>(i), 3));
    for (std::int64_t j = 0; j < batch.columns; ++j) batch(i, j) += modes_.centres.view()(mode, j);
  }
}

nn::LayerPtr MovedModes::build(const Shape&) const { return nn::sequential({nn::scale_shift(1, 0)}); }

std::optional<Distribution> MovedModes::density(const nn::Parameters&) const {
  auto d = data.density();
  if (d)
    for (auto& c : d->mixture) c.mean += shift;
  return d;
}

MetricScene::MetricScene(std::int64_t d, double shift, std::int64_t axis)
    : data(d),
      generator(data, shift),
      divergence(std::make_unique<f_divergence<JensenShannon>>()),
      network("generator", generator.build({d}), {d}),
      real(samples, d),
      fake(samples, d),
      validation(samples, d) {
  divergence->prepare();
  network.parameters().initialise(0);
  data.draw(real, Rng(9, Purpose::evaluation_data));
  data.draw(fake, Rng(9, Purpose::evaluation_noise));
  data.draw(validation, Rng(9, Purpose::other));
  for (std::int64_t i = 0; i < samples * d; ++i)
    if (axis == all_axes || i % d == axis) fake.view().data[i] += static_cast<float>(shift);
  evaluation.data = &data;
  evaluation.generator = &generator;
  evaluation.generator_parameters = &network.parameters();
  evaluation.divergence = divergence.get();
  evaluation.real = [this](std::int64_t n) {
    reals_asked = std::max(reals_asked, n);
    return first(real, n);
  };
  evaluation.fake = [this](std::int64_t n) {
    fakes_asked = std::max(fakes_asked, n);
    return first(fake, n);
  };
  evaluation.split = [this](Split split, std::int64_t n) {
    return first(split == Split::validation ? validation : real, n);
  };
  evaluation.score = [](ConstMatrix x, std::span<float> scores) {
    for (std::int64_t i = 0; i < x.rows; ++i) scores[static_cast<std::size_t>(i)] = -0.2F * x(i, 0);
  };
}

namespace {

/// The critic that scores: v = −0.2 x₀, with any weights.
void show_critic(Metric& metric, const nn::Parameters* weights) {
  auto* looks = dynamic_cast<LooksIntoCritic*>(&metric);
  if (!looks) return;
  looks->look_into({weights, [](ConstMatrix samples, Matrix slopes) {
                      for (std::int64_t i = 0; i < samples.size(); ++i)
                        slopes.data[i] = i % samples.columns == 0 ? -0.2F : 0.0F;
                    }});
}

double mean_of_first(ConstMatrix x) {
  double sum = 0;
  for (std::int64_t i = 0; i < x.rows; ++i) sum += x(i, 0);
  return sum / static_cast<double>(x.rows);
}

/// A game of that critic, which ascends E_P v − E_Q v: it would gain as much again, a generator brings it to 0.
void offer_rematch(Metric& metric, const Evaluation& evaluation) {
  auto* asks = dynamic_cast<AsksForRematch*>(&metric);
  if (!asks) return;
  const auto far = [&evaluation](std::int64_t n) {
    return 0.2 * std::abs(mean_of_first(evaluation.real(n)) - mean_of_first(evaluation.fake(n)));
  };
  asks->offer({.as_it_stands = far,
               .of_critic = [far](std::int64_t, bool, std::int64_t n) { return 2 * far(n); },
               .of_generator = [far](std::int64_t, std::int64_t n) { return 0 * far(n); }});
}

}  // namespace

std::vector<double> MetricScene::values(Metric& metric, std::int64_t n) const {
  std::vector<double> all(metric.quantities().size(), untouched);
  show_critic(metric, evaluation.generator_parameters);
  offer_rematch(metric, evaluation);
  metric.evaluate(evaluation, n, all);
  return all;
}

std::int64_t accepted_dimensions(const Metric& metric) {
  for (const std::int64_t d : {1, 2}) {
    const MetricScene scene(d, 0);
    try {
      metric.accept(scene.data, scene.generator, *scene.divergence);
      return d;
    } catch (const Error&) {  // it says why; another scene may suit it
    }
  }
  return 0;
}

}  // namespace ganzoo::laws
