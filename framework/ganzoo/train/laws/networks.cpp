#include <algorithm>
#include <cmath>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/train/informed.hpp>
#include <ganzoo/train/laws/jensen_shannon.hpp>
#include <ganzoo/train/laws/networks.hpp>

namespace ganzoo::laws {

const std::vector<Shape>& sample_shapes() {
  static const std::vector<Shape> all{{1}, {2}, {5}, {28, 28, 1}, {32, 32, 3}, {16, 16, 1}};
  return all;
}

std::vector<float> numbers_of(ConstMatrix matrix) { return {matrix.flat().begin(), matrix.flat().end()}; }

void fill_labels(const nn::Plan& plan) {
  for (nn::Label next = 0; nn::Label & label : plan.labels()) label = next++ % classes;
}

namespace {

PointDensityPtr gaussian(std::int64_t d, double mean, double std) {
  const auto n = static_cast<std::size_t>(d);
  return point_density({Bell{1, std::vector<double>(n, mean), std::vector<double>(n, std)}});
}

}  // namespace

void inform(Discriminator& discriminator, const Shape& sample) {
  auto* informed = dynamic_cast<Informed*>(&discriminator);
  if (!informed) return;
  static f_divergence<JensenShannon> js;
  js.prepare();
  const double apart = 0.25 / std::sqrt(static_cast<double>(sample.size()));  // together as far, whatever the dimension
  informed->inform({gaussian(sample.size(), 0, 1), gaussian(sample.size(), apart, 1 + apart), &js});
}

OwnedMatrix output(nn::Network& network, std::int64_t rows, bool training, std::uint64_t stream, int passes) {
  nn::Engine engine;
  const auto plan =
      network.plan(engine, {.batch = static_cast<int>(rows), .training = training, .update_statistics = false});
  fill_labels(*plan);
  Rng(7, Purpose::other, stream).fill_normal(plan->input().flat(), 0, 1);
  for (int pass = 0; pass < passes; ++pass) {
    plan->randomize(Rng(7, Purpose::critic_layers));
    plan->forward();
  }
  OwnedMatrix out(rows, plan->output().columns);
  std::ranges::copy(plan->output().flat(), out.view().data);
  return out;
}

void settle(nn::Network& network) {
  if (network.parameters().statistics().empty()) return;
  nn::Engine engine;
  const auto plan = network.plan(engine, {.batch = 3, .update_statistics = true});
  fill_labels(*plan);
  for (std::uint64_t pass = 0; pass < 40; ++pass) {
    Rng(7, Purpose::other, 100 + pass).fill_normal(plan->input().flat(), 0, 1);
    plan->randomize(Rng(7, Purpose::critic_layers));
    plan->forward();
  }
}

Counterexample finite_output(nn::Network& network) {
  for (const bool training : {true, false}) {
    const OwnedMatrix once = output(network, 4, training), again = output(network, 4, training, 0, 3);
    for (const float x : once.view().flat())
      if (!std::isfinite(x)) return fmt::format("it puts out {}{}", x, training ? " in training" : "");
    if (!std::ranges::equal(once.view().flat(), again.view().flat()))
      return "the same input gives another output another time";
  }
  return {};
}

Counterexample mixes(nn::Network& network) {
  if (network.mixes_samples()) return {};
  nn::Engine engine;
  const auto plan = network.plan(engine, {.batch = 4, .update_statistics = false});
  fill_labels(*plan);
  const auto last_row = [&](std::uint64_t others) {
    const Matrix in = plan->input();
    Rng(7, Purpose::other, others).fill_normal(in.flat(), 0, 1);
    Rng(7, Purpose::other, 1).fill_normal(in.row(3), 0, 1);
    plan->randomize(Rng(7, Purpose::critic_layers));
    plan->forward();
    return std::vector<float>(plan->output().row(3).begin(), plan->output().row(3).end());
  };
  const std::vector<float> here = last_row(2), there = last_row(3);
  for (std::size_t i = 0; i < here.size(); ++i)
    if (!(std::abs(here[i] - there[i]) <= 1e-5 * (1 + std::abs(here[i]))))
      return fmt::format(
          "the output of a sample is {:.7g} in one batch and {:.7g} in another, but mixes_samples() is false", here[i],
          there[i]);
  return {};
}

Counterexample uses_input(nn::Network& network) {
  const OwnedMatrix one = output(network, 4, false, 1), two = output(network, 4, false, 2);
  if (std::ranges::equal(one.view().flat(), two.view().flat())) return "the output does not depend on the input";
  return {};
}

}  // namespace ganzoo::laws
