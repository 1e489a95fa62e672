/// The exact optimal plan between equally weighted samples in any dimension, by LEMON's network simplex.
#pragma once

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <bit>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "points.hpp"

namespace ganzoo::metrics {

/// How much goes from each of n samples to each of m, in whole units: n·m / g of them in all, g = gcd(n, m).
using Plan = Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Costs as whole numbers, with which pivots compare exactly and the simplex ends. The potentials of n + m nodes, which
/// add up to some 8 (n + m) costs, still fit into 63 bits.
inline Plan rounded_costs(const Points& costs) {
  const auto nodes = static_cast<std::uint64_t>(costs.rows() + costs.cols());
  const int bits = std::min(50, 57 - static_cast<int>(std::bit_width(nodes)));
  const double largest = costs.maxCoeff(), scale = largest > 0 ? std::ldexp(1, bits) / largest : 0;
  return (costs * scale).array().round().matrix().cast<std::int64_t>();
}

/// The plan of the least cost [n, m], costs finite and ≥ 0: each sample of the one side gives m / g units, each of the
/// other takes n / g, exactly. It is optimal for costs that differ by 2⁻⁴⁶ of the largest (of 2000 samples in all).
inline Plan transport_plan(const Points& costs) {
  using Graph = lemon::SmartDigraph;
  const std::int64_t n = costs.rows(), m = costs.cols(), g = std::gcd(n, m);
  const Plan rounded = rounded_costs(costs);
  Graph graph;
  graph.reserveArc(static_cast<int>(n * m));
  for (std::int64_t i = 0; i < n + m; ++i) graph.addNode();
  Graph::NodeMap<std::int64_t> supply(graph);
  for (std::int64_t i = 0; i < n + m; ++i) supply[graph.nodeFromId(static_cast<int>(i))] = i < n ? m / g : -n / g;
  Graph::ArcMap<std::int64_t> cost(graph);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < m; ++j)
      cost[graph.addArc(graph.nodeFromId(i), graph.nodeFromId(static_cast<int>(n) + j))] = rounded(i, j);
  lemon::NetworkSimplex<Graph, std::int64_t> simplex(graph);
  using Simplex = decltype(simplex);
  if (simplex.supplyMap(supply).costMap(cost).run() != Simplex::OPTIMAL)
    throw std::logic_error("the network simplex found no optimal plan, but every transport problem has one");
  Plan plan(n, m);
  for (Graph::ArcIt a(graph); a != lemon::INVALID; ++a) plan.data()[graph.id(a)] = simplex.flow(a);
  return plan;
}

/// The cost of the optimal plan, a mean over the mass, at the true costs.
inline double least_mean_cost(const Points& costs) {
  const Plan plan = transport_plan(costs);
  return plan.cast<double>().cwiseProduct(costs).sum() / static_cast<double>(plan.sum());
}

}  // namespace ganzoo::metrics
