#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/kernel_distance.hpp>

namespace ganzoo {

Radial Radial::gaussian(const std::vector<double>& bandwidths) {
  Radial radial{Shape::gaussian, {}};
  for (const double b : bandwidths) radial.scales.push_back(static_cast<float>(0.5 / (b * b)));
  return radial;
}

Radial Radial::rational_quadratic(const std::vector<double>& alphas) {
  return {Shape::rational_quadratic, {alphas.begin(), alphas.end()}};
}

double KernelDistance::pairs(const Radial& radial, const Points& a, const Points& b, double factor, Matrix gradient,
                             const std::function<void()>& poll) {
  constexpr std::int64_t block = 64;
  const detail::PairKernels& kernels = detail::pair_kernels();
  double total = 0;
  for (std::int64_t first = 0; first < a.count(); first += block) {
    poll();
    const std::int64_t count = std::min(block, a.count() - first);
    const Matrix squares = reshaped(squares_, count, b.count()), slopes = reshaped(slopes_, count, b.count());
    Points::squared_distances(a, first, b, squares);
    for (std::int64_t i = 0; i < count; ++i)
      total += kernels.radial(radial.shape, radial.scales.data(), static_cast<std::int64_t>(radial.scales.size()),
                              squares.row(i).data(), b.count(), slopes.row(i).data());
    // ∂ρ(|a − b|²)/∂a = 2ρ′·(a − b)
    if (gradient.data) Points::pull(a, first, b, slopes, 2 * factor, gradient.slice(first, count), scratch_);
  }
  return total;
}

double KernelDistance::operator()(const Radial& radial, Statistic statistic, ConstMatrix real, ConstMatrix fake,
                                  Matrix fake_gradient, const std::function<void()>& poll) {
  if (statistic == Statistic::u && std::min(real.rows, fake.rows) < 2)
    throw Error(Exit::usage, "divergence.statistic is \"U\", but must be \"V\" for batches of one sample");
  mean_row(real, reshaped(origin_, 1, real.columns));
  real_.set(real, origin_);
  fake_.set(fake, origin_);
  std::ranges::fill(fake_gradient.flat(), 0.0f);

  const auto n = static_cast<double>(real.rows), m = static_cast<double>(fake.rows);
  const bool others = statistic == Statistic::u;
  const double real_pairs = others ? n * (n - 1) : n * n, fake_pairs = others ? m * (m - 1) : m * m;
  // A U-statistic leaves each point's pair with itself out; its slope is 0 anyway.
  const double itself = others && radial.shape != Radial::Shape::root ? -1 : 0;
  const double across = pairs(radial, fake_, real_, 2 / (n * m), fake_gradient, poll);
  const double among_fakes = pairs(radial, fake_, fake_, -2 / fake_pairs, fake_gradient, poll) - itself * m;
  const double among_reals = pairs(radial, real_, real_, 0, {}, poll) - itself * n;
  return 2 * across / (n * m) - among_fakes / fake_pairs - among_reals / real_pairs;
}

}  // namespace ganzoo
