#include <fmt/format.h>
#include <sys/wait.h>

#include <cstdlib>
#include <ganzoo/core/error.hpp>

#include "sample_run.hpp"
#include "support/catch.hpp"
#include "support/refusal.hpp"

using namespace ganzoo;
using testing::sample_run;

namespace {

/// Runs a script of this folder; false where the Python packages that it needs are not installed.
bool python(const std::string& script, const std::filesystem::path& file, const std::string& argument = {}) {
  const std::string command = fmt::format("/usr/bin/python3 -W ignore '{}/tests/log/{}' '{}' '{}'", GANZOO_SOURCE_DIR,
                                          script, file.string(), argument);
  const int status = std::system(command.c_str());
  REQUIRE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == 127) {
    WARN("not tested: Python's packages are missing");
    return false;
  }
  CAPTURE(command);
  REQUIRE(WEXITSTATUS(status) == 0);
  return true;
}

log::RunFile run_with_penalty() {
  log::RunFile run = sample_run();
  run.spec.resize(100);
  run.train.columns.push_back({"penalty", "1", "", std::vector<double>{1, 2, 3}, {}});
  return run;
}

}  // namespace

TEST_CASE("h5py, pandas and xarray open a run file", "[unit]") {
  const TemporaryFolder folder;
  log::write(folder / "run.h5", sample_run());
  python("open_run.py", folder / "run.h5");
}

TEST_CASE("a file that another program changed is read where it is sound", "[unit]") {
  const TemporaryFolder folder;
  for (const std::string change : {"annotated", "newer minor", "compressed", "big-endian"}) {
    CAPTURE(change);
    log::write(folder / "run.h5", run_with_penalty());
    if (!python("alter_run.py", folder / "run.h5", change)) return;
    const log::RunFile run = log::read(folder / "run.h5");
    CHECK(std::get<std::vector<double>>(run.train.find("penalty")->values) == std::vector<double>{1, 2, 3});
    CHECK_THROWS_AS(log::verify(folder / "run.h5"), Error);
  }
}

TEST_CASE("a file that leads elsewhere, claims too much or does not fit is refused by name", "[unit]") {
  const TemporaryFolder folder;
  const std::vector<std::pair<std::string, std::string>> changes{
      {"newer major", "/ has schema 2, but this ganzoo reads up to 1"},
      {"no schema", "/ has no attribute schema"},
      {"odd status", "/ has the unknown status 'sleeping'"},
      {"no title", "/ lacks the attribute title"},
      {"number for text", "/ has an attribute cell of another type"},
      {"virtual", "/train/penalty is a virtual dataset"},
      {"external link", "/train/penalty is behind a soft or external link"},
      {"soft link", "/train/penalty is behind a soft or external link"},
      {"external storage", "/train/penalty keeps its values in an external file"},
      {"filter", "/train/penalty uses the filter 32000"},
      {"huge", "/train/penalty promises more values than the file holds"},
      {"huge chunk", "/train/penalty "},
      {"text column", "/train/penalty holds no plain numbers"},
      {"matrix column", "/train/penalty has rank 2, but a column has rank 1"},
      {"short column", "/train/penalty has 2 rows, but step has 3"},
      {"group for column", "/train/penalty is no dataset"},
      {"falling step", "/train/step [2] is 20, but must exceed 30 before it"},
      {"no step", "/train has no integer column step"},
      {"float step", "/train has no integer column step"},
      {"loop", "is nested too deep"},
      {"few snapshots", "/samples/points has not as many snapshots as step: 2"},
  };
  for (const auto& [change, expected] : changes) {
    log::write(folder / "run.h5", run_with_penalty());
    if (!python("alter_run.py", folder / "run.h5", change)) return;
    CAPTURE(change);
    try {
      log::read(folder / "run.h5");
      FAIL_CHECK("it was read");
    } catch (const Error& error) {
      CAPTURE(error.what());
      CHECK(error.code() == Exit::corrupt);
      CHECK(std::string(error.what()).find(expected) != std::string::npos);
    }
  }
}

TEST_CASE("any numeric dataset of any HDF5 file is an array", "[unit]") {
  const TemporaryFolder folder;
  log::write(folder / "run.h5", run_with_penalty());
  CHECK(log::read_numbers(folder / "run.h5", "/samples/noise").dims == std::vector<std::int64_t>{2, 3});
  CHECK(log::read_numbers(folder / "run.h5", "train/step").values == std::vector<double>{10, 20, 30});
  try {
    log::read_numbers(folder / "run.h5", "/samples/nose");
    FAIL_CHECK("it was read");
  } catch (const Error& error) {
    CHECK(error.code() == Exit::corrupt);
    CHECK(std::string(error.what()).find("/samples/nose is not in the file") != std::string::npos);
  }
}

TEST_CASE("numbers are read as h5py writes them, and none is bent into another", "[unit]") {
  const TemporaryFolder folder;
  const auto written = [&](const std::string& change) {
    log::write(folder / "run.h5", run_with_penalty());
    return python("alter_run.py", folder / "run.h5", change);
  };
  const std::vector<std::pair<std::string, std::vector<double>>> read{
      {"bools", {1, 0, 1}}, {"halves", {1.5, -2, 65504}}, {"doubles", {1700000000.1, 1e300}}, {"bytes", {255, 7}}};
  for (const auto& [change, values] : read) {
    if (!written(change)) return;
    CAPTURE(change);
    CHECK(log::read_numbers(folder / "run.h5", "extra").values == values);
  }
  const std::vector<std::pair<std::string, std::string>> refused{
      {"uneven integer", "/extra [1] is 9007199254740993, but must be exact in double precision"},
      {"huge integer", "/extra holds 9223372036854775809, but must hold less than 2^63"},
      {"colours", "/extra holds no plain numbers"},
      {"complex", "/extra holds no plain numbers"},
      {"text", "/extra holds no plain numbers"}};
  for (const auto& [change, expected] : refused) {
    if (!written(change)) return;
    CAPTURE(change);
    const auto [code, message] = refusal([&] { log::read_numbers(folder / "run.h5", "extra"); });
    CHECK(code == Exit::corrupt);
    CHECK(message.find(expected) != std::string::npos);
  }
}
