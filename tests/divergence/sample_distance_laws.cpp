// Distances between samples: laws that every one obeys, and what they refuse.
#include "sample_distance_scene.hpp"

using namespace ganzoo;
using zoo::error;
using zoo::number;
using namespace sample_distance_scene;

TEST_CASE("every distance between samples is zero, with a zero gradient, between a batch and itself", "[unit]") {
  const auto names = all_without_critic();
  REQUIRE(names.size() >= 4);
  for (const std::string& name : names)
    for (const std::int64_t d : {1, 2, 50}) {
      const OwnedMatrix x = normals(64, d, 5);
      const Result got = measure(*zoo::make(name), x, x);
      INFO(name << " in " << d << " dimensions");
      // Sinkhorn's couplings are solved to a thousandth: its value to that share of ε, its slopes, 2(y − x)/64 each, to
      // that share of their size.
      const bool iterated = name == "sinkhorn";
      CHECK(std::abs(got.value) <= (iterated ? 1e-3 * 0.1 : 1e-6));
      const double solved = iterated ? 1e-3 * 2 * 8 / 64 : 1e-6;
      for (const float g : got.gradient.view().flat()) CHECK(std::abs(g) <= solved);
    }
}

TEST_CASE("every distance between samples is symmetric but KALE, never negative, and grows with a shift", "[unit]") {
  for (const std::string& name : all_without_critic()) {
    const auto d = zoo::make(name);
    INFO(name);
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      const OwnedMatrix x = normals(40, 2, 2 * seed), y = normals(40, 2, 2 * seed + 1);
      const double there = value(*d, x, y), back = value(*d, y, x);
      CHECK(there >= 0);
      if (name != "kale") CHECK(error(there, back) <= 2e-4);  // which is a regularised KL: its two ways differ
    }
    double last = 0;
    for (const float shift : {0.5F, 1.0F, 2.0F, 4.0F}) {
      const double now = value(*d, normals(40, 2, 1), normals(40, 2, 2, shift));
      CHECK(now > last);
      last = now;
    }
  }
}

TEST_CASE("no distance between samples depends on the order of a batch or on where the origin is", "[unit]") {
  for (const std::string& name : all_without_critic()) {
    const auto d = zoo::make(name);
    const OwnedMatrix x = normals(40, 2, 1), y = normals(40, 2, 2, 0.5F);
    OwnedMatrix turned(40, 2), x_moved(40, 2), y_moved(40, 2);
    for (std::int64_t i = 0; i < 40; ++i)
      for (std::int64_t k = 0; k < 2; ++k) {
        turned.view()(i, k) = y.view()(39 - i, k);
        x_moved.view()(i, k) = x.view()(i, k) + 3;
        y_moved.view()(i, k) = y.view()(i, k) + 3;
      }
    const Result plain = measure(*d, x, y), back = measure(*d, x, turned);
    INFO(name);
    CHECK(error(plain.value, back.value) <= 1e-5);
    CHECK(error(plain.value, value(*d, x_moved, y_moved)) <= 1e-4);
    for (std::int64_t i = 0; i < 40; ++i)
      CHECK(std::abs(plain.gradient.view()(i, 0) - back.gradient.view()(39 - i, 0)) <= 1e-4);
  }
}

TEST_CASE("every distance between samples gives the same bits again, after other batches too", "[unit]") {
  for (const std::string& name : all_without_critic()) {
    const auto d = zoo::make(name), fresh = zoo::make(name);
    const OwnedMatrix x = normals(40, 3, 1), y = normals(40, 3, 2);
    const Result first = measure(*d, x, y);
    measure(*d, normals(70, 30, 3), normals(65, 30, 4));
    const Result again = measure(*d, x, y), other = measure(*fresh, x, y);
    INFO(name);
    CHECK((first.value == again.value));
    CHECK((first.value == other.value));
    CHECK(std::memcmp(first.gradient.memory.data(), again.gradient.memory.data(), 40 * 3 * sizeof(float)) == 0);
  }
}

TEST_CASE("following its gradient, fakes reach the data under every distance between samples", "[unit]") {
  for (const std::string& name : all_without_critic()) {
    const auto d = zoo::make(name);
    const OwnedMatrix x = normals(30, 2, 1), y = normals(30, 2, 2, 1.5F);
    const double before = value(*d, x, y);
    for (std::uint64_t k = 0; k < 1500; ++k) {
      const Result at = measure(*d, x, y, stream(k));
      for (std::int64_t i = 0; i < y.memory.size(); ++i) y.memory.data()[i] -= 3 * at.gradient.memory.data()[i];
    }
    INFO(name << ": " << before << " became " << value(*d, x, y));
    CHECK(value(*d, x, y) <= 0.05 * before);
  }
}

TEST_CASE("points that coincide have finite gradients", "[unit]") {
  for (const std::string& name : all_without_critic())
    for (const std::int64_t dimensions : {2, 40}) {
      const OwnedMatrix x = normals(20, dimensions, 1);
      OwnedMatrix y(20, dimensions);
      for (std::int64_t i = 0; i < 20; ++i)
        for (std::int64_t k = 0; k < dimensions; ++k) y.view()(i, k) = x.view()(0, k) + (i % 2 == 0 ? 0 : 1e-6F);
      const Result got = measure(*zoo::make(name), x, y);
      INFO(name << " in " << dimensions << " dimensions");
      CHECK(std::isfinite(got.value));
      // No fake can be pulled harder than by a whole distance of everything else.
      for (const float g : got.gradient.view().flat()) CHECK(std::abs(g) <= 10);
    }
}

TEST_CASE("a fake that is not a number makes the distance no number", "[unit]") {
  for (const std::string& name : all_without_critic()) {
    const OwnedMatrix x = normals(20, 2, 1), y = normals(20, 2, 2);
    y.view()(3, 1) = NAN;
    INFO(name);
    CHECK(std::isnan(value(*zoo::make(name), x, y)));
  }
}

TEST_CASE("sliced distances draw their lines from the stream given", "[unit]") {
  const OwnedMatrix x = normals(40, 3, 1), y = normals(40, 3, 2, 0.5F);
  const auto d = sliced(2, 8);
  CHECK((measure(*d, x, y, stream(1)).value != measure(*d, x, y, stream(2)).value));
  CHECK((measure(*d, x, y, stream(1)).value == measure(*d, x, y, stream(1)).value));
  OwnedMatrix directions(1000, 3);
  random_directions(stream(), directions);
  double mean = 0;
  for (std::int64_t k = 0; k < 1000; ++k) {
    const auto v = directions.view().row(k);
    CHECK(std::abs(double{v[0]} * v[0] + double{v[1]} * v[1] + double{v[2]} * v[2] - 1) <= 1e-6);
    mean += double{v[0]} * v[0] / 1000;
  }
  CHECK(std::abs(mean - 1.0 / 3) <= 0.05);  // five standard errors
}

TEST_CASE("a distance between samples refuses what it cannot be measured on", "[unit]") {
  const OwnedMatrix one = normals(1, 2, 1);
  try {
    value(*energy("U"), one, one);
    FAIL("no error");
  } catch (const Error& e) {
    CHECK(std::string(e.what()).find("divergence.statistic is \"U\", but must be \"V\" for batches of one sample") !=
          std::string::npos);
  }
  Table t;
  t.set("bandwidths", List{});
  try {
    zoo::make("mmd", t);
    FAIL("no error");
  } catch (const Error& e) {
    CHECK(std::string(e.what()).find("divergence.bandwidths and alphas must hold at least one number each") !=
          std::string::npos);
  }
  std::vector<float> v(2);
  const auto d = zoo::make("energy");
  CHECK_THROWS_AS(d->critic({v.data(), 2, 1}, {v.data(), 2, 1}, {v.data(), 2, 1}, {v.data(), 2, 1}), std::logic_error);
}

TEST_CASE("samples too far apart for a squared distance, or not finite, are at the distance NaN", "[unit]") {
  for (const std::string& name : all_without_critic()) {
    CAPTURE(name);
    const auto divergence = zoo::make(name);
    for (const std::int64_t d : {1, 2, 100}) {
      const OwnedMatrix near = normals(64, d, 1), far = normals(64, d, 2, 1e30f, 1e29f);
      for (const auto& [real, fake] :
           {std::pair(ConstMatrix(near), ConstMatrix(far)), std::pair(ConstMatrix(far), ConstMatrix(near)),
            std::pair(ConstMatrix(far), ConstMatrix(far))}) {
        const Result got = measure(*divergence, real, fake);
        CHECK(std::isnan(got.value));
        for (const float slope : got.gradient.view().flat()) CHECK(std::isnan(slope));
      }
      for (const float odd : {NAN, INFINITY, -INFINITY}) {
        const OwnedMatrix broken = normals(64, d, 3);
        broken.view()(63, d - 1) = odd;
        CHECK(std::isnan(value(*divergence, near, broken)));
        CHECK(std::isnan(value(*divergence, broken, near)));
      }
      CHECK(std::isfinite(value(*divergence, near, normals(64, d, 4, 1e17f))));
    }
  }
}

TEST_CASE("the Sinkhorn solver itself ends on infinite costs", "[unit]") {
  const OwnedMatrix near = normals(8, 2, 1), far = normals(8, 2, 2, 1e30f);
  OwnedMatrix gradient(8, 2);
  CHECK(std::isnan(Sinkhorn()({.epsilon = 0.1, .power = 2, .iterations = 10, .tolerance = 1e-3}, near, far, gradient)));
}
