#include <cmath>
#include <fstream>
#include <ganzoo/report/statistics/statistics.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"

using namespace ganzoo::report;

namespace {

nlohmann::json reference() {
  std::ifstream in(GANZOO_TESTS_REFERENCE "/statistics.json");
  return nlohmann::json::parse(in);
}

}  // namespace

TEST_CASE("intervals agree with SciPy's t and BCa bootstrap", "[unit]") {
  const auto cases = reference();
  for (const auto& [name, expected] : cases.items()) {
    CAPTURE(name);
    const auto values = expected["values"].get<std::vector<double>>();
    const Interval interval = interval_of(values);
    const double width = expected["high"].get<double>() - expected["low"].get<double>();
    // SciPy's t is right to 1e-9 (the closed form below is stricter); two bootstraps differ by their resampling: about
    // 1 % of the width at 10 000.
    const double tolerance = values.size() < bootstrap_from ? 1e-9 * width : 0.03 * width;
    CHECK(interval.n == static_cast<std::int64_t>(values.size()));
    CHECK(std::abs(interval.mean - expected["mean"].get<double>()) <= 1e-14 * (1 + std::abs(interval.mean)));
    CHECK(std::abs(interval.low - expected["low"].get<double>()) <= tolerance);
    CHECK(std::abs(interval.high - expected["high"].get<double>()) <= tolerance);
    const double p = expected["p"].get<double>();
    CHECK(std::abs(paired_of(values).p - p) <= 1e-10 * p);
  }
}

TEST_CASE("the t interval is the closed form for three values", "[unit]") {
  // t(0.975; 2) = 4.302652729749462 = 0.95·√(2 / (1 − 0.95²)); mean 2, standard error 1/√3.
  const std::vector<double> values{1, 2, 3};
  const double half = 0.95 * std::sqrt(2 / (1 - 0.95 * 0.95)) / std::sqrt(3.0);
  const Interval interval = interval_of(values);
  CHECK(std::abs(interval.low - (2 - half)) < 1e-14);
  CHECK(std::abs(interval.high - (2 + half)) < 1e-14);
}

TEST_CASE("below three values there is a mean and no interval", "[unit]") {
  CHECK(interval_of({}).n == 0);
  CHECK(std::isnan(interval_of({}).mean));
  const std::vector<double> two{1, 2};
  CHECK(interval_of(two).mean == 1.5);
  CHECK(std::isnan(interval_of(two).low));
  CHECK(std::isnan(paired_of(two).p));
}

TEST_CASE("the interval of equal values is a point", "[unit]") {
  for (const std::size_t n : {std::size_t{3}, std::size_t{30}}) {
    const std::vector<double> values(n, 0.1);
    CHECK(interval_of(values).low == 0.1);
    CHECK(interval_of(values).high == 0.1);
  }
  CHECK(paired_of(std::vector<double>(5, 0.0)).p == 1);
  CHECK(paired_of(std::vector<double>(5, 2.0)).p == 0);
}

TEST_CASE("the bootstrap gives the same numbers every time", "[unit]") {
  const auto values = reference()["thirty_skewed"]["values"].get<std::vector<double>>();
  CHECK(interval_of(values).low == interval_of(values).low);
}

TEST_CASE("the t interval of normal values covers the mean 95 times in 100", "[unit]") {
  // 4000 samples of 5: a standard error of 0.34 %; false alarm below 1e-5 at 4.5 of them. A fixed stream, so never.
  std::uint64_t state = 7;
  const auto uniform = [&] {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (static_cast<double>(state >> 11U) + 0.5) * 0x1p-53;
  };
  int covered = 0;
  for (int i = 0; i < 4000; ++i) {
    std::vector<double> values(5);
    for (double& v : values) v = 1 + std::sqrt(-2 * std::log(uniform())) * std::cos(6.283185307179586 * uniform());
    const Interval interval = interval_of(values);
    covered += interval.low <= 1 && 1 <= interval.high;
  }
  CHECK(std::abs(covered / 4000.0 - 0.95) < 0.0155);
}

TEST_CASE("Holm's correction multiplies the k-th smallest p by what is left, and never falls", "[unit]") {
  // Worked example: 0.01·4, 0.02·3, max(0.06, 0.03·2), max(0.06, 0.04·1).
  const std::vector<double> p{0.03, 0.01, 0.04, 0.02};
  const std::vector<double> expected{0.06, 0.04, 0.06, 0.06};
  const auto corrected = holm(p);
  for (std::size_t i = 0; i < p.size(); ++i) CHECK(std::abs(corrected[i] - expected[i]) < 1e-15);
  CHECK(holm(std::vector<double>{0.9, 0.8}) == std::vector<double>{1, 1});
  const auto undefined = holm(std::vector<double>{std::numeric_limits<double>::quiet_NaN(), 0.02});
  CHECK(std::isnan(undefined[0]));
  CHECK(undefined[1] == 0.02);
}
