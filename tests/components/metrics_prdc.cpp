#include <cmath>

#include "components/make.hpp"

using namespace ganzoo;

namespace {

using Values = std::vector<double>;

enum { precision, recall, density, coverage };

Values prdc(const Values& real, const Values& fake, std::int64_t d, int k = 5) {
  return evaluate_doubles(*make<Metric>("prdc", {{"k", k}}), real, fake, d);
}

}  // namespace

TEST_CASE("precision, recall, density and coverage equal their golden values", "[unit]") {
  for (const auto file = reference("measures.json"); const auto& c : file.at("prdc"))
    for (const auto& golden : c.at("results")) {
      const auto d = static_cast<std::int64_t>(c.at("real")[0].size());
      const Values values = prdc(doubles(c.at("real")), doubles(c.at("fake")), d, golden.at("k"));
      INFO(c.at("kind") << ", k = " << golden.at("k"));
      CHECK(std::abs(values[precision] - golden.at("precision").get<double>()) <= 1e-9);
      CHECK(std::abs(values[recall] - golden.at("recall").get<double>()) <= 1e-9);
      CHECK(std::abs(values[density] - golden.at("density").get<double>()) <= 1e-9);
      CHECK(std::abs(values[coverage] - golden.at("coverage").get<double>()) <= 1e-9);
    }
}

TEST_CASE("on the line precision, recall, density and coverage are what one counts by hand", "[unit]") {
  // Balls of the reals 0, 1, 3, 10 to the nearest: [-1, 1], [0, 2], [1, 5], [3, 17]; of the fakes 1.5, 4, 4.5: [-1, 4],
  // [3.5, 4.5], [4, 5].
  const Values values = prdc({0, 1, 3, 10}, {1.5, 4, 4.5}, 1, 1);
  CHECK(values[precision] == 1);
  CHECK(values[recall] == 0.75);
  CHECK(values[density] == 2);  // two balls around each fake
  CHECK(values[coverage] == 0.75);
}

TEST_CASE("exchanging the samples exchanges precision and recall", "[unit]") {
  const Values x = as_doubles(normals(300, 3, 1)), y = as_doubles(normals(200, 3, 2, 0.5f, 1.5f));
  const Values there = prdc(x, y, 3), back = prdc(y, x, 3);
  CHECK(there[precision] == back[recall]);
  CHECK(there[recall] == back[precision]);
  CHECK(there[precision] != there[recall]);
}

TEST_CASE("a collapsed generator has precision 1 and recall 0, a blurred one the other way", "[unit]") {
  const Values real = as_doubles(normals(1000, 2, 3));
  const Values collapsed = prdc(real, as_doubles(normals(1000, 2, 4, 0, 1e-3f)), 2);
  CHECK(collapsed[precision] == 1);
  CHECK(collapsed[recall] <= 0.01);
  CHECK(collapsed[coverage] <= 0.05);
  const Values blurred = prdc(real, as_doubles(normals(1000, 2, 5, 0, 20)), 2);
  CHECK(blurred[precision] <= 0.05);
  CHECK(blurred[recall] >= 0.9);
  CHECK(blurred[density] <= 0.05);
}

TEST_CASE("a perfect sampler has the density and the coverage of Naeem's lemmas", "[unit]") {
  // Means over 20 pairs of 500; E density = 1, E coverage = 1 − Π (n − i)/(2n − i), i = 1 … k.
  constexpr int n = 500, k = 3, pairs = 20;
  double expected = 1, dense = 0, covered = 0;
  for (int i = 1; i <= k; ++i) expected *= double(n - i) / (2 * n - i);
  for (std::uint64_t i = 0; i < pairs; ++i) {
    const Values values = prdc(as_doubles(normals(n, 2, 2 * i)), as_doubles(normals(n, 2, 2 * i + 1)), 2, k);
    dense += values[density] / pairs;
    covered += values[coverage] / pairs;
  }
  CHECK(std::abs(dense - 1) <= 0.05);
  CHECK(std::abs(covered - (1 - expected)) <= 0.02);
}

TEST_CASE("prdc refuses more neighbours than there are, and is NaN of what is not finite", "[unit]") {
  check_error(
      [] {
        prdc({1, 2, 3}, {1, 2, 3, 4}, 1, 3);
      },
      Exit::usage, "prdc: k is 3, but must be less than 3, the samples of a side");
  CHECK(std::isnan(prdc({1, 2, NAN}, {1, 2, 3}, 1, 1)[density]));
  CHECK(std::isnan(prdc({1, 2, 3}, {1e200, 2, 3}, 1, 1)[precision]));
}
