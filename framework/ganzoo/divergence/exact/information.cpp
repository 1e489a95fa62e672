#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/divergence/exact/information.hpp>
#include <ganzoo/divergence/exact/line_integral.hpp>
#include <ganzoo/divergence/exact/probabilities.hpp>
#include <queue>

namespace ganzoo {
namespace {

using detail::Certified, detail::LogDensity, detail::Position;

/// ∫ p max(±log q, 0), an integrand that is nowhere negative and bends where q = 1.
Certified part_on_the_line(const Distribution& p, const Distribution& q, double sign) {
  const auto h = [&](const Position& x) {
    const LogDensity lp = log_density(p, x), lq = log_density(q, x);
    return exp(Ball(lp.value, lp.error, 0)) * Ball(std::max(sign * lq.value, 0.0), lq.error, 0);
  };
  const detail::Bend bend = [&](const Position& x) { return log_density(q, x).value; };
  return detail::integrate_on_line(p, q, h, {bend}, detail::log_least_double);
}

Certified on_the_line(const Distribution& p, const Distribution& q) {
  const Certified where_rare = part_on_the_line(p, q, -1), where_dense = part_on_the_line(p, q, 1);
  return {where_rare.value - where_dense.value, where_rare.reason.empty() ? where_dense.reason : where_rare.reason};
}

/// −log x with x known to within `off`, relatively.
Ball surprise(double x, double off) { return -log(detail::widened_relatively(x, off)); }

/// −Σ p log q; what P never does counts as 0.
Certified summed(const std::vector<double>& p, const std::vector<double>& q) {
  const double of_p = detail::slack(p), of_q = detail::slack(q);
  Ball sum;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] == 0) continue;
    if (q[i] == 0) return {Ball(infinity, 0, 0), fmt::format("P has mass at {} where Q has none", i)};
    sum = sum + detail::widened_relatively(p[i], of_p) * surprise(q[i], of_q);
  }
  return {sum, ""};
}

struct Tree {
  double weight;
  std::size_t number;  // a leaf's point, or past them all in order of making: ties have one outcome
  std::vector<std::size_t> leaves;
  bool operator<(const Tree& other) const {
    return weight > other.weight || (weight == other.weight && number > other.number);
  }
};

}  // namespace

Exact exact_cross_entropy(const Distribution& p, const Distribution& q) {
  detail::require_alike(p, q);
  return detail::as_exact(p.is_discrete() ? summed(p.probabilities, q.probabilities) : on_the_line(p, q));
}

Exact exact_entropy(const Distribution& p) { return exact_cross_entropy(p, p); }

Exact exact_self_information(const Distribution& p, double x) {
  if (!p.is_discrete()) {
    const LogDensity there = log_density(p, Position{0, x});
    return {-there.value, there.error, ""};
  }
  if (std::exp(p.log_density(x)) == 0) return {infinity, 0, fmt::format("P has no mass at {:.6g}", x)};
  return detail::as_exact({surprise(p.probabilities[static_cast<std::size_t>(x)], detail::slack(p.probabilities)), ""});
}

Exact exact_mutual_information(const Joint& table) {
  Exact value = exact_renyi(1, table.both, table.product());
  // A margin is a rounded sum, and the divergence changes by no more than the relative change of the product.
  value.error += 2 * Ball::unit * static_cast<double>(table.rows() + table.columns + 2);
  return value;
}

std::vector<int> huffman_lengths(const std::vector<double>& probabilities) {
  std::priority_queue<Tree> trees;
  for (std::size_t i = 0; i < probabilities.size(); ++i)
    if (probabilities[i] > 0) trees.push({probabilities[i], i, {i}});
  std::vector<int> lengths(probabilities.size(), 0);
  for (std::size_t made = probabilities.size(); trees.size() > 1; ++made) {
    Tree least = trees.top();
    trees.pop();
    const Tree next = trees.top();
    trees.pop();
    least.leaves.insert(least.leaves.end(), next.leaves.begin(), next.leaves.end());
    for (const std::size_t leaf : least.leaves) ++lengths[leaf];
    trees.push({least.weight + next.weight, made, std::move(least.leaves)});
  }
  return lengths;
}

Exact huffman_mean_length(const std::vector<double>& probabilities) {
  const std::vector<int> lengths = huffman_lengths(probabilities);
  const double off = detail::slack(probabilities);
  Ball sum;
  for (std::size_t i = 0; i < lengths.size(); ++i)
    sum = sum + detail::widened_relatively(probabilities[i], off) * Ball::exactly(lengths[i]);
  return detail::as_exact({sum * log(Ball::exactly(2)), ""});
}

}  // namespace ganzoo
