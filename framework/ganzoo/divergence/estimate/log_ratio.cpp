#include <fmt/format.h>

#include <array>
#include <cmath>
#include <ganzoo/divergence/estimate/features.hpp>
#include <ganzoo/divergence/estimate/log_ratio.hpp>
#include <ganzoo/divergence/estimate/logistic.hpp>

namespace ganzoo {
namespace {

using detail::Features, detail::Form, detail::Pool, detail::Rows;

struct Candidate {
  Form form;
  double penalty;
};

/// Of one form the larger penalty first: its weights start the next.
constexpr std::array candidates{Candidate{Form::linear, 1},    Candidate{Form::quadratic, 10},
                                Candidate{Form::quadratic, 1}, Candidate{Form::fourier, 30},
                                Candidate{Form::fourier, 3},   Candidate{Form::fourier, 0.3}};

/// Of each point, 0 … count − 1: as many of each side in each fold, to one.
std::vector<int> folds_of(const Pool& pool, int count, const Rng& rng) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(pool.points.rows()));
  rng.fill_permutation(order);
  std::vector<int> fold(order.size());
  std::array<int, 2> next{};
  for (const std::int64_t i : order) fold[static_cast<std::size_t>(i)] = next[pool.is_real(i) > 0.5 ? 1 : 0]++ % count;
  return fold;
}

struct Halves {
  std::vector<Eigen::Index> fitted, held;
};

Halves halves_of(const std::vector<int>& fold, int held_out) {
  Halves halves;
  for (std::size_t i = 0; i < fold.size(); ++i)
    (fold[i] == held_out ? halves.held : halves.fitted).push_back(static_cast<Eigen::Index>(i));
  return halves;
}

/// The candidate whose held-out loss is least.
Candidate choose(const Pool& pool, const Features& features, const Rng& rng) {
  constexpr int folds = 4;
  const std::vector<int> fold = folds_of(pool, folds, rng);
  std::array<double, candidates.size()> loss{};
  Form of = Form::linear;
  Rows all;
  std::array<Eigen::VectorXd, folds> weights;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto [form, penalty] = candidates[i];
    if (!features.affords(form)) {
      loss[i] = HUGE_VAL;
      continue;
    }
    if (all.size() == 0 || form != of) all = features(of = form, pool.points), weights = {};
    for (int k = 0; k < folds; ++k) {
      const auto [fitted, held] = halves_of(fold, k);
      Eigen::VectorXd& w = weights[static_cast<std::size_t>(k)];
      w = detail::logistic_weights(all(fitted, Eigen::all), pool.is_real(fitted), penalty, w);
      loss[i] += detail::logistic_loss(all(held, Eigen::all) * w, pool.is_real(held));
    }
  }
  return candidates[static_cast<std::size_t>(std::ranges::min_element(loss) - loss.begin())];
}

}  // namespace

struct LogRatio::Fit {
  Fit(const Pool& pool, const Rng& rng)
      : origin(pool.origin), features(pool.points, rng.child(0)), chosen(choose(pool, features, rng.child(1))) {
    weights = detail::logistic_weights(features(chosen.form, pool.points), pool.is_real, chosen.penalty, {});
    // What the numbers of samples alone say is no part of p/q.
    const double n = static_cast<double>(pool.reals), m = static_cast<double>(pool.points.rows()) - n;
    weights(0) -= std::log(n / m);
  }

  Eigen::RowVectorXd origin;
  Features features;
  Candidate chosen;
  Eigen::VectorXd weights;
};

LogRatio::LogRatio(MatrixView<const double> real, MatrixView<const double> fake, const Rng& rng)
    : fit_(std::make_unique<Fit>(Pool(real, fake), rng)) {}
LogRatio::LogRatio(LogRatio&&) noexcept = default;
LogRatio::~LogRatio() = default;

std::vector<double> LogRatio::operator()(MatrixView<const double> x) const {
  const Eigen::VectorXd v = fit_->features(fit_->chosen.form, detail::map(x).rowwise() - fit_->origin) * fit_->weights;
  return {v.begin(), v.end()};
}

std::string LogRatio::form() const {
  return fmt::format("{} features, penalty {}", detail::name_of(fit_->chosen.form), fit_->chosen.penalty);
}

}  // namespace ganzoo
