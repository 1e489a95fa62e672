// How often the intervals of `ganzoo estimate` cover the exact divergence of two Gaussians, what its p does where
// nothing differs, and how often it sees a shift of 0.3 σ: estimate_coverage [DRAWS] [NULL_DRAWS] [DIMENSIONS].
//
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ganzoo/divergence/distribution.hpp>
#include <ganzoo/divergence/estimate/estimate.hpp>
#include <ganzoo/divergence/estimate/pair_test.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <memory>
#include <vector>

using namespace ganzoo;

namespace {

/// P = N(0, I), Q differs along the first axis alone: there the exact value is that on the line.
struct Pair {
  std::int64_t d;
  double mean, std;
};

struct Sample {
  std::int64_t n, d;
  std::vector<double> values;

  Sample(std::int64_t n_, std::int64_t d_, std::uint64_t seed, double mean = 0, double std = 1)
      : n(n_), d(d_), values(static_cast<std::size_t>(n_ * d_)) {
    const Rng rng(seed, Purpose::data);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = rng.normal(i);
    for (std::size_t i = 0; i < values.size(); i += static_cast<std::size_t>(d)) values[i] = mean + std * values[i];
  }
  MatrixView<const double> view() const { return {values.data(), n, d}; }
};

struct Tally {
  const char* name;
  std::unique_ptr<Divergence> divergence;
  double exact = 0, sum = 0, width = 0;
  int covered = 0;

  void add(const Estimated& e) {
    covered += e.low <= exact && exact <= e.high;
    sum += e.value;
    width += e.high - e.low;
  }
};

void intervals(const Pair& pair, int draws) {
  constexpr std::int64_t n = 1000;
  Registry registry;
  std::vector<Tally> tallies;
  for (const char* name : {"kl", "reverse_kl", "js", "squared_hellinger"}) {
    tallies.push_back({name, registry.make<Divergence>(name, {})});
    tallies.back().exact = exact_divergence(*tallies.back().divergence->mathematics(), Distribution::normal(0, 1),
                                            Distribution::normal(pair.mean, pair.std));
  }
  for (int i = 0; i < draws; ++i) {
    const auto seed = static_cast<std::uint64_t>(2 * i);
    const Sample real(n, pair.d, seed), fake(n, pair.d, seed + 1, pair.mean, pair.std);
    const auto fits = cross_fit(real.view(), fake.view(), 5, Rng(seed, Purpose::other));
    for (Tally& tally : tallies) tally.add(estimate(*tally.divergence, fits));
  }
  for (const Tally& t : tallies)
    fmt::print(
        "d = {:2}, N(0, 1) and N({}, {}): {:<17} exact {:.4f}, mean estimate {:.4f}, mean width {:.4f}, covered {} of "
        "{}\n",
        pair.d, pair.mean, pair.std, t.name, t.exact, t.sum / draws, t.width / draws, t.covered, draws);
  std::fflush(stdout);
}

void null_law(int draws) {
  std::vector<double> p;
  for (int i = 0; i < draws; ++i) {
    const auto seed = static_cast<std::uint64_t>(2 * i);
    p.push_back(
        energy_test(Sample(200, 2, seed).view(), Sample(200, 2, seed + 1).view(), 999, Rng(seed, Purpose::other)).p);
  }
  std::ranges::sort(p);
  double gap = 0;
  for (std::size_t i = 0; i < p.size(); ++i)
    gap = std::max({gap, p[i] - static_cast<double>(i) / draws, static_cast<double>(i + 1) / draws - p[i]});
  fmt::print(
      "nothing differs: Kolmogorov–Smirnov distance of p from uniform {:.4f}, times √{} {:.3f} (1.358 is passed once "
      "in 20)\n",
      gap, draws, gap * std::sqrt(draws));
}

void power(int draws) {
  int seen = 0;
  for (int i = 0; i < draws; ++i) {
    const auto seed = static_cast<std::uint64_t>(2 * i);
    seen +=
        energy_test(Sample(1000, 2, seed).view(), Sample(1000, 2, seed + 1, 0.3).view(), 199, Rng(seed, Purpose::other))
            .p <= 0.05;
  }
  fmt::print("a shift of 0.3 along one axis, n = 1000, d = 2: p at most 0.05 in {} of {}\n", seen, draws);
}

}  // namespace

int main(int argc, char** argv) {
  const int draws = argc > 1 ? std::atoi(argv[1]) : 200, null_draws = argc > 2 ? std::atoi(argv[2]) : 500;
  if (null_draws > 0) null_law(null_draws), power(draws / 2);
  for (const Pair& pair : {Pair{1, 1, 1}, Pair{1, 0.5, 1.25}, Pair{2, 0.7, 1}, Pair{2, 0.3, 1.25}, Pair{10, 1, 1},
                           Pair{10, 0.5, 1.25}, Pair{10, 0, 1}})
    if (argc <= 3 || pair.d == std::atoi(argv[3])) intervals(pair, draws);
}
