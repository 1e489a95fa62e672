/// Ten thousand runs for tests/bench/ten_thousand.py: one run file with other keys and other numbers.
#include <fmt/format.h>

#include <cstdlib>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/sha256.hpp>
#include <ganzoo/log/run_file.hpp>

#include "support/catch.hpp"

using namespace ganzoo;

namespace {

std::string given(const char* name) {
  const char* text = std::getenv(name);
  return text ? text : "";
}

void replace(std::string& text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  text.replace(at, what.size(), by);
}

/// Every value of /metrics a little different.
void move_numbers(log::RunFile& run, std::uint64_t number) {
  const Rng rng(number, Purpose::sample);
  std::uint64_t next = 0;
  for (log::Column& column : run.metrics.columns)
    if (auto* values = std::get_if<std::vector<double>>(&column.values))
      for (double& value : *values) {
        float x = 0;
        rng.fill_uniform(std::span(&x, 1), 0.5F, 1, next++);
        value *= x;
      }
}

}  // namespace

TEST_CASE("copies of a run, with other rates and seeds", "[.copies]") {
  const std::filesystem::path out = given("GANZOO_COPIES_IN");
  const log::RunFile run = log::read(given("GANZOO_COPY_OF"));
  const std::string seed = fmt::format("\"seed\":{}", run.seed), rate = "\"rate\":";
  constexpr int seeds = 10;
  for (int i = 0; i < std::stoi(given("GANZOO_COPIES")); ++i) {
    log::RunFile copy = run;
    copy.seed = i % seeds;
    replace(copy.spec_json, seed, fmt::format("\"seed\":{}", copy.seed));
    replace(copy.spec_json, rate, fmt::format("\"rate\":{:.6f},\"was\":", 1e-3 + 1e-6 * (i / seeds)));
    move_numbers(copy, static_cast<std::uint64_t>(i));
    copy.cell = fmt::format("r{}-s{}-{}", i / seeds, copy.seed, sha256(copy.spec_json).substr(0, 8));
    std::filesystem::create_directories(out / copy.cell);
    log::write(out / copy.cell / "run.h5", copy);
  }
  SUCCEED();
}
