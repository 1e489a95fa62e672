// What every interval and every test obeys, and examples worked out by hand.
#include "statistics_scene.hpp"

using namespace ganzoo::report;
using namespace reference;
using namespace statistics_scene;

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
