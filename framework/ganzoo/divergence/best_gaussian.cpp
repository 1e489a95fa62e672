#include <algorithm>
#include <array>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <functional>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/divergence/best_gaussian.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <limits>
#include <stdexcept>
#include <vector>

namespace ganzoo {
namespace {

constexpr double centre = 2, width = 0.5;
constexpr std::int64_t count = 128;

using Point = std::array<double, 2>;  // mean, log std
using Landscape = std::function<double(const Point&)>;

struct Vertex {
  Point at;
  double value;
};

/// Nelder & Mead, Computer Journal 7(4), 1965, in two dimensions; infinite values are the worst.
Vertex minimise(const Landscape& value, const Point& start) {
  const auto vertex = [&](double a, double b) {
    const double y = value({a, b});
    return Vertex{{a, b}, std::isnan(y) ? std::numeric_limits<double>::infinity() : y};
  };
  std::array<Vertex, 3> s{vertex(start[0], start[1]), vertex(start[0] + 0.3, start[1]),
                          vertex(start[0], start[1] + 0.2)};
  const auto better = [](const Vertex& a, const Vertex& b) { return a.value < b.value; };
  for (int i = 0; i < 200; ++i) {
    std::ranges::sort(s, better);
    const double size = std::abs(s[2].at[0] - s[0].at[0]) + std::abs(s[2].at[1] - s[0].at[1]);
    if (size < 1e-4) break;
    const Point middle{(s[0].at[0] + s[1].at[0]) / 2, (s[0].at[1] + s[1].at[1]) / 2};
    const auto along = [&](double t) {
      return vertex(middle[0] + t * (s[2].at[0] - middle[0]), middle[1] + t * (s[2].at[1] - middle[1]));
    };
    const Vertex reflected = along(-1);
    if (better(reflected, s[0])) {
      const Vertex expanded = along(-2);
      s[2] = better(expanded, reflected) ? expanded : reflected;
    } else if (better(reflected, s[1])) {
      s[2] = reflected;
    } else if (const Vertex inside = along(better(reflected, s[2]) ? -0.5 : 0.5); better(inside, s[2])) {
      s[2] = inside;
    } else {
      for (int k : {1, 2}) s[k] = vertex((s[0].at[0] + s[k].at[0]) / 2, (s[0].at[1] + s[k].at[1]) / 2);
    }
  }
  return *std::ranges::min_element(s, better);
}

Landscape of_densities(const FDivergence& f) {
  return [&f](const Point& at) {
    static const Distribution p = Distribution::of_mixture({{0.5, -centre, width}, {0.5, centre, width}});
    return exact_divergence(f, p, Distribution::normal(at[0], std::exp(at[1])));
  };
}

/// Standard normal quantiles at (i + ½)/n.
std::vector<double> quantiles(std::int64_t n) {
  std::vector<double> z;
  for (std::int64_t i = 0; i < n; ++i)
    z.push_back(quantile(boost::math::normal(), (static_cast<double>(i) + 0.5) / static_cast<double>(n)));
  return z;
}

Landscape of_samples(Divergence& divergence) {
  return [&divergence](const Point& at) {
    static const std::vector<double> half = quantiles(count / 2), whole = quantiles(count);
    const OwnedMatrix real(count, 1), fake(count, 1), gradient(count, 1);
    for (std::size_t i = 0; i < half.size(); ++i) {
      real.memory.data()[i] = static_cast<float>(width * half[i] - centre);
      real.memory.data()[half.size() + i] = static_cast<float>(width * half[i] + centre);
    }
    for (std::size_t i = 0; i < whole.size(); ++i)
      fake.memory.data()[i] = static_cast<float>(at[0] + std::exp(at[1]) * whole[i]);
    return divergence.distance(real, fake, gradient, Rng(0, Purpose::projection)).value;
  };
}

}  // namespace

BestGaussian best_gaussian(Divergence& divergence) {
  const FDivergence* f = divergence.mathematics();
  const DivergenceTraits traits = divergence.traits();
  if (!f && (traits.needs_critic || traits.fits)) throw std::invalid_argument("no value without training");
  const Landscape value = f ? of_densities(*f) : of_samples(divergence);
  Vertex best{{}, std::numeric_limits<double>::infinity()};
  for (const Point& start : {Point{centre, std::log(width)}, Point{0.1, std::log(centre)}, Point{1, 0}}) {
    const Vertex found = minimise(value, start);
    if (found.value < best.value) best = found;
  }
  return {std::abs(best.at[0]), std::exp(best.at[1])};
}

const char* behaviour(const BestGaussian& best) {
  if (std::abs(best.mean - centre) < centre / 4 && best.std < 2 * width) return "mode-seeking";
  return best.mean < centre / 4 && best.std > centre / 2 ? "mode-covering" : "between";
}

}  // namespace ganzoo
