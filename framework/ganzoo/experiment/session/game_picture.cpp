#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/experiment/session/game_picture.hpp>
#include <ganzoo/train/densities.hpp>
#include <limits>

namespace ganzoo::experiment {
namespace {

constexpr std::int64_t line_points = 256, across = 32, ways = 65;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// `count` numbers from low to high, both included.
OwnedMatrix grid(double low, double high, std::int64_t count) {
  OwnedMatrix x(count, 1);
  for (std::int64_t i = 0; i < count; ++i)
    x.view()(i, 0) = static_cast<float>(low + (high - low) * static_cast<double>(i) / static_cast<double>(count - 1));
  return x;
}

/// The real samples' range of one of `d` coordinates, a quarter wider to both sides, in `count` steps.
OwnedMatrix range_of(const log::Array& real, std::size_t coordinate, std::size_t d, std::int64_t count) {
  float low = real.values[coordinate], high = low;
  for (std::size_t i = coordinate; i < real.values.size(); i += d)
    low = std::min(low, real.values[i]), high = std::max(high, real.values[i]);
  const double margin = high > low ? 0.25 * (double{high} - low) : 1;
  return grid(low - margin, high + margin, count);
}

/// Where the critic is asked [n, d].
OwnedMatrix places(const log::Array& real, std::int64_t d) {
  if (d == 1) return range_of(real, 0, 1, line_points);
  const OwnedMatrix x = range_of(real, 0, 2, across), y = range_of(real, 1, 2, across);
  OwnedMatrix all(across * across, 2);
  for (std::int64_t i = 0; i < all.rows; ++i) {
    all.view()(i, 0) = x.view()(i % across, 0);
    all.view()(i, 1) = y.view()(i / across, 0);
  }
  return all;
}

double log_density(const PointDensityPtr& density, std::span<const double> x) {
  return density ? density->log_density(x, {}) : unknown;
}

/// u/(1 + u), where T = f′(u) is the critic's.
double probability(const FDivergence* f, double v) {
  if (!f) return unknown;
  const double u = f->fused(v, f->link()).first / f->activation(v, f->link()).first;
  return std::isinf(u) ? 1 : u / (1 + u);
}

void append(log::Array& all, std::int64_t rows, std::int64_t columns, const std::vector<double>& values) {
  if (all.dims.empty()) all.dims = {0, rows, columns};
  for (const double v : values) all.values.push_back(static_cast<float>(v));
  ++all.dims[0];
}

/// Places in the user's units as the critic has them.
OwnedMatrix seen_by_critic(const OwnedMatrix& x, const Scaling* scaling) {
  OwnedMatrix seen(x.rows, x.columns);
  for (std::int64_t i = 0; i < x.rows; ++i)
    for (std::int64_t k = 0; k < x.columns; ++k) {
      const auto at = static_cast<std::size_t>(k);
      seen.view()(i, k) = scaling ? (x.view()(i, k) - scaling->shift[at]) / scaling->scale[at] : x.view()(i, k);
    }
  return seen;
}

void add_scores(Trainer& trainer, const log::Array& real, std::int64_t d, log::Array& out) {
  const Players& players = trainer.players();
  const PointDensityPtr p = density_of(*players.data),
                        q = density_of(*players.generator, {d}, trainer.generator_parameters());
  const OwnedMatrix x = places(real, d), v(x.rows, 1);
  trainer.score(seen_by_critic(x, players.data->scaling()), v.view().flat());
  std::vector<double> all;
  for (std::int64_t i = 0; i < x.rows; ++i) {
    const std::vector<double> at(x.view().row(i).begin(), x.view().row(i).end());
    const double score = v.view()(i, 0), of_p = log_density(p, at), of_q = log_density(q, at);
    all.insert(all.end(), at.begin(), at.end());
    for (const double number : {std::exp(of_p), std::exp(of_q), probability(players.divergence->mathematics(), score),
                                1 / (1 + std::exp(of_q - of_p)), score})
      all.push_back(number);
  }
  append(out, x.rows, d + 5, all);
}

std::vector<double> map_of(Trainer& trainer) {
  const double end = trainer.players().generator->uniform_noise() ? 1 : 3;
  const OwnedMatrix z = grid(-end, end, ways), x(ways, 1);
  trainer.sample(z, x, false);
  if (const Scaling* scaling = trainer.players().data->scaling()) restore(*scaling, x.view().flat());
  std::vector<double> all;
  for (std::int64_t i = 0; i < ways; ++i)
    for (const double number : {z.view()(i, 0), x.view()(i, 0)}) all.push_back(number);
  return all;
}

}  // namespace

void add_game_picture(Trainer& trainer, const log::Array& real, std::size_t earlier,
                      std::map<std::string, log::Array>& samples) {
  if (trainer.takes_labels()) return;  // it would be another one for each class
  if (!trainer.gives_a_score()) return;
  if (earlier > 0 && !samples.contains("scores")) return;
  const Shape shape = trainer.players().data->shape();
  const bool on_the_line = shape == Shape{1};
  if ((!on_the_line && shape != Shape{2}) || !trainer.critic_parameters() || real.values.empty()) return;
  add_scores(trainer, real, shape.size(), samples["scores"]);
  if (on_the_line && trainer.noise_shape().size() == 1) append(samples["map"], ways, 2, map_of(trainer));
}

}  // namespace ganzoo::experiment
