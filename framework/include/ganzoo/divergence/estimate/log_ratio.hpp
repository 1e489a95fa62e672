/// log p/q of two distributions from a sample of each: logistic regression on features that the samples themselves
/// choose.
///
/// The log ratio is the best critic of every f-divergence at once (Sugiyama, Suzuki & Kanamori, 2012; Lopez-Paz &
/// Oquab, ICLR 2017). All in double precision; the order of the rows does not matter.
#pragma once

#include <cstdint>
#include <functional>
#include <ganzoo/core/api.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/tensor.hpp>
#include <memory>
#include <string>
#include <vector>

namespace ganzoo {

class GANZOO_API LogRatio {
 public:
  /// Samples [n, d] and [m, d], all finite, at least 8 of each. Linear, quadratic or Fourier features and their penalty
  /// are what predicts best in a three-fold cross-validation within these samples; then all of them fit the weights.
  /// `poll` is called before each step of Newton's, and may throw.
  LogRatio(
      MatrixView<const double> real, MatrixView<const double> fake, const Rng&,
      const std::function<void()>& poll = [] {});
  LogRatio(LogRatio&&) noexcept;
  ~LogRatio();

  /// v(x) ≈ log p(x)/q(x), however many samples of each there were.
  std::vector<double> operator()(MatrixView<const double> x) const;

  /// "quadratic features, penalty 1"
  std::string form() const;

 private:
  struct Fit;
  std::unique_ptr<Fit> fit_;
};

}  // namespace ganzoo
