#include <cmath>
#include <ganzoo/divergence/estimate/pair_test.hpp>
#include <numeric>
#include <plugins/metrics/fisher_exact.hpp>

#include "components/make.hpp"

using namespace ganzoo;

namespace {

using Values = std::vector<double>;

Values energy(const Values& x, const Values& y, std::int64_t d, int permutations = 199) {
  return evaluate_doubles(*make<Metric>("energy_test", {{"permutations", permutations}}), x, y, d);
}
Values mmd(const Values& x, const Values& y, std::int64_t d, double bandwidth = 0, int permutations = 199) {
  return evaluate_doubles(*make<Metric>("mmd_test", {{"permutations", permutations}, {"bandwidth", bandwidth}}), x, y,
                          d);
}
Values c2st(const Values& x, const Values& y, std::int64_t d) {
  return evaluate_doubles(*make<Metric>("c2st"), x, y, d);
}

Values some(std::int64_t n, std::int64_t d, std::uint64_t seed, float mean = 0, float std = 1) {
  return as_doubles(normals(n, d, seed, mean, std));
}

Values moved(Values x, double by) {
  for (double& v : x) v += by;
  return x;
}

/// The largest gap between the law of `p` and the uniform one, times √n: 1.63 is passed once in a hundred draws.
double kolmogorov(Values p) {
  std::ranges::sort(p);
  double gap = 0;
  const double n = static_cast<double>(p.size());
  for (std::size_t i = 0; i < p.size(); ++i)
    gap = std::max({gap, std::abs(p[i] - static_cast<double>(i) / n), std::abs(p[i] - static_cast<double>(i + 1) / n)});
  return gap * std::sqrt(n);
}

}  // namespace

TEST_CASE("energy distance, MMD² and the median distance equal their golden values", "[unit]") {
  for (const auto file = reference("two_samples.json"); const auto& c : file.at("cases")) {
    const Values x = doubles(c.at("real")), y = doubles(c.at("fake"));
    const auto d = static_cast<std::int64_t>(c.at("real")[0].size());
    CHECK(std::abs(energy(x, y, d)[0] - c.at("energy_v").get<double>()) <= 1e-12);
    for (const auto& golden : c.at("mmd"))
      CHECK(std::abs(mmd(x, y, d, golden.at("bandwidth"))[0] - golden.at("unbiased").get<double>()) <= 1e-12);
    const Values median = mmd(x, y, d);
    CHECK(std::abs(median[2] - c.at("median_distance").get<double>()) <= 1e-12);
    CHECK(std::abs(median[0] - c.at("mmd")[2].at("unbiased").get<double>()) <= 1e-12);
  }
}

TEST_CASE("a permutation test's p tends to that over all relabellings", "[unit]") {
  // 20 000 of them: four standard errors are 0.012.
  const auto file = reference("two_samples.json");
  const auto& golden = file.at("exact_p");
  const Values x = doubles(golden.at("real")), y = doubles(golden.at("fake"));
  CHECK(std::abs(energy(x, y, 2, 20000)[1] - golden.at("energy_p").get<double>()) <= 0.012);
  CHECK(std::abs(mmd(x, y, 2, golden.at("bandwidth"), 20000)[1] - golden.at("mmd_p").get<double>()) <= 0.012);
}

TEST_CASE("Fisher's exact test equals its golden values", "[unit]") {
  for (const auto file = reference("two_samples.json"); const auto& c : file.at("fisher")) {
    const std::int64_t x = c.at("real_called_real"), y = c.at("fake_called_real");
    const double p = metrics::fisher_exact(x, x + c.at("real_called_fake").get<std::int64_t>(), y,
                                           y + c.at("fake_called_fake").get<std::int64_t>());
    CHECK(std::abs(p - c.at("p").get<double>()) <= 1e-10);
  }
}

TEST_CASE("where nothing differs a test's p is uniform", "[unit]") {
  // A false alarm once in a hundred for each test; c2st's p has few values, and must only not be too small too often.
  Values of_energy, of_mmd, of_c2st;
  for (std::uint64_t i = 0; i < 300; ++i) {
    const Values x = some(40, 2, 2 * i), y = some(30, 2, 2 * i + 1);
    of_energy.push_back(energy(x, y, 2, 99)[1]);
    of_mmd.push_back(mmd(x, y, 2, 0, 99)[1]);
    of_c2st.push_back(c2st(x, y, 2)[1]);
  }
  CHECK(kolmogorov(of_energy) <= 1.63);
  CHECK(kolmogorov(of_mmd) <= 1.63);
  const auto below = std::ranges::count_if(of_c2st, [](double p) { return p <= 0.1; });
  CHECK(below <= 30 + 13);  // 2.5 standard deviations
}

TEST_CASE("two-sample tests see a shift, a scale and a correlation", "[unit]") {
  const Values x = some(600, 2, 1);
  Values shifted = some(600, 2, 2, 0.5F), wide = some(600, 2, 3, 0, 1.5F), tied = some(600, 2, 4);
  for (std::size_t i = 0; i < tied.size(); i += 2) tied[i + 1] = 0.8 * tied[i] + 0.6 * tied[i + 1];
  for (const Values& y : {shifted, wide, tied}) {
    CHECK(energy(x, y, 2)[1] == 1.0 / 200);
    CHECK(mmd(x, y, 2)[1] == 1.0 / 200);
    CHECK(c2st(x, y, 2)[1] <= 0.01);
  }
  const Values same = some(600, 2, 5);
  CHECK(energy(x, same, 2)[0] < energy(x, shifted, 2)[0] / 10);
  CHECK(std::abs(c2st(x, same, 2)[0] - 0.5) <= 0.06);
}

TEST_CASE("a classifier tells samples that lie apart, and its p is then one in all choices", "[unit]") {
  const Values apart = c2st(some(32, 3, 1), some(32, 3, 2, 50), 3);
  CHECK(apart[0] == 1);
  CHECK(std::abs(apart[1] * 601080390 - 1) <= 1e-9);  // 16 of 32
  const Values rings = [] {                           // of two radii: no line parts them
    Values all;
    for (int i = 0; i < 200; ++i) all.insert(all.end(), {3 * std::cos(i * 0.7), 3 * std::sin(i * 0.7)});
    return all;
  }();
  Values inner = rings;
  for (double& v : inner) v /= 2;
  CHECK(c2st(rings, inner, 2)[0] == 1);
}

TEST_CASE("two-sample tests do not hang on the origin or the order, and exchanging the sides changes no statistic",
          "[unit]") {
  const Values x = some(80, 3, 1), y = some(60, 3, 2, 0.4F);
  Values reversed;
  for (std::size_t i = x.size(); i > 0; i -= 3)
    reversed.insert(reversed.end(), x.begin() + std::ptrdiff_t(i - 3), x.begin() + std::ptrdiff_t(i));
  CHECK(std::abs(energy(moved(x, 1e6), moved(y, 1e6), 3)[0] - energy(x, y, 3)[0]) <= 1e-8);
  CHECK(std::abs(mmd(moved(x, 1e6), moved(y, 1e6), 3)[0] - mmd(x, y, 3)[0]) <= 1e-8);
  CHECK(energy(reversed, y, 3)[1] == energy(x, y, 3)[1]);
  CHECK(c2st(reversed, y, 3)[0] == c2st(x, y, 3)[0]);
  CHECK(std::abs(energy(y, x, 3)[0] - energy(x, y, 3)[0]) <= 1e-12);
  CHECK(std::abs(mmd(y, x, 3)[0] - mmd(x, y, 3)[0]) <= 1e-12);
  CHECK(energy(x, x, 3)[0] <= 1e-12);
  CHECK(energy(x, x, 3)[1] == 1);
}

TEST_CASE("a test's seed chooses its relabellings", "[unit]") {
  const OwnedMatrix x = normals(30, 2, 1), y = normals(30, 2, 2, 0.3F);
  const auto metric = make<Metric>("energy_test");
  const double p = evaluate(*metric, x, y, nullptr, 1)[1];
  CHECK(evaluate(*metric, x, y, nullptr, 1)[1] == p);
  bool differs = false;
  for (std::uint64_t seed = 2; seed < 8; ++seed) differs = differs || evaluate(*metric, x, y, nullptr, seed)[1] != p;
  CHECK(differs);
}

TEST_CASE("squared distances by products are those by differences, also of near points far from 0", "[unit]") {
  // 20 dimensions go through matrix products, 1 to 16 do not: 15 zeros more change no distance.
  const Values x = some(40, 5, 1), y = some(40, 5, 2);
  const auto widened = [](const Values& few) {
    Values many;
    for (std::size_t i = 0; i < few.size(); i += 5) {
      many.insert(many.end(), few.begin() + std::ptrdiff_t(i), few.begin() + std::ptrdiff_t(i + 5));
      many.insert(many.end(), 15, 0.0);
    }
    return many;
  };
  Values near = x;
  for (double& v : near) v += 1e-7;
  CHECK(std::abs(energy(widened(x), widened(y), 20)[0] - energy(x, y, 5)[0]) <= 1e-12);
  CHECK(std::abs(energy(widened(x), widened(near), 20)[0] - energy(x, near, 5)[0]) <= 1e-14);
}

TEST_CASE("two-sample tests refuse too few samples, and are NaN of what is not finite", "[unit]") {
  check_error(
      [] {
        mmd({1}, {2, 3}, 1);
      },
      Exit::usage, "mmd_test: the samples of a side are 1, but must be at least 2");
  check_error([] { c2st(Values(15), Values(20), 1); }, Exit::usage,
              "c2st: the samples of a side are 15, but must be at least 16");
  for (const double bad : {std::nan(""), double{INFINITY}, 1e200}) {
    CHECK(std::isnan(energy({1, 2, bad}, {1, 2, 3}, 1)[1]));
    if (bad != 1e200) CHECK(std::isnan(mmd({1, 2, bad}, {1, 2, 3}, 1)[0]));
  }
  CHECK(std::isnan(mmd({1, 1, 1, 1}, {1, 1, 1, 2}, 1)[0]));  // the median distance is 0
}
