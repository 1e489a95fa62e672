#include <algorithm>
#include <cmath>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/train/laws/lipschitz.hpp>
#include <ganzoo/train/laws/networks.hpp>

namespace ganzoo::laws {
namespace {

constexpr std::int64_t pairs = 16;
constexpr int halvings = 16;  // a score's rounding stays below 1 % of its change over the piece that is left

double distance(ConstMatrix a, ConstMatrix b, std::int64_t row) {
  double square = 0;
  for (std::int64_t j = 0; j < a.columns; ++j) square += std::pow(double{a(row, j)} - b(row, j), 2);
  return std::sqrt(square);
}

}  // namespace

double steepest(nn::Network& network, double spread) {
  nn::Engine engine;
  const auto plan = network.plan(engine, {.batch = pairs, .update_statistics = false});
  fill_labels(*plan);
  const std::int64_t columns = plan->input().columns;
  OwnedMatrix a(pairs, columns), b(pairs, columns), middle(pairs, columns);
  Rng(7, Purpose::other, 20).fill_normal(a.view().flat(), 0, static_cast<float>(spread));
  Rng(7, Purpose::other, 21).fill_normal(b.view().flat(), 0, static_cast<float>(spread));
  const auto scores = [&](const OwnedMatrix& x) {
    std::ranges::copy(x.view().flat(), plan->input().data);
    plan->randomize(Rng(7, Purpose::critic_layers));
    plan->forward();
    std::vector<double> first;
    for (std::int64_t i = 0; i < pairs; ++i) first.push_back(plan->output()(i, 0));
    return first;
  };
  std::vector<double> at_a = scores(a), at_b = scores(b);
  double steepest = 0;
  for (int halving = 0; halving < halvings; ++halving) {
    for (std::int64_t i = 0; i < pairs * columns; ++i)
      middle.view().data[i] = 0.5F * (a.view().data[i] + b.view().data[i]);
    const std::vector<double> at_middle = scores(middle);
    for (std::int64_t i = 0; i < pairs; ++i) {
      const auto k = static_cast<std::size_t>(i);
      const bool left = std::abs(at_middle[k] - at_a[k]) > std::abs(at_b[k] - at_middle[k]);
      std::ranges::copy(middle.view().row(i), (left ? b : a).view().row(i).begin());
      (left ? at_b : at_a)[k] = at_middle[k];
      const double change = std::abs(at_b[k] - at_a[k]);
      const bool above_rounding = change > 1e-5 * std::max(std::abs(at_a[k]), std::abs(at_b[k]));
      if (above_rounding) steepest = std::max(steepest, change / distance(a, b, i));
    }
  }
  return steepest;
}

}  // namespace ganzoo::laws
