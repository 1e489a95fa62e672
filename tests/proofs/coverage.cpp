/// How often the intervals that `compare` prints cover: for every law, number of seeds and correlation within a seed.
///
/// Prints a line each and ends with 1 where a coverage is below its printed level by more than two points. Laws and
/// repeats are those of tests/reference/statistics.json, block `simulation`; what a seed counts with is the mean over four
/// settings, of which each is the seed's own draw with the probability of the correlation's root, so that any two of a
/// seed's settings correlate so. Figures stand in coverage.txt. Differences are of two groups of one law, whose law is
/// symmetric, as their test assumes; of other pairs the interval may cover less (87 to 97 % at 93.75 %).
///
///     g++ -std=c++20 -O2 -Iframework -Iframework/include tests/proofs/coverage.cpp framework/ganzoo/report/statistics/{interval,location,sign_flip,improvement}.cpp
///         -Lbuild/release/lib -lganzoo -Wl,-rpath,$PWD/build/release/lib -o build/coverage && ./build/coverage
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <ganzoo/report/statistics/improvement.hpp>
#include <ganzoo/report/statistics/interval.hpp>
#include <ganzoo/report/statistics/location.hpp>
#include <ganzoo/report/statistics/sign_flip.hpp>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace {

using ganzoo::report::Bounds;
using ganzoo::report::Interval;
using Bits = std::mt19937_64;

constexpr int repeats = 4000, settings = 4, truth_draws = 400'000;
constexpr double infinity = std::numeric_limits<double>::infinity();

double uniform(Bits& bits) { return (static_cast<double>(bits() >> 11U) + 0.5) * 0x1p-53; }
double normal(Bits& bits) {
  return std::sqrt(-2 * std::log(uniform(bits))) * std::cos(6.283185307179586 * uniform(bits));
}
double gamma(Bits& bits, double shape) { return std::gamma_distribution<double>(shape)(bits); }
double beta(Bits& bits, double a, double b) {
  const double x = gamma(bits, a);
  return x / (x + gamma(bits, b));
}

struct Law {
  std::string name;
  Bounds bounds;
  std::function<double(Bits&)> draw;
};

const std::vector<Law>& laws() {
  static const std::vector<Law> all{
      {"8 w.p. .9, else 0", {0, 8}, [](Bits& b) { return uniform(b) < 0.9 ? 8.0 : 0.0; }},
      {"8 w.p. .5, else 0", {0, 8}, [](Bits& b) { return uniform(b) < 0.5 ? 8.0 : 0.0; }},
      {"0 w.p. .3, else 5..8", {0, 8}, [](Bits& b) { return uniform(b) < 0.3 ? 0.0 : 5 + std::floor(4 * uniform(b)); }},
      {"binomial(8, .8)",
       {0, 8},
       [](Bits& b) {
         double k = 0;
         for (int i = 0; i < 8; ++i) k += uniform(b) < 0.8;
         return k;
       }},
      {"beta(2, 2)", {0, 1}, [](Bits& b) { return beta(b, 2, 2); }},
      {"beta(8, 1)", {0, 1}, [](Bits& b) { return beta(b, 8, 1); }},
      {"beta(.5, .5)", {0, 1}, [](Bits& b) { return beta(b, 0.5, 0.5); }},
      {"0 w.p. .2, else beta(20, 1)", {0, 1}, [](Bits& b) { return uniform(b) < 0.2 ? 0.0 : beta(b, 20, 1); }},
      {"normal", {}, normal},
      {"Student's t, 3 degrees", {}, [](Bits& b) { return normal(b) / std::sqrt(gamma(b, 1.5) / 1.5); }},
      {"lognormal .5", {0, infinity}, [](Bits& b) { return std::exp(0.5 * normal(b)); }},
      {"lognormal 1", {0, infinity}, [](Bits& b) { return std::exp(normal(b)); }},
      {"lognormal .5, x 100 w.p. .1",
       {0, infinity},
       [](Bits& b) { return std::exp(0.5 * normal(b)) * (uniform(b) < 0.1 ? 100 : 1); }},
      {"lognormal .5, inf w.p. .1", {0, infinity}, [](Bits& b) {
         return uniform(b) < 0.1 ? infinity : std::exp(0.5 * normal(b));
       }}};
  return all;
}

/// The mean over a seed's settings.
double seed_value(const Law& law, double correlation, Bits& bits) {
  const double own = law.draw(bits), share = std::sqrt(correlation);
  double sum = 0;
  for (int s = 0; s < settings; ++s) {
    const double fresh = law.draw(bits);
    sum += uniform(bits) < share ? own : fresh;
  }
  return sum / settings;
}

/// What the interval is of: the mean of bounded values, the median of others.
double truth(const Law& law, const std::function<double(Bits&)>& draw) {
  Bits bits(7);
  std::vector<double> values(truth_draws);
  for (double& v : values) v = draw(bits);
  return law.bounds.finite() ? ganzoo::report::mean_of(values) : ganzoo::report::median_of(values);
}

struct Tally {
  double level = 0, covered = 0, width = 0;
  std::vector<double> widths;
  void add(const Interval& interval, double value) {
    level = interval.level;
    covered += interval.low <= value && value <= interval.high;
    widths.push_back(interval.high - interval.low);
  }
};

int below = 0;

void report(const std::string& what, std::size_t n, Tally tally) {
  const double coverage = tally.covered / repeats;
  const bool falls_short = coverage < tally.level - 0.02;
  below += falls_short;
  std::printf("%-62s n %2zu  level %6.2f  covers %6.2f  width %.3g%s\n", what.c_str(), n, 100 * tally.level,
              100 * coverage, ganzoo::report::median_of(tally.widths), falls_short ? "  BELOW" : "");
}

void cover(const Law& law, const std::string& suffix, const std::function<double(Bits&)>& draw) {
  const double value = truth(law, draw);
  for (const std::size_t n : {std::size_t{3}, std::size_t{5}, std::size_t{10}, std::size_t{20}}) {
    Bits bits(20231109 + n);
    Tally tally;
    for (int i = 0; i < repeats; ++i) {
      std::vector<double> values(n);
      for (double& v : values) v = draw(bits);
      tally.add(ganzoo::report::interval_of(values, law.bounds), value);
    }
    report(law.name + suffix, n, tally);
  }
}

/// Two groups of one law: the difference, whose law is symmetric, and how often the one is better.
void cover_pairs(const Law& law) {
  if (law.name.find("inf") != std::string::npos) return;
  for (const std::size_t n : {std::size_t{3}, std::size_t{5}, std::size_t{10}, std::size_t{20}}) {
    Bits bits(20140610 + n);
    Tally difference, improvement;
    for (int i = 0; i < repeats; ++i) {
      std::vector<double> a(n), b(n), d(n);
      for (std::size_t k = 0; k < n; ++k) {
        a[k] = law.draw(bits);
        b[k] = law.draw(bits);
        d[k] = a[k] - b[k];
      }
      difference.add(ganzoo::report::difference_interval(d), 0);
      const auto p = ganzoo::report::improvement_of(a, b, true);
      Interval interval;
      interval.low = p.low;
      interval.high = p.high;
      interval.level = 0.95;
      improvement.add(interval, 0.5);
    }
    report(law.name + ", difference of two", n, difference);
    report(law.name + ", P(better)", n, improvement);
  }
}

}  // namespace

int main() {
  for (const Law& law : laws()) {
    cover(law, "", law.draw);
    if (law.name.find("inf") == std::string::npos)
      for (const double correlation : {0.0, 0.3, 0.6, 0.9}) {
        char suffix[48];
        std::snprintf(suffix, sizeof suffix, ", 4 settings a seed, correlation %.1f", correlation);
        cover(law, suffix, [&](Bits& bits) { return seed_value(law, correlation, bits); });
      }
    cover_pairs(law);
  }
  std::printf("%d below their level less two points\n", below);
  return below > 0 ? 1 : 0;
}
