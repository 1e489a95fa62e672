#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/detail/pair_kernels.hpp>
#include <ganzoo/divergence/sinkhorn.hpp>
#include <limits>
#include <numeric>

namespace ganzoo {
namespace {

double mean(ConstMatrix x) {
  return std::accumulate(x.flat().begin(), x.flat().end(), 0.0) / static_cast<double>(x.size());
}

void transpose(ConstMatrix x, Matrix out) {
  for (std::int64_t i = 0; i < x.rows; ++i)
    for (std::int64_t j = 0; j < x.columns; ++j) out(j, i) = x(i, j);
}

/// out[i] = −ε log mean_j exp((g[j] − cost[i, j])/ε)
void soft_minima(ConstMatrix cost, ConstMatrix g, double epsilon, Matrix out, Matrix scratch) {
  const double share = std::log(static_cast<double>(cost.columns));
  const auto scale = static_cast<float>(1 / epsilon);
  for (std::int64_t i = 0; i < cost.rows; ++i)
    out(0, i) = static_cast<float>(
        -epsilon *
        (detail::pair_kernels().log_sum_exp(g.data, cost.row(i).data(), scale, cost.columns, scratch.data) - share));
}

/// The mass that row i of the coupling holds, times n, when f is held and the row's soft minimum is `next`.
double row_mass(float f, float next, double epsilon) { return std::exp((double{f} - next) / epsilon); }

double marginal_error(ConstMatrix f, ConstMatrix next, double epsilon) {
  double error = 0;
  for (std::int64_t i = 0; i < f.size(); ++i) error += std::abs(row_mass(f.data[i], next.data[i], epsilon) - 1);
  return error / static_cast<double>(f.size());
}

/// potential += step · (next − potential)
void relax(Matrix potential, ConstMatrix next, float step) {
  for (std::int64_t i = 0; i < potential.size(); ++i) potential.data[i] += step * (next.data[i] - potential.data[i]);
}

/// Calls sweep(ε) for ε falling fourfold from the largest cost to `last`: far fewer steps than at `last` alone.
template <class Sweep>
void anneal(ConstMatrix cost, double last, const Sweep& sweep) {
  for (double epsilon = *std::ranges::max_element(cost.flat()); epsilon > last; epsilon /= 4) sweep(epsilon);
}

}  // namespace

void Sinkhorn::set_costs(const SinkhornOptions& options, const Points& a, const Points& b, Matrix cost) {
  Points::squared_distances(a, 0, b, cost);
  if (options.power == 1)
    for (float& c : cost.flat()) c = std::sqrt(c);
}

double Sinkhorn::solve(const SinkhornOptions& options, Problem& p, const std::function<void()>& poll) {
  const std::int64_t n = p.cost.rows, m = p.cost.columns;
  const Matrix f = reshaped(p.f, 1, n), g = reshaped(p.g, 1, m), next = reshaped(next_, 1, n);
  const Matrix scratch = reshaped(row_, 1, std::max(n, m));
  std::ranges::fill(g.flat(), 0.0f);
  transpose(p.cost, reshaped(p.transposed, m, n));
  const auto update_g = [&](double epsilon) { soft_minima(p.transposed, f, epsilon, g, scratch); };
  anneal(p.cost, options.epsilon, [&](double epsilon) {
    poll();
    soft_minima(p.cost, g, epsilon, f, scratch);
    update_g(epsilon);
  });
  soft_minima(p.cost, g, options.epsilon, f, scratch);
  update_g(options.epsilon);
  double last = INFINITY;
  for (iterations_ = 1;; ++iterations_) {
    poll();
    soft_minima(p.cost, g, options.epsilon, next, scratch);
    const double error = marginal_error(f, next, options.epsilon);
    if (!(error > options.tolerance) || iterations_ >= options.iterations) break;
    // Overrelaxed (Thibault, Chizat, Dossal & Papadakis, Algorithms 14(5), 2021): a quarter of the iterations.
    const float step = error < last ? 1.7f : 1;
    last = error;
    relax(f, next, step);
    const Matrix next_g = reshaped(next_g_, 1, m);
    soft_minima(p.transposed, f, options.epsilon, next_g, scratch);
    relax(g, next_g, step);
  }
  update_g(options.epsilon);  // the columns' marginals are exact after it: the dual's value is the mean of both
  return mean(f) + mean(g);
}

double Sinkhorn::solve_symmetric(const SinkhornOptions& options, Problem& p, const std::function<void()>& poll) {
  const std::int64_t n = p.cost.rows;
  const Matrix f = reshaped(p.f, 1, n), next = reshaped(next_, 1, n), scratch = reshaped(row_, 1, n);
  std::ranges::fill(f.flat(), 0.0f);
  const auto step = [&](double epsilon) {
    poll();
    soft_minima(p.cost, f, epsilon, next, scratch);
    const double error = marginal_error(f, next, epsilon);
    relax(f, next, 0.5f);
    return error;
  };
  anneal(p.cost, options.epsilon, step);
  for (int i = 0; i < options.iterations && step(options.epsilon) > options.tolerance; ++i) {
  }
  // The dual's value at (f, f), whatever its marginals are.
  soft_minima(p.cost, f, options.epsilon, next, scratch);
  double mass = 0;
  for (std::int64_t i = 0; i < n; ++i) mass += row_mass(f(0, i), next(0, i), options.epsilon);
  return 2 * mean(f) - options.epsilon * (mass / static_cast<double>(n) - 1);
}

void Sinkhorn::pull(const SinkhornOptions& options, ConstMatrix cost, ConstMatrix f, ConstMatrix g, const Points& a,
                    const Points& b, double factor, Matrix gradient) {
  const detail::PairKernels& kernels = detail::pair_kernels();
  constexpr std::int64_t block = 64;
  const auto scale = static_cast<float>(1 / options.epsilon);
  for (std::int64_t first = 0; first < cost.rows; first += block) {
    const std::int64_t count = std::min(block, cost.rows - first);
    const Matrix weights = reshaped(squares_, count, cost.columns);
    for (std::int64_t i = 0; i < count; ++i) {
      const std::span<const float> c = cost.row(first + i);
      const std::span<float> w = weights.row(i);
      kernels.plan(f(0, first + i), g.data, c.data(), scale, 1, cost.columns, w.data());
      // ∂|a − b|ᵖ/∂a = p |a − b|ᵖ⁻² (a − b)
      if (options.power == 1)
        for (std::size_t j = 0; j < w.size(); ++j) w[j] = c[j] > 0 ? w[j] / c[j] : 0;
    }
    const double each = factor * options.power / static_cast<double>(cost.size());
    Points::pull(a, first, b, weights, each, gradient.slice(first, count), scratch_);
  }
}

double Sinkhorn::operator()(const SinkhornOptions& options, ConstMatrix real, ConstMatrix fake, Matrix fake_gradient,
                            const std::function<void()>& poll) {
  if (!have_squared_distances(real, fake)) {  // no ε falls from an infinite cost
    std::ranges::fill(fake_gradient.flat(), std::numeric_limits<float>::quiet_NaN());
    return std::numeric_limits<double>::quiet_NaN();
  }
  mean_row(real, reshaped(origin_, 1, real.columns));
  real_.set(real, origin_);
  fake_.set(fake, origin_);
  set_costs(options, fake_, real_, reshaped(across_.cost, fake.rows, real.rows));
  set_costs(options, fake_, fake_, reshaped(among_fakes_.cost, fake.rows, fake.rows));
  set_costs(options, real_, real_, reshaped(among_reals_.cost, real.rows, real.rows));

  const double value = solve(options, across_, poll) - 0.5 * solve_symmetric(options, among_fakes_, poll) -
                       0.5 * solve_symmetric(options, among_reals_, poll);
  std::ranges::fill(fake_gradient.flat(), 0.0f);
  pull(options, across_.cost, across_.f, across_.g, fake_, real_, 1, fake_gradient);
  // A fake stands on both sides of its own problem: −½ twice.
  pull(options, among_fakes_.cost, among_fakes_.f, among_fakes_.f, fake_, fake_, -1, fake_gradient);
  return value;
}

}  // namespace ganzoo
