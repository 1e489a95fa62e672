#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <ganzoo/train/evaluations.hpp>
#include <ganzoo/train/noise.hpp>
#include <numbers>

namespace ganzoo {
namespace {

/// The standard normal quantile of the probability `below`, where `above` is 1 − below without the cancellation.
double normal_quantile(double below, double above) {
  const double tail = std::min(below, above), z = std::numbers::sqrt2 * boost::math::erfc_inv(2 * tail);
  return below < above ? -z : z;
}

float uniform_quantile(double below) { return std::min(static_cast<float>(2 * below - 1), 1 - 0x1p-24F); }

}  // namespace

Noise::Noise(const std::string& draws, bool uniform, std::int64_t rows)
    : uniform_(uniform), strata_(draws == "stratified" ? static_cast<std::size_t>(rows) : 0) {}

void Noise::fill(Matrix batch, const Rng& rng) {
  if (strata_.empty()) return fill_noise(batch, uniform_, rng);
  for (std::int64_t j = 0; j < batch.columns; ++j) stratify(batch, j, rng.child(static_cast<std::uint64_t>(j)));
}

void Noise::stratify(Matrix batch, std::int64_t column, const Rng& rng) {
  rng.fill_permutation(strata_);
  const auto n = static_cast<double>(strata_.size());
  for (std::size_t i = 0; i < strata_.size(); ++i) {
    const double within = rng.uniform(i) + 0x1p-54, stratum = static_cast<double>(strata_[i]);  // never 0 nor 1
    const double below = (stratum + within) / n, above = (n - 1 - stratum + (1 - within)) / n;
    batch(static_cast<std::int64_t>(i), column) =
        uniform_ ? uniform_quantile(below) : static_cast<float>(normal_quantile(below, above));
  }
}

}  // namespace ganzoo
