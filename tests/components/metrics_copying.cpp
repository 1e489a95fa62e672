#include <cmath>
#include <filesystem>
#include <ganzoo/train/data.hpp>
#include <ganzoo/train/generator.hpp>

#include "components/make.hpp"
#include "support/temporary.hpp"

using namespace ganzoo;

namespace {

using Values = std::vector<double>;

/// A table as a .csv file.
void write(const std::filesystem::path& file, const Values& values, std::size_t d) {
  std::ofstream out(file);
  out.precision(17);
  for (std::size_t i = 0; i < values.size(); ++i) out << values[i] << (i % d == d - 1 ? '\n' : ',');
}

Values copying(const Values& train, const Values& held_out, const Values& fake, int cells = 1) {
  const TemporaryFolder folder;
  write(folder.path / "train.csv", train, 2);
  return evaluate_doubles(*make<Metric>("copying", {{"train", (folder.path / "train.csv").string()}, {"cells", cells}}),
                          held_out, fake, 2);
}

Values some(std::int64_t n, std::uint64_t seed, float mean = 0, float std = 1) {
  return as_doubles(normals(n, 2, seed, mean, std));
}

}  // namespace

TEST_CASE("data copying in one cell equals its golden values", "[unit]") {
  const auto file = reference("copying.json");
  for (const auto& c : file.at("cases")) {
    INFO(c.at("kind"));
    const Values values = copying(doubles(file.at("train")), doubles(file.at("held_out")), doubles(c.at("fake")));
    CHECK(std::abs(values[0] - c.at("z").get<double>()) <= 1e-9);
    CHECK(values[1] == 0);
  }
}

TEST_CASE("fresh samples copy nothing, copies do, and samples off the data lie far above", "[unit]") {
  const Values train = some(500, 1), held_out = some(400, 2);
  Values copies = train;
  for (std::size_t i = 0; i < copies.size(); ++i) copies[i] += 1e-3 * (i % 3 == 0 ? 1 : -1);
  CHECK(std::abs(copying(train, held_out, some(400, 3), 3)[0]) <= 3);
  CHECK(copying(train, held_out, copies, 3)[0] < -5);
  CHECK(copying(train, held_out, some(400, 4, 0, 3), 1)[0] > 5);
}

TEST_CASE("cells part clusters, and one that no fake falls in is told", "[unit]") {
  Values train = some(200, 1), held_out = some(150, 2);
  const Values far = some(100, 3, 50), far_held_out = some(50, 4, 50);
  train.insert(train.end(), far.begin(), far.end());
  held_out.insert(held_out.end(), far_held_out.begin(), far_held_out.end());
  const Values values = copying(train, held_out, some(150, 5), 2);
  CHECK(std::abs(values[1] - 0.25) <= 1e-12);
  CHECK(std::abs(values[0]) <= 3.5);
  CHECK(std::isnan(copying(train, held_out, some(10, 6), 2)[0]));  // fewer than 20 fakes anywhere
}

TEST_CASE("copying refuses what has nothing to copy, and is NaN of what is not finite", "[unit]") {
  check_error([] { evaluate_doubles(*make<Metric>("copying"), some(30, 1), some(30, 2), 2); }, Exit::usage,
              "metric copying: train is \"\", but must be a file of training samples");
  Values bad = some(30, 1);
  bad[7] = NAN;
  CHECK(std::isnan(copying(some(50, 2), some(30, 3), bad)[0]));
}
