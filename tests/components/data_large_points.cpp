/// Tables larger than memory. Apart from data_points.cpp: ganzoo.hpp has a function log, the rest a namespace.
#include "../../plugins/data/npy_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>

#include "../../plugins/data/point_table.hpp"
#include "components/files.hpp"

using namespace ganzoo;
using files::fetch, files::write;

namespace {

/// numpy.save's file of a float32 matrix, of which `values` are written and the rest, to `rows`, is a hole of zeros.
void write_matrix(const std::filesystem::path& file, std::int64_t rows, std::int64_t columns,
                  const std::vector<float>& values) {
  std::string header = fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, {}), }}", rows, columns);
  header.resize(117, ' ');
  const std::string bytes(reinterpret_cast<const char*>(values.data()), 4 * values.size());
  write(file, std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + "\n" + bytes);
  std::filesystem::resize_file(file, static_cast<std::uintmax_t>(128 + 4 * rows * columns));
}

/// Of this process, in bytes.
std::int64_t resident() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t size = 0, pages = 0;
  statm >> size >> pages;
  return 4096 * pages;
}

}  // namespace

TEST_CASE("rows on disk are those in memory", "[unit]") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path / "x.npy";
  const OwnedMatrix x = normals(50, 3, 1);
  write_matrix(file, 50, 3, {x.view().flat().begin(), x.view().flat().end()});
  const auto rows = data::NpyRows::open(file.string(), 0);
  REQUIRE(rows != nullptr);
  CHECK(rows->rows() == 50);
  CHECK(rows->columns() == 3);
  const auto memory = data::read_point_table(file.string(), {"columns", {}});
  for (std::int64_t i = 0; i < 50; ++i) {
    std::vector<float> a(3), b(3);
    rows->copy(i, a);
    memory->copy(i, b);
    CHECK(a == b);
  }
  CHECK(data::NpyRows::open(file.string()) == nullptr);  // small enough for memory
  std::filesystem::resize_file(file, 700);
  CHECK(data::NpyRows::open(file.string(), 0) == nullptr);  // cut: the reader of small files says how
}

TEST_CASE("only plain float32 matrices stay on disk", "[unit]") {
  const auto header = [](const std::string& text) {
    std::string padded = text;
    padded.resize(118, ' ');
    return data::PlainNpy::of(std::string("\x93NUMPY\x01\x00\x76\x00", 10) + padded);
  };
  CHECK(header("{'descr': '<f4', 'fortran_order': False, 'shape': (7, 2), }"));
  for (const char* other : {"{'descr': '<f8', 'fortran_order': False, 'shape': (7, 2), }",
                            "{'descr': '<f4', 'fortran_order': True, 'shape': (7, 2), }",
                            "{'descr': '<f4', 'fortran_order': False, 'shape': (7,), }",
                            "{'descr': '<f4', 'fortran_order': False, 'shape': (7, 2, 2), }",
                            "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2), }",
                            "{'descr': '<f4', 'fortran_order': False, 'shape': (-7, 2), }"}) {
    INFO(other);
    CHECK_FALSE(header(other));
  }
  CHECK_FALSE(data::PlainNpy{1LL << 40, 1LL << 40, 128}.fills(128));
}

TEST_CASE("points of 4 GB take memory for their order alone", "[unit]") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path / "large.npy";
  const std::vector<float> first(1000, 0.5F);
  write_matrix(file, 1'000'000, 1000, first);
  const std::int64_t before = resident();
  const auto data = make<Data>("points", {{"file", file.string()}});
  CHECK(data->size(Split::train) == 800'000);
  std::int64_t found = 0;
  std::vector<std::int64_t> some(1000);
  for (std::int64_t k = 0; k < 20; ++k) {
    for (std::int64_t i = 0; i < 1000; ++i) some[static_cast<std::size_t>(i)] = 1000 * k + i;
    const std::vector<float> batch = fetch(*data, Split::train, some);
    found += std::ranges::count(batch, 0.5F);
  }
  CHECK((found == 0 || found == 1000));  // the one row that is not zero, whole
  CHECK(resident() - before < 50'000'000);
}

TEST_CASE("a number of a large file that is not finite is told with its place", "[unit]") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path / "large.npy";
  write_matrix(file, 20'000, 1000, {1, 2, std::numeric_limits<float>::infinity()});
  check_error(
      [&] {
        make<Data>("points", {{"file", file.string()}});
      },
      Exit::corrupt, "large.npy: row 1, column 3 is inf, but must be finite");
}
