#include "support/catch.hpp"

#include <ganzoo/core/cpu_level.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/rng_kernels.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

using ganzoo::philox;
using ganzoo::Purpose;
using ganzoo::Rng;

namespace {

std::vector<float> normals(const Rng& rng, std::size_t n, std::uint64_t first = 0) {
  std::vector<float> out(n);
  rng.fill_normal(out, 0, 1, first);
  return out;
}

}  // namespace

TEST_CASE("Philox gives the known answers that Random123 publishes", "[unit]") {
  using Counter = std::array<std::uint32_t, 4>;
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == Counter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}) == Counter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Counter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("The same address is the same number, another purpose, update or child another", "[unit]") {
  const auto a = Rng(1, Purpose::data, 5).bits(7);
  CHECK(a == Rng(1, Purpose::data, 5).bits(7));
  std::set<std::uint32_t> all{a,
                              Rng(2, Purpose::data, 5).bits(7),
                              Rng(1, Purpose::critic_noise, 5).bits(7),
                              Rng(1, Purpose::data, 6).bits(7),
                              Rng(1, Purpose::data, 5).bits(8),
                              Rng(1, Purpose::data, 5).child(0).bits(7),
                              Rng(1, Purpose::data, 5).child(1).bits(7),
                              Rng(1, Purpose::data, std::uint64_t{5} << 60).bits(7),
                              Rng(std::uint64_t{1} << 33, Purpose::data, 5).bits(7)};
  CHECK(all.size() == 9);
}

TEST_CASE("A fill does not depend on how it is split into calls", "[unit]") {
  const Rng rng(3, Purpose::critic_noise, 9);
  const std::vector<float> whole = normals(rng, 1001);
  for (const std::size_t cut : {4u, 128u, 256u, 260u, 1000u}) {
    std::vector<float> parts = normals(rng, cut);
    const std::vector<float> rest = normals(rng, whole.size() - cut, cut);
    parts.insert(parts.end(), rest.begin(), rest.end());
    CHECK(parts == whole);
  }
  std::vector<float> uniform(513), tail(513 - 12);
  rng.fill_uniform(uniform, -1, 1);
  rng.fill_uniform(tail, -1, 1, 12);
  CHECK(std::equal(tail.begin(), tail.end(), uniform.begin() + 12));
}

TEST_CASE("fill_uniform is bits() scaled, also across a carry of the counter", "[unit]") {
  const Rng rng(4, Purpose::sample);
  const std::uint64_t first = (std::uint64_t{1} << 34) - 40;
  std::vector<float> out(400);
  rng.fill_uniform(out, 0, 1, first);
  for (std::size_t i = 0; i < out.size(); ++i) {
    REQUIRE(out[i] == static_cast<float>(rng.bits(first + i) >> 8) * 0x1p-24f);
  }
}

TEST_CASE("Every instruction set draws the same bits", "[unit]") {
  using namespace ganzoo::detail;
  const RngStream stream{{1, 2}, 3, {4, 5}};
  std::vector<float> slow(4 * rng_chunk), fast(4 * rng_chunk);
  rng_kernels_v2.normal(stream, 6, slow.data());
  if (ganzoo::cpu_level(nullptr) >= 3) {
    rng_kernels_v3.normal(stream, 6, fast.data());
    CHECK(slow == fast);
  }
  if (ganzoo::cpu_level(nullptr) >= 4) {
    rng_kernels_v4.normal(stream, 6, fast.data());
    CHECK(slow == fast);
  }
}

// Each bound is five standard errors: a false alarm in a million, and the seed is fixed.
TEST_CASE("Normals have the moments of a normal", "[unit]") {
  constexpr std::size_t n = 1'000'000;
  double m1 = 0, m2 = 0, m3 = 0, m4 = 0, largest = 0;
  for (const float z : normals(Rng(5, Purpose::other), n)) {
    const double x = z;
    m1 += x, m2 += x * x, m3 += x * x * x, m4 += x * x * x * x;
    largest = std::max(largest, std::abs(x));
  }
  CHECK(std::abs(m1 / n) < 5e-3);
  CHECK(std::abs(m2 / n - 1) < 5e-3 * std::sqrt(2.0));
  CHECK(std::abs(m3 / n) < 5e-3 * std::sqrt(15.0));
  CHECK(std::abs(m4 / n - 3) < 5e-3 * std::sqrt(96.0));
  CHECK(largest > 4);
  CHECK(largest < 6.7);
}

TEST_CASE("Neighbouring normals are uncorrelated", "[unit]") {
  const std::vector<float> z = normals(Rng(6, Purpose::other), 400'000);
  for (const std::size_t lag : {1u, 2u, 3u, 4u, 256u}) {
    double sum = 0;
    for (std::size_t i = lag; i < z.size(); ++i) sum += double{z[i]} * z[i - lag];
    CHECK(std::abs(sum / std::sqrt(double(z.size()))) < 5);
  }
}

TEST_CASE("The double normal and uniform have the right mean and variance", "[unit]") {
  const Rng rng(7, Purpose::other);
  constexpr int n = 200'000;
  double m1 = 0, m2 = 0, u1 = 0, u2 = 0;
  for (int i = 0; i < n; ++i) {
    const double z = rng.normal(i), u = rng.uniform(i);
    REQUIRE((u >= 0 && u < 1));
    m1 += z, m2 += z * z, u1 += u, u2 += u * u;
  }
  const double error = 5 / std::sqrt(double{n});
  CHECK(std::abs(m1 / n) < error);
  CHECK(std::abs(m2 / n - 1) < error * std::sqrt(2.0));
  CHECK(std::abs(u1 / n - 0.5) < error / std::sqrt(12.0));
  CHECK(std::abs(u2 / n - 1.0 / 3) < error * std::sqrt(4.0 / 45));
}

TEST_CASE("Uniform floats stay in the half-open interval asked for", "[unit]") {
  std::vector<float> out(100'000);
  Rng(8, Purpose::other).fill_uniform(out, 100, 100.0001f);
  CHECK(*std::min_element(out.begin(), out.end()) >= 100);
  CHECK(*std::max_element(out.begin(), out.end()) < 100.0001f);
}

TEST_CASE("below() is uniform below its bound", "[unit]") {
  const Rng rng(9, Purpose::other);
  std::vector<int> count(7);
  for (int i = 0; i < 70'000; ++i) ++count.at(rng.below(i, 7));
  double chi2 = 0;
  for (const int c : count) chi2 += (c - 10'000.0) * (c - 10'000.0) / 10'000;
  CHECK(chi2 < 38);  // 6 degrees of freedom, 1e-6
  CHECK(rng.below(3, 1) == 0);
}

TEST_CASE("A permutation holds every number once and depends on the stream", "[unit]") {
  std::vector<std::int64_t> a(1000), b(1000), sorted(1000);
  Rng(10, Purpose::permutation, 0).fill_permutation(a);
  Rng(10, Purpose::permutation, 1).fill_permutation(b);
  CHECK(a != b);
  std::iota(sorted.begin(), sorted.end(), 0);
  CHECK(a != sorted);
  CHECK(std::is_permutation(a.begin(), a.end(), sorted.begin()));
}

TEST_CASE("hash_name is FNV-1a", "[unit]") {
  CHECK(ganzoo::hash_name("") == 0xcbf29ce484222325u);
  CHECK(ganzoo::hash_name("a") == 0xaf63dc4c8601ec8cu);
  CHECK(ganzoo::hash_name("foobar") == 0x85944171f73967e8u);
}
