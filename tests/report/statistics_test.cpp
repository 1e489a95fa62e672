// The statistics of comparisons against tests/reference/statistics.json, which was computed by independent programs
// (NumPy, SciPy, opda, exact rationals), and against laws.
#include "statistics_scene.hpp"

using namespace ganzoo::report;
using namespace reference;
using namespace statistics_scene;

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
