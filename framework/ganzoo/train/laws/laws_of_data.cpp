#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/train/data.hpp>
#include <ganzoo/train/laws/laws.hpp>
#include <numeric>

namespace ganzoo::laws {
namespace {

constexpr std::int64_t some = 256;

Rng stream(std::uint64_t update) { return {5, Purpose::data, update}; }

OwnedMatrix drawn(const Data& data, std::int64_t rows, std::uint64_t update) {
  OwnedMatrix batch(rows, data.shape().size());
  data.draw(batch, stream(update));
  return batch;
}

OwnedMatrix fetched(const Data& data, std::int64_t first, std::int64_t rows) {
  std::vector<std::int64_t> indices(static_cast<std::size_t>(rows));
  std::iota(indices.begin(), indices.end(), first);
  OwnedMatrix batch(rows, data.shape().size());
  data.fetch(Split::train, indices, batch);
  return batch;
}

OwnedMatrix samples(const Data& data, std::int64_t rows, std::uint64_t update) {
  const std::int64_t size = data.size(Split::train);
  return size == 0 ? drawn(data, rows, update) : fetched(data, 0, std::min(rows, size));
}

bool same(ConstMatrix a, ConstMatrix b) { return std::ranges::equal(a.flat(), b.flat()); }

bool all_rows_equal(ConstMatrix batch) {
  for (std::int64_t i = 1; i < batch.rows; ++i)
    if (!same(batch.slice(0, 1), batch.slice(i, 1))) return false;
  return true;
}

Counterexample sound_samples(const Specimen& s) {
  const auto data = s.make<Data>();
  const Shape shape = data->shape();
  if (shape.rank() == 0 || std::ranges::any_of(shape.dims, [](std::int64_t d) { return d < 1; }))
    return fmt::format("its samples have the shape {}", to_string(shape));
  const auto [low, high] = data->interval();
  if (low > high) return fmt::format("its interval is [{}, {}]", low, high);
  const OwnedMatrix batch = samples(*data, some, 0);
  for (const float x : batch.view().flat())
    if (!std::isfinite(x) || (low < high && (x < low - 1e-6 || x > high + 1e-6)))
      return fmt::format("a sample holds {}, in data whose interval is [{}, {}]", x, low, high);
  return {};
}

Counterexample repeatable(const Specimen& s) {
  const auto a = s.make<Data>(), b = s.make<Data>();
  if (a->size(Split::train) != 0) {
    const OwnedMatrix one = fetched(*a, 0, 4), two = fetched(*b, 0, 4);
    return same(one, two) ? Counterexample{} : "the same indices fetch other samples another time";
  }
  samples(*b, 8, 7);
  const OwnedMatrix one = drawn(*a, some, 3), two = drawn(*b, some, 3);
  if (!same(one, two)) return "the same stream draws other samples another time";
  const OwnedMatrix part = drawn(*a, some / 4, 3);
  if (!same(part, one.view().slice(0, some / 4))) return "a sample depends on how many are drawn with it";
  return {};
}

Counterexample independent(const Specimen& s) {
  const auto data = s.make<Data>();
  if (data->size(Split::train) != 0) return {};
  const OwnedMatrix one = drawn(*data, some, 1), two = drawn(*data, some, 2);
  const bool alike = same(one, two), constant = all_rows_equal(one);  // both: data that is a point
  if (alike && !constant) return "two streams draw the same samples";
  if (constant && !alike)
    return fmt::format("all of {} samples of a batch are equal, but another batch is another", some);
  return {};
}

/// Which mode is nearest to each of n samples, and the largest distance in units of std.
Counterexample modes_as_told(const Specimen& s) {
  const auto data = s.make<Data>();
  const Modes* modes = data->modes();
  if (!modes) return {};
  const std::int64_t k = modes->centres.rows, d = modes->centres.columns;
  const double total = std::accumulate(modes->weights.begin(), modes->weights.end(), 0.0);
  if (static_cast<std::int64_t>(modes->weights.size()) != k || !(std::abs(total - 1) <= 1e-9))
    return fmt::format("{} modes have {} weights, whose sum is {:.10g}", k, modes->weights.size(), total);
  if (d != data->shape().size())
    return fmt::format("the centres have {} numbers, the samples {}", d, data->shape().size());
  const std::int64_t n = std::min<std::int64_t>(20000, 400 * k);
  const OwnedMatrix batch = samples(*data, n, 4);
  std::vector<double> found(static_cast<std::size_t>(k));
  double squares = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    double least = std::numeric_limits<double>::infinity();
    std::int64_t nearest = 0;
    for (std::int64_t c = 0; c < k; ++c) {
      double square = 0;
      for (std::int64_t j = 0; j < d; ++j)
        square += std::pow(double{batch.view()(i, j)} - modes->centres.view()(c, j), 2);
      if (square < least) least = square, nearest = c;
    }
    if (!(std::sqrt(least) <= 8 * modes->std * std::sqrt(static_cast<double>(d))))
      return fmt::format("a sample lies {:.4g} standard deviations from the nearest centre",
                         std::sqrt(least) / modes->std);
    squares += least / static_cast<double>(d);
    ++found[static_cast<std::size_t>(nearest)];
  }
  // Six standard errors: a false alarm below 1e-8 a mode.
  for (std::int64_t c = 0; c < k; ++c) {
    const double w = modes->weights[static_cast<std::size_t>(c)], expected = w * static_cast<double>(n);
    const double got = found[static_cast<std::size_t>(c)];
    if (std::abs(got - expected) > 6 * std::sqrt(expected) + 6)
      return fmt::format("of {} samples {} are of mode {}, whose weight {:.4g} lets {:.0f} be expected", n, got, c, w,
                         expected);
  }
  const double spread = std::sqrt(squares / static_cast<double>(n));
  // Where modes overlap, a sample may be nearer to another centre than its own: then the spread seen is smaller.
  if (spread > 1.1 * modes->std)
    return fmt::format("samples spread by {:.5g} about their centres, not by {:.5g}", spread, modes->std);
  return {};
}

double distribution_function(const Distribution& d, double x) {
  double sum = 0;
  for (const auto& c : d.mixture) sum += c.weight * 0.5 * std::erfc(-(x - c.mean) / (c.std * std::sqrt(2.0)));
  return sum;
}

/// Kolmogorov and Smirnov's distance between 20 000 samples and the density; false alarm 2 exp(−2·4²) < 1e-13.
Counterexample density_as_told(const Specimen& s) {
  const auto data = s.make<Data>();
  const auto density = data->density();
  if (!density || density->is_discrete() || data->size(Split::train) != 0) return {};
  constexpr std::int64_t n = 20000;
  const OwnedMatrix batch = drawn(*data, n, 5);
  std::ranges::sort(batch.view().flat());
  double worst = 0, at = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    const double x = batch.view()(i, 0),
                 gap = std::abs(distribution_function(*density, x) - (static_cast<double>(i) + 0.5) / n);
    if (gap > worst) worst = gap, at = x;
  }
  if (worst <= 4 / std::sqrt(static_cast<double>(n))) return {};
  return fmt::format("{} samples differ from the density by {:.4g} at {:.4g} (Kolmogorov–Smirnov)", n, worst, at);
}

}  // namespace

const std::vector<Law>& data_laws() {
  static const std::vector<Law> all{
      {"sound_samples", "samples have no shape, are not finite, or lie outside of the interval that is told",
       sound_samples},
      {"repeatable", "the same stream or index gives other samples: runs cannot be repeated or compared", repeatable},
      {"independent", "different streams give the same samples: the critic sees one batch for ever", independent, true},
      {"modes_as_told", "samples do not lie where modes() says: the metric modes would measure something else",
       modes_as_told},
      {"density_as_told", "samples do not follow density(): exact divergences would be those of other data",
       density_as_told},
  };
  return all;
}

}  // namespace ganzoo::laws
