#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/sliced.hpp>
#include <ganzoo/ganzoo.hpp>
#include <numbers>
#include <numeric>

namespace {

/// What is left to send from one sorted sample to another on a line: the optimal coupling is the one of quantiles.
struct Line {
  std::vector<double> at;
  std::vector<std::size_t> order;

  void project(ganzoo::ConstMatrix x, const std::vector<double>& direction) {
    at.resize(static_cast<std::size_t>(x.rows));
    order.resize(at.size());
    for (std::int64_t i = 0; i < x.rows; ++i)
      at[static_cast<std::size_t>(i)] = std::inner_product(direction.begin(), direction.end(), x.row(i).begin(), 0.0);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order,
                      [this](std::size_t a, std::size_t b) { return at[a] < at[b] || (at[a] == at[b] && a < b); });
  }
};

/// The largest, over all lines, of the Wasserstein distances, to the power p, between the projected batches.
///
/// The line is sought anew at each update: the best of some that are drawn is turned uphill until it rests.
struct MaxSlicedWasserstein {
  static constexpr ganzoo::About about{
      .title = "max-sliced Wasserstein distance",
      .source = "Deshpande, Hu, Sun et al., Max-sliced Wasserstein distance and its use for GANs, CVPR 2019",
      .summary =
          "One line that shows most in place of many that show little; needs no critic. The line found is a local "
          "maximum: the distance may be larger.",
      .formula = "max_θ W_pᵖ(θ·x, θ·y)",
      .symmetric = true};

  int power = 2, starts = 32, iterations = 100;
  double tolerance = 1e-3;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("power", &MaxSlicedWasserstein::power, ganzoo::closed(1, 2), "p of the cost |x − y|ᵖ"),
      ganzoo::parameter("starts", &MaxSlicedWasserstein::starts, ganzoo::closed(1, 1e6),
                        "lines drawn, of which the best is turned"),
      ganzoo::parameter("iterations", &MaxSlicedWasserstein::iterations, ganzoo::closed(1, 1e6), "turns, at most"),
      ganzoo::parameter("tolerance", &MaxSlicedWasserstein::tolerance, ganzoo::positive(),
                        "a turn, in radians, below which the line rests")};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix fake_gradient,
                  const ganzoo::Rng& rng) {
    double value = start(real, fake, rng);
    climb(real, fake, value);
    value = along(real, fake, best_);
    for (std::int64_t j = 0; j < fake.rows; ++j)
      for (std::int64_t k = 0; k < fake.columns; ++k)
        fake_gradient(j, k) =
            static_cast<float>(fake_slopes_[static_cast<std::size_t>(j)] * best_[static_cast<std::size_t>(k)]);
    return value;
  }

  /// On the line every direction is the same.
  ganzoo::Exact exact_value(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return ganzoo::exact_wasserstein_to_power(power, p, q);
  }

 private:
  double start(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, const ganzoo::Rng& rng) {
    ganzoo::random_directions(rng, ganzoo::reshaped(drawn_, starts, real.columns));
    double most = -1;
    for (std::int64_t s = 0; s < starts; ++s) {
      const auto row = drawn_.view().row(s);
      line_.assign(row.begin(), row.end());
      normalise(line_);
      if (const double value = along(real, fake, line_); value > most) most = value, best_ = line_;
    }
    return most;
  }

  /// Turns of the best line towards the slope's part across it, longer while they help and shorter where they do not.
  void climb(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, double value) {
    double turn = 0.1;
    along(real, fake, best_);
    steepest(real, fake);
    for (int i = 0; i < iterations && turn >= 1e-3 * tolerance; ++i) {
      line_ = best_;
      for (std::size_t k = 0; k < line_.size(); ++k) line_[k] = std::cos(turn) * best_[k] + std::sin(turn) * across_[k];
      normalise(line_);
      const double next = along(real, fake, line_);
      if (next > value) {
        value = next;
        best_ = line_;
        steepest(real, fake);
        turn = std::min(2 * turn, std::numbers::pi / 4);
      } else {
        turn /= 4;
      }
    }
  }

  /// W_pᵖ on the line; leaves its slopes with respect to each projection.
  double along(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, const std::vector<double>& line) {
    x_.project(real, line);
    y_.project(fake, line);
    real_slopes_.assign(x_.at.size(), 0);
    fake_slopes_.assign(y_.at.size(), 0);
    const double n = static_cast<double>(x_.at.size()), m = static_cast<double>(y_.at.size());
    double sum = 0, sent = 0;
    for (std::size_t i = 0, j = 0; i < x_.at.size() && j < y_.at.size();) {
      const double of_x = static_cast<double>(i + 1) / n, of_y = static_cast<double>(j + 1) / m;
      const double until = std::min(of_x, of_y), mass = until - sent;
      const std::size_t a = x_.order[i], b = y_.order[j];
      const double gap = y_.at[b] - x_.at[a];
      sum += mass * (power == 2 ? gap * gap : std::abs(gap));
      const double slope = mass * (power == 2 ? 2 * gap : gap > 0 ? 1.0 : gap < 0 ? -1.0 : 0.0);
      fake_slopes_[b] += slope;
      real_slopes_[a] -= slope;
      sent = until;
      i += of_x <= until;
      j += of_y <= until;
    }
    return sum;
  }

  /// The slope with respect to the best line, of what along() left, across it and of length 1.
  void steepest(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake) {
    across_.assign(best_.size(), 0);
    const auto add = [this](ganzoo::ConstMatrix x, const std::vector<double>& slopes) {
      for (std::int64_t i = 0; i < x.rows; ++i)
        for (std::int64_t k = 0; k < x.columns; ++k)
          across_[static_cast<std::size_t>(k)] += slopes[static_cast<std::size_t>(i)] * double{x(i, k)};
    };
    add(real, real_slopes_);
    add(fake, fake_slopes_);
    const double along = std::inner_product(across_.begin(), across_.end(), best_.begin(), 0.0);
    for (std::size_t k = 0; k < across_.size(); ++k) across_[k] -= along * best_[k];
    normalise(across_);
  }

  static void normalise(std::vector<double>& x) {
    const double norm = std::sqrt(std::inner_product(x.begin(), x.end(), x.begin(), 0.0));
    for (double& number : x) number = norm > 0 ? number / norm : 0;
  }

  ganzoo::OwnedMatrix drawn_;
  std::vector<double> best_, line_, across_, real_slopes_, fake_slopes_;
  Line x_, y_;
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<MaxSlicedWasserstein>)
