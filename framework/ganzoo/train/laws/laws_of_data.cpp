#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/train/data.hpp>
#include <ganzoo/train/laws/density.hpp>
#include <ganzoo/train/laws/laws.hpp>
#include <limits>
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

std::vector<Label> labels(const Data& data, std::int64_t rows, std::uint64_t update) {
  const std::int64_t size = data.size(Split::train);
  std::vector<Label> out(static_cast<std::size_t>(size == 0 ? rows : std::min(rows, size)));
  if (size == 0) {
    data.draw_labels(out, stream(update));
    return out;
  }
  std::vector<std::int64_t> indices(out.size());
  std::iota(indices.begin(), indices.end(), std::int64_t{0});
  data.fetch_labels(Split::train, indices, out);
  return out;
}

Counterexample sound_labels(const Specimen& s) {
  const auto data = s.make<Data>(), again = s.make<Data>();
  const int classes = data->classes();
  if (classes == 0) return {};
  if (classes < 0) return fmt::format("it has {} classes", classes);
  const std::vector<Label> all = labels(*data, some, 3);
  for (const Label label : all)
    if (label < 0 || label >= classes) return fmt::format("a label is {}, of {} classes", label, classes);
  if (labels(*again, some, 3) != all) return "the same samples have other labels another time";
  const std::vector<Label> few = labels(*data, some / 4, 3);
  if (!std::equal(few.begin(), few.end(), all.begin())) return "a label depends on how many are asked for with it";
  return {};
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

/// What the samples that lie nearest to one mode's centre are like.
struct Neighbourhood {
  std::vector<std::vector<double>> away;  ///< from the centre, [d][samples]
  std::size_t count() const { return away.front().size(); }
};

std::int64_t nearest(std::span<const float> sample, ConstMatrix centres) {
  double least = std::numeric_limits<double>::infinity();
  std::int64_t mode = 0;
  for (std::int64_t c = 0; c < centres.rows; ++c) {
    double square = 0;
    for (std::int64_t j = 0; j < centres.columns; ++j) {
      const double gap = double{sample[static_cast<std::size_t>(j)]} - centres(c, j);
      square += gap * gap;
    }
    if (square < least) least = square, mode = c;
  }
  return mode;
}

std::vector<Neighbourhood> neighbourhoods(ConstMatrix batch, ConstMatrix centres) {
  const auto d = static_cast<std::size_t>(centres.columns);
  std::vector<Neighbourhood> all(static_cast<std::size_t>(centres.rows), {std::vector<std::vector<double>>(d)});
  for (std::int64_t i = 0; i < batch.rows; ++i) {
    const std::int64_t c = nearest(batch.row(i), centres);
    for (std::size_t j = 0; j < d; ++j)
      all[static_cast<std::size_t>(c)].away[j].push_back(double{batch(i, static_cast<std::int64_t>(j))} -
                                                         centres(c, static_cast<std::int64_t>(j)));
  }
  return all;
}

/// The mixture that the modes describe, drawn with numbers of our own.
OwnedMatrix as_described(const Modes& modes, std::int64_t rows) {
  const ConstMatrix centres = modes.centres.view();
  OwnedMatrix batch(rows, centres.columns);
  const Rng rng(5, Purpose::other);
  rng.child(1).fill_normal(batch.view().flat(), 0, static_cast<float>(modes.std));
  for (std::int64_t i = 0; i < rows; ++i) {
    double left = rng.child(0).uniform(static_cast<std::uint64_t>(i));
    std::int64_t c = 0;
    while (c + 1 < centres.rows && (left -= modes.weights[static_cast<std::size_t>(c)]) >= 0) ++c;
    for (std::int64_t j = 0; j < centres.columns; ++j) batch.view()(i, j) += centres(c, j);
  }
  return batch;
}

Counterexample unsound(const Modes& modes, std::int64_t size) {
  const std::int64_t k = modes.centres.rows;
  const double total = std::accumulate(modes.weights.begin(), modes.weights.end(), 0.0);
  if (static_cast<std::int64_t>(modes.weights.size()) != k || !(std::abs(total - 1) <= 1e-9))
    return fmt::format("{} modes have {} weights, whose sum is {:.10g}", k, modes.weights.size(), total);
  if (modes.centres.columns != size)
    return fmt::format("the centres have {} numbers, the samples {}", modes.centres.columns, size);
  return {};
}

/// Six standard errors of both: a false alarm below 1e-8 a comparison.
bool apart(double a, double b, double error_a, double error_b, double rounding) {
  return std::abs(a - b) > 6 * std::hypot(error_a, error_b) + rounding;
}

Counterexample another_share(const std::vector<Neighbourhood>& got, const std::vector<Neighbourhood>& told,
                             std::int64_t n) {
  for (std::size_t c = 0; c < got.size(); ++c) {
    const auto a = static_cast<double>(got[c].count()), b = static_cast<double>(told[c].count());
    if (apart(a, b, std::sqrt(a), std::sqrt(b), 6))
      return fmt::format("of {} samples {} lie nearest to mode {}, but of the mixture that it tells {}", n, a, c, b);
  }
  return {};
}

/// One mode, one coordinate; or all of them together, where `who` says so.
Counterexample another_spread(const std::string& who, const std::vector<double>& got, const std::vector<double>& told) {
  if (got.size() < 30 || told.size() < 30) return {};
  const Moments a = moments(got), b = moments(told);
  const double rounding = 1e-6 * std::sqrt(b.variance);
  if (apart(a.mean, b.mean, a.mean_error, b.mean_error, rounding))
    return fmt::format("samples {} lie {:.4g} from where it tells, on average {:.4g}", who, a.mean - b.mean, a.mean);
  if (apart(a.variance, b.variance, a.variance_error, b.variance_error, rounding * rounding))
    return fmt::format("samples {} spread by {:.5g}, but those of the mixture that it tells by {:.5g}", who,
                       std::sqrt(a.variance), std::sqrt(b.variance));
  return {};
}

Counterexample modes_as_told(const Specimen& s) {
  const auto data = s.make<Data>();
  const Modes* modes = data->modes();
  if (!modes) return {};
  if (auto found = unsound(*modes, data->shape().size())) return found;
  const std::int64_t wanted =
      std::clamp<std::int64_t>(100'000'000 / (modes->centres.rows * modes->centres.columns), 1000, 40'000);
  const OwnedMatrix batch = samples(*data, wanted, 4);
  const std::int64_t n = batch.rows;
  const auto got = neighbourhoods(batch, modes->centres.view()),
             told = neighbourhoods(as_described(*modes, n), modes->centres.view());
  if (auto found = another_share(got, told, n)) return found;
  std::vector<double> all_got, all_told;
  for (std::size_t c = 0; c < got.size(); ++c)
    for (std::size_t j = 0; j < got[c].away.size(); ++j) {
      all_got.insert(all_got.end(), got[c].away[j].begin(), got[c].away[j].end());
      all_told.insert(all_told.end(), told[c].away[j].begin(), told[c].away[j].end());
      const std::string who = fmt::format("of mode {} in coordinate {}", c, j);
      if (auto found = another_spread(who, got[c].away[j], told[c].away[j])) return found;
    }
  return another_spread("about their centres", all_got, all_told);
}

Counterexample density_as_told(const Specimen& s) {
  const auto data = s.make<Data>();
  const auto density = data->density();
  if (!density || density->is_discrete() || data->size(Split::train) != 0) return {};
  const OwnedMatrix batch = drawn(*data, 100'000, 5);
  return follows({batch.view().flat().begin(), batch.view().flat().end()}, *density);
}

}  // namespace

std::vector<double> data_behaviour(const Specimen& s) {
  const auto data = s.make<Data>();
  const OwnedMatrix batch = samples(*data, 64, 6);
  return {batch.view().flat().begin(), batch.view().flat().end()};
}

const std::vector<Law>& data_laws() {
  static const std::vector<Law> all{
      {"sound_samples", "samples have no shape, are not finite, or lie outside of the interval that is told",
       "one number of 256 samples, 1e-6 outside", sound_samples},
      {"repeatable", "the same stream or index gives other samples: runs cannot be repeated or compared",
       "a last bit of 256 samples", repeatable},
      {"sound_labels", "a label is no class, or another one another time: a conditional network learns nonsense",
       "one label of 256 samples", sound_labels},
      {"independent", "different streams give the same samples: the critic sees one batch for ever",
       "two batches that are equal bit for bit", independent, true},
      {"modes_as_told", "samples do not lie where modes() says: the metric modes would measure something else",
       "4 % of the standard deviation of two numbers in the plane, or a mode whose share is off by 9 of its standard "
       "errors",
       modes_as_told},
      {"density_as_told", "samples do not follow density(): exact divergences would be those of other data",
       "2 % of the standard deviation", density_as_told},
  };
  return all;
}

}  // namespace ganzoo::laws
