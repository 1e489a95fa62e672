#include <algorithm>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/train/laws/slope.hpp>
#include <vector>

namespace ganzoo::laws {
namespace {

/// The usual size of the numbers; of those that begin at 0, a tenth.
double typical(std::span<const float> x) {
  const double size = norm(x) / std::sqrt(static_cast<double>(std::max<std::size_t>(x.size(), 1)));
  return size > 0 ? size : 0.1;
}

}  // namespace

double norm(std::span<const float> gradient) {
  double square = 0;
  for (const float g : gradient) square += double{g} * g;
  return std::sqrt(square);
}

std::vector<std::vector<double>> directions(std::span<const float> gradient, int random, std::uint64_t stream) {
  std::vector<std::vector<double>> all;
  for (int k = 0; k <= random; ++k) {
    const Rng rng = Rng(7, Purpose::other, stream).child(static_cast<std::uint64_t>(k));
    std::vector<double>& d = all.emplace_back(gradient.size());
    for (std::size_t i = 0; i < d.size(); ++i)
      d[i] = k == 0 ? (gradient[i] > 0) - (gradient[i] < 0) : rng.below(i, 2) ? 1 : -1;
  }
  return all;
}

std::optional<double> refuted(const Step& step, double tolerance, const std::function<Summed()>& value) {
  const std::vector<float> start(step.x.begin(), step.x.end());
  const auto at = [&](double h) {
    for (std::size_t i = 0; i < start.size(); ++i) step.x[i] = static_cast<float>(start[i] + h * step.along[i]);
    const Summed y = value();
    std::ranges::copy(start, step.x.begin());
    return y;
  };
  const Summed here = at(0);
  const double size = typical(step.x);
  std::optional<double> found, before;
  for (const int power : {6, 9, 12, 4, 14, 2}) {
    const double h = std::ldexp(size, -power);
    const double left = (here.value - at(-h).value) / h, right = (at(h).value - here.value) / h;
    const double measured = 0.5 * (left + right), off = std::abs(measured - step.claimed);
    const double larger = std::max(std::abs(measured), std::abs(step.claimed));
    if (off <= tolerance * std::max(larger, step.scale)) return std::nullopt;
    const bool above_rounding = off * h > 1e-5 * here.size;
    if (!above_rounding || std::abs(right - left) > 0.5 * off) continue;
    if (before && std::abs(measured - *before) <= 0.3 * off)
      found = measured;  // a kink's jump is another slope at each step
    before = measured;
  }
  return found;
}

}  // namespace ganzoo::laws
