/// Log-likelihoods under a Parzen window: p(x) = mean_j N(x; s_j, σ² I) over samples s_j.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/row_products.hpp>
#include <numbers>
#include <span>
#include <vector>

namespace ganzoo::metrics {

/// log mean_j N(x; s_j, σ² I) in nats, from the squared distances |x − s_j|² [n] in d dimensions.
template <class T>
double parzen_log_density(std::span<const T> square_distances, std::int64_t d, double sigma) {
  const double nearest = *std::min_element(square_distances.begin(), square_distances.end());
  const double scale = 0.5 / (sigma * sigma);
  constexpr double negligible = 45;  // e⁻⁴⁵ of the largest term: below double precision even a million times over
  double sum = 0;
  for (const T s : square_distances) {
    const double exponent = (double{s} - nearest) * scale;
    if (exponent < negligible) sum += std::exp(-exponent);
  }
  return std::log(sum) - nearest * scale - std::log(static_cast<double>(square_distances.size())) -
         0.5 * static_cast<double>(d) * std::log(2 * std::numbers::pi * sigma * sigma);
}

/// The samples of a window, moved by their mean, so that products in float lose little.
class ParzenWindow {
 public:
  explicit ParzenWindow(ConstMatrix samples)
      : samples_(samples.rows, samples.columns), mean_(static_cast<std::size_t>(samples.columns)) {
    for (std::int64_t i = 0; i < samples.rows; ++i)
      for (std::size_t j = 0; j < mean_.size(); ++j)
        mean_[j] += double{samples.row(i)[j]} / static_cast<double>(samples.rows);
    squares_ = centre(samples, samples_);
  }

  std::int64_t dimensions() const { return samples_.columns; }

  /// Calls visit(i, squared distances [samples]) for each row i of x, block by block: in few dimensions from the
  /// differences, which lose nothing to cancellation; in many from one matrix product, which is far faster.
  void distances(ConstMatrix x, const std::function<void(std::int64_t, std::span<const float>)>& visit) const {
    constexpr std::int64_t block = 256, few_dimensions = 16;
    const OwnedMatrix points(block, x.columns), squared(block, samples_.rows);
    for (std::int64_t first = 0; first < x.rows; first += block) {
      const std::int64_t count = std::min(block, x.rows - first);
      const Matrix centred = points.view().slice(0, count), out = squared.view().slice(0, count);
      const std::vector<float> squares = centre(x.slice(first, count), centred);
      if (x.columns <= few_dimensions)
        by_differences(centred, out);
      else
        by_products(centred, squares, out);
      for (std::int64_t i = 0; i < count; ++i) visit(first + i, out.row(i));
    }
  }

 private:
  void by_differences(ConstMatrix x, Matrix out) const {
    for (std::int64_t i = 0; i < x.rows; ++i)
      for (std::int64_t j = 0; j < samples_.rows; ++j) {
        double sum = 0;
        for (std::int64_t k = 0; k < x.columns; ++k) {
          const double difference = double{x(i, k)} - double{samples_.view()(j, k)};
          sum += difference * difference;
        }
        out(i, j) = static_cast<float>(sum);
      }
  }

  /// |x − s|² = |x|² + |s|² − 2 x·s, with the rows' own |x|² given.
  void by_products(ConstMatrix x, const std::vector<float>& squares, Matrix out) const {
    nn::row_products(x, samples_, out);
    for (std::int64_t i = 0; i < x.rows; ++i) {
      const std::span<float> row = out.row(i);
      for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = std::max(squares[static_cast<std::size_t>(i)] + squares_[j] - 2 * row[j], 0.0f);
    }
  }

  /// out = x − mean; returns each row's sum of squares.
  std::vector<float> centre(ConstMatrix x, Matrix out) const {
    std::vector<float> squares(static_cast<std::size_t>(x.rows));
    for (std::int64_t i = 0; i < x.rows; ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < mean_.size(); ++j) {
        const double v = double{x.row(i)[j]} - mean_[j];
        out.row(i)[j] = static_cast<float>(v);
        sum += v * v;
      }
      squares[static_cast<std::size_t>(i)] = static_cast<float>(sum);
    }
    return squares;
  }

  OwnedMatrix samples_;
  std::vector<double> mean_;
  std::vector<float> squares_;
};

/// The same in double precision: from the differences, however many dimensions there are.
class ExactParzenWindow {
 public:
  explicit ExactParzenWindow(ConstDoubles samples)
      : count_(samples.rows), dimensions_(samples.columns), across_(static_cast<std::size_t>(samples.size())) {
    for (std::int64_t i = 0; i < count_; ++i)
      for (std::int64_t k = 0; k < dimensions_; ++k) across_[static_cast<std::size_t>(k * count_ + i)] = samples(i, k);
  }

  std::int64_t dimensions() const { return dimensions_; }

  void distances(ConstDoubles x, const std::function<void(std::int64_t, std::span<const double>)>& visit) const {
    constexpr std::int64_t block = 64;
    std::vector<double> memory(static_cast<std::size_t>(block * count_));
    for (std::int64_t first = 0; first < x.rows; first += block) {
      const std::int64_t count = std::min(block, x.rows - first);
      const MatrixView<double> out(memory.data(), count, count_);
      by_differences(x.slice(first, count), out);
      for (std::int64_t i = 0; i < count; ++i) visit(first + i, out.row(i));
    }
  }

 private:
  /// Samples by the block, so that theirs and the sums stay in the cache.
  void by_differences(ConstDoubles x, MatrixView<double> out) const {
    constexpr std::int64_t block = 256;
    std::fill(out.flat().begin(), out.flat().end(), 0.0);
    for (std::int64_t first = 0; first < count_; first += block) {
      const std::int64_t count = std::min(block, count_ - first);
      for (std::int64_t i = 0; i < x.rows; ++i)
        for (std::int64_t k = 0; k < dimensions_; ++k) {
          const double* samples = across_.data() + k * count_ + first;
          double* sums = &out(i, first);
          for (std::int64_t j = 0; j < count; ++j) sums[j] += (x(i, k) - samples[j]) * (x(i, k) - samples[j]);
        }
    }
  }

  std::int64_t count_, dimensions_;
  std::vector<double> across_;  ///< the samples, [dimensions, count]
};

/// Of each row of x under a window of its precision.
template <class Window, class Samples>
std::vector<double> log_densities(
    const Window& window, const Samples& x, double sigma, const std::function<void()>& poll = [] {}) {
  std::vector<double> values(static_cast<std::size_t>(x.rows));
  window.distances(x, [&](std::int64_t i, auto squares) {
    poll();
    values[static_cast<std::size_t>(i)] = parzen_log_density(squares, window.dimensions(), sigma);
  });
  return values;
}

/// The one of `sigmas` whose mean log-density of the rows of x is largest.
template <class Window, class Samples>
double best_bandwidth(
    const Window& window, const Samples& x, const std::vector<double>& sigmas,
    const std::function<void()>& poll = [] {}) {
  std::vector<double> sums(sigmas.size());
  window.distances(x, [&](std::int64_t, auto squares) {
    poll();
    for (std::size_t k = 0; k < sigmas.size(); ++k)
      sums[k] += parzen_log_density(squares, window.dimensions(), sigmas[k]);
  });
  return sigmas[static_cast<std::size_t>(std::max_element(sums.begin(), sums.end()) - sums.begin())];
}

/// `count` numbers from low to high, evenly spaced in their logarithm.
inline std::vector<double> log_spaced(double low, double high, int count) {
  std::vector<double> values(static_cast<std::size_t>(count), low);
  for (int i = 1; i < count; ++i)
    values[static_cast<std::size_t>(i)] = low * std::pow(high / low, static_cast<double>(i) / (count - 1));
  return values;
}

}  // namespace ganzoo::metrics
