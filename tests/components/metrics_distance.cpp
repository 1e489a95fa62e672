#include <cmath>

#include "components/make.hpp"

using namespace ganzoo;

namespace {

std::vector<double> distance(const char* of, ConstMatrix x, ConstMatrix y, Given more = {}) {
  Table table;
  table.set("of", of);
  for (const auto& [key, value] : more) table.set(key, value);
  static Registry registry;
  return evaluate(*registry.make<Metric>("distance", table), x, y);
}

}  // namespace

TEST_CASE("the sample distances as metrics equal their golden values", "[unit]") {
  for (const auto file = reference("two_samples.json"); const auto& c : file.at("cases")) {
    const OwnedMatrix x = matrix(c.at("real")), y = matrix(c.at("fake"));
    CHECK(std::abs(distance("energy", x, y)[0] - c.at("energy_v").get<double>()) <= 1e-5);
    const std::vector<double> mmd = distance("mmd", x, y);
    CHECK(std::abs(mmd[1] - c.at("median_distance").get<double>()) <= 1e-5);
    CHECK(std::abs(mmd[0] - c.at("mmd")[2].at("biased").get<double>()) <= 1e-6);
    const double given = c.at("mmd")[0].at("bandwidth");
    CHECK(std::abs(distance("mmd", x, y, {{"bandwidth", given}})[0] - c.at("mmd")[0].at("biased").get<double>()) <=
          1e-6);
  }
}

TEST_CASE("each sample distance is 0 of equal samples and grows with a shift", "[unit]") {
  const OwnedMatrix x = normals(200, 2, 1), near = normals(200, 2, 2, 0.3F), far = normals(200, 2, 3, 2);
  for (const char* of : {"energy", "mmd", "sinkhorn", "sliced_wasserstein"}) {
    INFO(of);
    CHECK(std::abs(distance(of, x, x)[0]) <= 1e-4);
    CHECK(distance(of, x, near)[0] > 0);
    CHECK(distance(of, x, far)[0] > 2 * distance(of, x, near)[0]);
  }
  const OwnedMatrix line = normals(50, 1, 4), shifted(50, 1);
  for (std::int64_t i = 0; i < 50; ++i) shifted.view()(i, 0) = line.view()(i, 0) + 3;
  CHECK(std::abs(distance("sliced_wasserstein", line, shifted)[0] - 9) <= 1e-4);  // W₂²
  CHECK(std::abs(distance("sliced_wasserstein", line, shifted, {{"power", 1}})[0] - 3) <= 1e-5);
}

TEST_CASE("a sample distance is NaN of what is not finite or too far", "[unit]") {
  const OwnedMatrix x = normals(10, 2, 1), y = normals(10, 2, 2);
  for (const float bad : {NAN, INFINITY, 1e30F}) {
    y.view()(3, 0) = bad;
    for (const char* of : {"energy", "mmd", "sinkhorn", "sliced_wasserstein"}) CHECK(std::isnan(distance(of, x, y)[0]));
  }
}
