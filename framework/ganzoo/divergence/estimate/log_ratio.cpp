#include <fmt/format.h>

#include <array>
#include <cmath>
#include <functional>
#include <ganzoo/divergence/estimate/features.hpp>
#include <ganzoo/divergence/estimate/log_ratio.hpp>
#include <ganzoo/divergence/estimate/logistic.hpp>

namespace ganzoo {
namespace detail {

/// A form of features and what its weights are held back by.
struct Candidate {
  Form form;
  double penalty;  ///< of what is not linear; 1 of what is, and none of the constant
};

}  // namespace detail

namespace {

using Poll = std::function<void()>;
using detail::Candidate, detail::Features, detail::Form, detail::Pool, detail::Rows;

constexpr int folds = 3;

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

/// Each point's loss under weights that have not seen it.
Eigen::VectorXd held_out_losses(const Pool& pool, const Rows& features, const Eigen::ArrayXd& penalties,
                                const std::vector<int>& fold, std::array<Eigen::VectorXd, folds>& weights,
                                const Poll& poll) {
  Eigen::VectorXd losses(pool.points.rows());
  for (int k = 0; k < folds; ++k) {
    const auto [fitted, held] = halves_of(fold, k);
    Eigen::VectorXd& w = weights[static_cast<std::size_t>(k)];
    w = detail::logistic_weights(features(fitted, Eigen::all), pool.is_real(fitted), penalties, w, poll);
    losses(held) = detail::logistic_losses(features(held, Eigen::all) * w, pool.is_real(held));
  }
  return losses;
}

struct Tried {
  Candidate best;
  Eigen::VectorXd losses;  ///< of each point, held out
};

/// The penalty whose held-out loss is least, of those for each point; the larger first, whose weights start the next.
Tried try_penalties(const Pool& pool, const Features& features, Form form, std::initializer_list<double> for_each,
                    const std::vector<int>& fold, const Poll& poll) {
  const Rows all = features(form, pool.points);
  std::array<Eigen::VectorXd, folds> weights;
  Tried tried;
  for (const double each : for_each) {
    const double penalty = each * static_cast<double>(pool.points.rows());
    Eigen::VectorXd losses = held_out_losses(pool, all, features.penalties(form, penalty), fold, weights, poll);
    if (tried.losses.size() == 0 || losses.sum() < tried.losses.sum()) tried = {{form, penalty}, std::move(losses)};
  }
  return tried;
}

/// A rough form where it is better than the smooth one, each at its best penalty, by more than three standard errors. A
/// smooth one is hardly penalised: a penalty that suits what these samples show would hide what they show faintly.
Candidate choose(const Pool& pool, const Features& features, const Rng& rng, const Poll& poll) {
  const std::vector<int> fold = folds_of(pool, folds, rng);
  const Tried rough = try_penalties(pool, features, Form::fourier, {2e-2, 5e-4, 1e-5}, fold, poll);
  for (const Form form : {Form::quadratic, Form::linear}) {
    if (!features.affords(form, pool.points.rows())) continue;
    const Tried smooth = try_penalties(pool, features, form, {10, 0.1}, fold, poll);
    const Eigen::ArrayXd gain = smooth.losses - rough.losses;
    const double error = std::sqrt((gain - gain.mean()).square().sum()) / static_cast<double>(gain.size());
    return gain.mean() > 3 * error ? rough.best : Candidate{form, 1};
  }
  return rough.best;
}

}  // namespace

struct LogRatio::Fit {
  Fit(const Pool& pool, const Rng& rng, const Poll& poll)
      : origin(pool.origin), features(pool.points, rng.child(0)), chosen(choose(pool, features, rng.child(1), poll)) {
    weights = detail::logistic_weights(features(chosen.form, pool.points), pool.is_real,
                                       features.penalties(chosen.form, chosen.penalty), {}, poll);
    // What the numbers of samples alone say is no part of p/q.
    const double n = static_cast<double>(pool.reals), m = static_cast<double>(pool.points.rows()) - n;
    weights(0) -= std::log(n / m);
  }

  Eigen::RowVectorXd origin;
  Features features;
  Candidate chosen;
  Eigen::VectorXd weights;
};

LogRatio::LogRatio(MatrixView<const double> real, MatrixView<const double> fake, const Rng& rng, const Poll& poll)
    : fit_(std::make_unique<Fit>(Pool(real, fake), rng, poll)) {}
LogRatio::LogRatio(LogRatio&&) noexcept = default;
LogRatio::~LogRatio() = default;

std::vector<double> LogRatio::operator()(MatrixView<const double> x) const {
  const Eigen::VectorXd v = fit_->features(fit_->chosen.form, detail::map(x).rowwise() - fit_->origin) * fit_->weights;
  return {v.begin(), v.end()};
}

std::string LogRatio::form() const {
  return fmt::format("{} features, penalty {:.3g}", detail::name_of(fit_->chosen.form), fit_->chosen.penalty);
}

}  // namespace ganzoo
