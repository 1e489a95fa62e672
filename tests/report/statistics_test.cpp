/// The statistics of comparisons against tests/reference/statistics.json, which was computed by independent programs
/// (NumPy, SciPy, opda, exact rationals), and against laws.
#include <cmath>
#include <fstream>
#include <ganzoo/report/statistics/best_of.hpp>
#include <ganzoo/report/statistics/choice.hpp>
#include <ganzoo/report/statistics/floor.hpp>
#include <ganzoo/report/statistics/holm.hpp>
#include <ganzoo/report/statistics/improvement.hpp>
#include <ganzoo/report/statistics/interval.hpp>
#include <ganzoo/report/statistics/location.hpp>
#include <ganzoo/report/statistics/permutation.hpp>
#include <ganzoo/report/statistics/sign_flip.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "reference.hpp"
#include "support/catch.hpp"

using namespace ganzoo::report;
using namespace reference;

namespace {

Bounds bounds_of(const json& in) { return {number(in["lower"]), number(in["upper"])}; }

/// Reproducible numbers in [0, 1).
struct Uniform {
  std::uint64_t state;
  double operator()() {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state >> 11U) * 0x1p-53;
  }
};

std::vector<double> some(std::size_t n, Uniform& uniform) {
  std::vector<double> values(n);
  for (double& v : values) v = uniform();
  return values;
}

}  // namespace

TEST_CASE("the mean of bounded values has Gaffke's interval", "[unit]") {
  for_each_case("bounded_mean", [](const json& in, const json& expected) {
    const Interval v = interval_of(numbers(in["values"]), bounds_of(in));
    CHECK(v.rule == "gaffke");
    CHECK(v.level == 0.95);
    CHECK(v.n == expected["n"]);
    CHECK(agrees(v.center, expected["mean"]));
    CHECK(agrees(v.low, expected["low"]));
    CHECK(agrees(v.high, expected["high"]));
  });
}

TEST_CASE("the median stands between order statistics, and its level is told", "[unit]") {
  for_each_case("median", [](const json& in, const json& expected) {
    const auto values = numbers(in["values"]);
    const Interval v = interval_of(values, {0, infinity});
    CHECK(v.rule == "order statistics");
    CHECK(agrees(v.center, expected["median"]));
    CHECK(v.low == number(expected["low"]));
    CHECK(v.high == number(expected["high"]));
    CHECK(agrees(v.level, expected["level"]));
    CHECK(agrees(mean_of(values), expected["mean"]));
    const auto ascending = sorted(values);
    CHECK(v.low == ascending[expected["rank"].get<std::size_t>() - 1]);
    CHECK(ascending.front() == number(expected["least"]));
    CHECK(ascending.back() == number(expected["greatest"]));
  });
}

TEST_CASE("differences are tested by sign flips, and their interval inverts the test", "[unit]") {
  for_each_case("paired", [](const json& in, const json& expected) {
    const auto a = numbers(in["a"]), b = numbers(in["b"]);
    std::vector<double> d;
    for (std::size_t i = 0; i < a.size(); ++i) d.push_back(difference(a[i], b[i]));
    const bool infinite = expected["statistic"] == "signed ranks";
    const Interval v = difference_interval(d);
    CHECK(sign_flip_p(d) == expected["p"].get<double>());
    CHECK(least_p(d.size()) == expected["least_p"].get<double>());
    CHECK(agrees(mean_of(d), expected["mean"]));
    CHECK(agrees(median_of(d), expected["median"]));
    CHECK(agrees(v.center, infinite ? expected["median"] : expected["mean"]));
    CHECK(agrees(v.low, expected["low"]));
    CHECK(agrees(v.high, expected["high"]));
    CHECK(agrees(v.level, expected["level"]));
    if (!infinite) {
      CHECK(agrees(hodges_lehmann(d), expected["hodges_lehmann"]));
      CHECK(agrees(standardised_mean(d), expected["effect_dz"]));
    }
    if (in["range"].is_null()) return;
    const double width = number(in["range"][1]) - number(in["range"][0]);
    const Interval guaranteed = gaffke_interval(d, {-width, width});
    CHECK(agrees(guaranteed.low, expected["guaranteed_low"]));
    CHECK(agrees(guaranteed.high, expected["guaranteed_high"]));
  });
}

TEST_CASE("groups that are no pairs are tested by sharing their values out anew", "[unit]") {
  for_each_case("two_sample", [](const json& in, const json& expected) {
    const TwoSample test = permutation_test(numbers(in["a"]), numbers(in["b"]));
    CHECK(agrees(test.p, expected["p"]));
    CHECK(agrees(test.least_p, expected["least_p"]));
  });
}

TEST_CASE("Holm's correction multiplies the k-th smallest p by what is left, and never falls", "[unit]") {
  for_each_case("holm", [](const json& in, const json& expected) {
    const auto corrected = holm(numbers(in["p"]));
    for (std::size_t i = 0; i < corrected.size(); ++i) CHECK(agrees(corrected[i], expected["p_holm"][i]));
  });
  // Seeds needed for 1, 2, 3, 5, 7, 10, 20 and 33 groups, from 2/2ⁿ ≤ 0.05/m by hand.
  const std::vector<std::pair<std::int64_t, std::int64_t>> needed{{1, 6}, {2, 7},  {3, 7},   {5, 8},
                                                                  {7, 9}, {10, 9}, {20, 10}, {33, 11}};
  for (const auto& [family, n] : needed) CHECK(pairs_needed(family) == n);
}

TEST_CASE("the probability of improvement counts ties half and infinities as worst", "[unit]") {
  for_each_case("improvement", [](const json& in, const json& expected) {
    const Improvement v = improvement_of(numbers(in["a"]), numbers(in["b"]), in["better"] == "higher");
    CHECK(agrees(v.p, expected["paired"]));
    CHECK(agrees(v.low, expected["low"]));
    CHECK(agrees(v.high, expected["high"]));
    CHECK(agrees(v.all_pairs, expected["all_pairs"]));
  });
}

TEST_CASE("equivalence is concluded from both sides", "[unit]") {
  for_each_case("equivalence", [](const json& in, const json& expected) {
    const auto d = numbers(in["differences"]);
    CHECK(equivalence_p(d, number(in["margin"])) == expected["p"].get<double>());
    CHECK(least_p(d.size()) / 2 == expected["least_p"].get<double>());
  });
}

TEST_CASE("the interquartile mean is SciPy's trim_mean", "[unit]") {
  for_each_case("iqm", [](const json& in, const json& expected) {
    CHECK(agrees(interquartile_mean_of(numbers(in["values"])), expected["iqm"]));
  });
}

TEST_CASE("the best of k settings has a band that holds for all k at once", "[unit]") {
  for_each_case("best_of", [](const json& in, const json& expected) {
    const auto values = numbers(in["values"]);
    const OrderBand band = order_band(values.size());
    CHECK(agrees(band.alpha, expected["alpha"]));
    for (std::size_t j = 0; j < values.size(); ++j) {
      CHECK(agrees(band.l[j], expected["l"][j]));
      CHECK(agrees(band.u[j], expected["u"][j]));
    }
    const auto budgets = in["budgets"].get<std::vector<std::int64_t>>();
    const auto rows = best_of(values, in["better"] == "higher", bounds_of(in), budgets);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const json& row = expected["rows"][i];
      CHECK(rows[i].k == row["k"]);
      CHECK(agrees(rows[i].median, row["median"]));
      CHECK(agrees(rows[i].median_low, row["median_low"]));
      CHECK(agrees(rows[i].median_high, row["median_high"]));
      CHECK(agrees(rows[i].mean, row["mean"]));
      CHECK(agrees(rows[i].mean_low, row["mean_low"]));
      CHECK(agrees(rows[i].mean_high, row["mean_high"]));
      CHECK(agrees(rows[i].mean_without_replacement, row["mean_without_replacement"]));
    }
  });
}

TEST_CASE("the step is chosen by the other seeds", "[unit]") {
  for_each_case("at_best_across", [](const json& in, const json& expected) {
    std::vector<std::vector<double>> curves;
    for (const json& curve : in["curves"]) curves.push_back(numbers(curve));
    const bool higher = in["better"] == "higher";
    const auto chosen = best_for_others(curves, higher);
    std::vector<double> values, own;
    for (std::size_t s = 0; s < curves.size(); ++s) {
      REQUIRE(chosen[s]);
      CHECK(in["steps"][*chosen[s]] == expected["step"][s]);
      values.push_back(curves[s][*chosen[s]]);
      own.push_back(curves[s][*best_place(curves[s], higher)]);
    }
    CHECK(agrees(mean_of(values), expected["mean"]));
    CHECK(agrees(mean_of(own), expected["mean_of_own_best"]));
  });
  CHECK_FALSE(best_for_others({{1, 2}}, true)[0]);
  CHECK(best_for_others({{1, 2}, {undefined, 1}}, true)[0] == std::size_t{1});
}

TEST_CASE("values are marked against what real samples get", "[unit]") {
  for_each_case("floor", [](const json& in, const json& expected) {
    const bool higher = in["better"] == "higher";
    const Floor floor = floor_of(numbers(in["floor"]));
    CHECK(agrees(floor.median, expected["median"]));
    CHECK(agrees(higher ? floor.greatest : floor.least, expected["best"]));
    CHECK(agrees(higher ? floor.least : floor.greatest, expected["worst"]));
    CHECK(agrees(floor.level, expected["level"]));
    for (std::size_t i = 0; i < in["values"].size(); ++i) {
      const Mark mark = mark_of(number(in["values"][i]), floor, higher);
      CHECK(expected["marks"][i] == (mark == Mark::below ? "below" : mark == Mark::at ? "at" : "above"));
    }
  });
}

TEST_CASE("Gaffke's interval of zeros and ones is Clopper and Pearson's", "[unit]") {
  // Three of three: 0.025^(1/3); its upper end is the bound.
  const Interval v = gaffke_interval(std::vector<double>{1, 1, 1}, {0, 1});
  CHECK(std::abs(v.low - std::cbrt(0.025)) < 1e-15);
  CHECK(v.high == 1);
}

TEST_CASE("Gaffke's interval stays within the bounds and moves with each value", "[unit]") {
  Uniform uniform{11};
  for (const std::size_t n : {std::size_t{3}, std::size_t{5}, std::size_t{12}}) {
    const auto values = some(n, uniform);
    const Interval before = gaffke_interval(values, {0, 1});
    CHECK(0 <= before.low);
    CHECK(before.low <= before.center);
    CHECK(before.center <= before.high);
    CHECK(before.high <= 1);
    for (std::size_t i = 0; i < n; ++i) {
      auto raised = values;
      raised[i] += (1 - raised[i]) / 2;
      const Interval after = gaffke_interval(raised, {0, 1});
      CHECK(after.low >= before.low);
      CHECK(after.high >= before.high);
    }
  }
}

TEST_CASE("below three values there is a centre and no interval", "[unit]") {
  CHECK(std::isnan(interval_of({}, {0, 1}).center));
  const std::vector<double> two{1, 2};
  for (const Bounds& bounds : {Bounds{0, 8}, Bounds{}}) {
    CHECK(interval_of(two, bounds).center == 1.5);
    CHECK(std::isnan(interval_of(two, bounds).low));
    CHECK(interval_of(two, bounds).rule.empty());
  }
  CHECK(std::isnan(difference_interval(two).low));
}

TEST_CASE("Student's interval is the closed form for three values", "[unit]") {
  // t(0.975; 2) = 4.302652729749462 = 0.95·√(2 / (1 − 0.95²)); mean 2, standard error 1/√3.
  const double half = 0.95 * std::sqrt(2 / (1 - 0.95 * 0.95)) / std::sqrt(3.0);
  const Interval v = student_interval(std::vector<double>{1, 2, 3});
  CHECK(std::abs(v.low - (2 - half)) < 1e-14);
  CHECK(std::abs(v.high - (2 + half)) < 1e-14);
  CHECK(student_interval(std::vector<double>{0.1, 0.1, 0.1}).high == 0.1);
}

TEST_CASE("p knows no unit, no direction and nothing below what the pairs allow", "[unit]") {
  Uniform uniform{5};
  for (const std::size_t n : {std::size_t{3}, std::size_t{8}, std::size_t{25}}) {
    auto d = some(n, uniform);
    for (double& v : d) v -= 0.3;
    const double p = sign_flip_p(d);
    CHECK(p >= least_p(n));
    for (const int exponent : {-1000, -500, 60, 1000}) {
      auto scaled = d;
      for (double& v : scaled) v = std::ldexp(v, exponent);
      CHECK(sign_flip_p(scaled) == p);
    }
    for (double& v : d) v = -v;
    CHECK(sign_flip_p(d) == p);
  }
  CHECK(sign_flip_p(std::vector<double>(25, 0.0)) == 1);
  CHECK(sign_flip_p(std::vector<double>(25, 2.0)) == least_p(25));
}

TEST_CASE("p at most 0.05 and an interval without 0 are one statement", "[unit]") {
  Uniform uniform{17};
  int rejected = 0;
  for (int i = 0; i < 300; ++i) {
    auto d = some(8, uniform);
    for (double& v : d) v -= 0.25;
    const Interval interval = difference_interval(d);
    const bool outside = interval.low > 0 || interval.high < 0;
    CHECK(outside == (sign_flip_p(d) <= 1 - interval.level + 1e-12));
    rejected += outside;
  }
  CHECK(rejected > 50);
  CHECK(rejected < 250);
}

TEST_CASE("the worked example of six pairs", "[unit]") {
  const std::vector<double> d{.31, .12, .22, .45, .08, .27};
  CHECK(sign_flip_p(d) == 0.03125);
  CHECK(std::abs(hodges_lehmann(d) - 0.245) < 1e-15);
  CHECK(std::abs(standardised_mean(d) - 1.798448315524) < 1e-12);
  CHECK(difference_interval(d).low == 0.08);
  CHECK(difference_interval(d).high == 0.45);
  CHECK(difference_interval(d).level == 0.96875);
  CHECK(equivalence_p(d, 0.5) == 0.015625);
}

TEST_CASE("a band holds its point curve, and of many settings still does", "[unit]") {
  Uniform uniform{23};
  for (const std::size_t n : {std::size_t{1}, std::size_t{7}, std::size_t{40}, std::size_t{250}}) {
    const auto scores = some(n, uniform);
    const auto budgets = doubling_budgets(static_cast<std::int64_t>(n));
    CHECK(budgets.back() == static_cast<std::int64_t>(n));
    for (const bool higher : {true, false})
      for (const BestOf& row : best_of(scores, higher, {0, 1}, budgets)) {
        CHECK(row.median_low <= row.median);
        CHECK(row.median <= row.median_high);
        CHECK(row.mean_low <= row.mean);
        CHECK(row.mean <= row.mean_high);
      }
  }
  CHECK(std::abs(order_band(1).alpha - 0.05) < 1e-12);
  CHECK(std::abs(order_band(2).alpha - 0.026533154627) < 1e-12);
  CHECK(std::abs(order_band(12).alpha - 0.006538684641) < 1e-12);
}

TEST_CASE("the report of the best of k is worked out by hand", "[unit]") {
  const std::vector<double> scores{.2, .5, .6, .9}, reports{.25, .45, .65, .7};
  const auto curve = reported_of_best(scores, reports, true, std::vector<std::int64_t>{1, 2, 3, 4});
  const std::vector<double> expected{.5125, .609375, .65078125, .6708984375};
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(std::abs(curve[i] - expected[i]) < 1e-15);
}

TEST_CASE("infinities are neither dropped nor averaged away", "[unit]") {
  CHECK(mean_of(std::vector<double>{1, infinity}) == infinity);
  CHECK(std::isnan(mean_of(std::vector<double>{-infinity, infinity})));
  CHECK(mean_of(std::vector<double>{1.5e308, 1.5e308}) == 1.5e308);
  CHECK(median_of(std::vector<double>{1, 2, infinity, infinity}) == infinity);
  CHECK(difference(infinity, infinity) == 0);
  CHECK(difference(1, infinity) == -infinity);
  CHECK(score_of(std::vector<double>{1, 2, infinity}) == 2);
  const TwoSample test = permutation_test(std::vector<double>{1, 2, 3}, std::vector<double>{infinity, 5, 6});
  CHECK(std::abs(test.p - 0.1) < 1e-15);
}
