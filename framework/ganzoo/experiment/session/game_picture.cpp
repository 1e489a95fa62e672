#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/experiment/session/game_picture.hpp>
#include <ganzoo/train/densities.hpp>
#include <limits>

namespace ganzoo::experiment {
namespace {

constexpr std::int64_t points = 256, ways = 65;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// `count` numbers from low to high, both included.
OwnedMatrix grid(double low, double high, std::int64_t count) {
  OwnedMatrix x(count, 1);
  for (std::int64_t i = 0; i < count; ++i)
    x.view()(i, 0) = static_cast<float>(low + (high - low) * static_cast<double>(i) / static_cast<double>(count - 1));
  return x;
}

/// The real samples' range, a quarter wider to both sides.
OwnedMatrix places(const log::Array& real) {
  const auto [low, high] = std::ranges::minmax(real.values);
  const double margin = high > low ? 0.25 * (double{high} - low) : 1;
  return grid(low - margin, high + margin, points);
}

double log_density(const PointDensityPtr& density, double x) {
  return density ? density->log_density({&x, 1}, {}) : unknown;
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

std::vector<double> scores(Trainer& trainer, const log::Array& real) {
  const Players& players = trainer.players();
  const PointDensityPtr p = density_of(*players.data),
                        q = density_of(*players.generator, {1}, trainer.generator_parameters());
  const OwnedMatrix x = places(real), v(points, 1);
  trainer.score(x, v.view().flat());
  std::vector<double> all;
  for (std::int64_t i = 0; i < points; ++i) {
    const double at = x.view()(i, 0), score = v.view()(i, 0), of_p = log_density(p, at), of_q = log_density(q, at);
    for (const double number :
         {at, std::exp(of_p), std::exp(of_q), probability(players.divergence->mathematics(), score),
          1 / (1 + std::exp(of_q - of_p)), score})
      all.push_back(number);
  }
  return all;
}

std::vector<double> map_of(Trainer& trainer) {
  const double end = trainer.players().generator->uniform_noise() ? 1 : 3;
  const OwnedMatrix z = grid(-end, end, ways), x(ways, 1);
  trainer.sample(z, x, false);
  std::vector<double> all;
  for (std::int64_t i = 0; i < ways; ++i)
    for (const double number : {z.view()(i, 0), x.view()(i, 0)}) all.push_back(number);
  return all;
}

}  // namespace

void add_game_picture(Trainer& trainer, const log::Array& real, std::size_t earlier,
                      std::map<std::string, log::Array>& samples) {
  if (earlier > 0 && !samples.contains("scores")) return;
  const bool on_the_line = trainer.players().data->shape() == Shape{1};
  if (!on_the_line || !trainer.critic_parameters() || real.values.empty()) return;
  append(samples["scores"], points, 6, scores(trainer, real));
  if (trainer.noise_shape().size() == 1) append(samples["map"], ways, 2, map_of(trainer));
}

}  // namespace ganzoo::experiment
