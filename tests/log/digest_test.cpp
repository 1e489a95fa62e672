#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/log/checksum.hpp>
#include <ganzoo/log/digest.hpp>
#include <ganzoo/log/ran_away.hpp>
#include <ganzoo/log/trailer.hpp>
#include <set>

#include "sample_run.hpp"
#include "support/catch.hpp"
#include "support/dice.hpp"
#include "support/files.hpp"
#include "support/refusal.hpp"

using namespace ganzoo;

namespace {

std::vector<std::int64_t> rising(Dice& dice, std::size_t count) {
  std::vector<std::int64_t> steps;
  for (std::size_t i = 0; i < count; ++i)
    steps.push_back((steps.empty() ? 0 : steps.back()) + 1 + static_cast<std::int64_t>(dice.below(4)));
  return steps;
}

std::vector<double> numbers(Dice& dice, std::size_t count) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(dice.below(12) == 0 ? std::nan("") : (static_cast<double>(dice.below(100)) - 50) / 7);
  return values;
}

/// With tables of any length, of which an objective may have run away.
log::RunFile random_run(std::uint64_t number) {
  Dice dice(number);
  log::RunFile run = testing::sample_run();
  run.spec.resize(dice.below(3) == 0 ? 20'000 : 200);
  run.seed = static_cast<std::int64_t>(number);
  run.status = static_cast<log::Status>(dice.below(5));
  run.reason = dice.below(2) ? "" : std::string("cut\0off", 7);
  const std::size_t rows = dice.below(30), evaluations = dice.below(12), away = dice.below(rows + 1);
  std::vector<double> objective = numbers(dice, rows);
  if (dice.below(2)) std::fill(objective.begin() + static_cast<std::ptrdiff_t>(away), objective.end(), -1e7);
  run.train.columns = {{"step", "updates", "", rising(dice, rows), {}},
                       {"wall_time", "s", "", numbers(dice, rows), {}},
                       {"penalty", "1", "", numbers(dice, rows), {}},
                       {"critic_objective", "1", "", objective, {}}};
  run.metrics.columns = {{"step", "updates", "", rising(dice, evaluations), {}},
                         {"m.value", "1", "α", numbers(dice, evaluations), {{"better", "lower"}, {"lower", 0.0}}}};
  if (dice.below(2)) run.floor = run.metrics;
  return run;
}

std::string bits(const log::Column& column) {
  return std::visit(
      [](const auto& v) { return std::string(reinterpret_cast<const char*>(v.data()), v.size() * sizeof(v[0])); },
      column.values);
}

void check_equal(const log::Table& a, const log::Table& b) {
  REQUIRE(a.columns.size() == b.columns.size());
  for (std::size_t i = 0; i < a.columns.size(); ++i) {
    CHECK(a.columns[i].name == b.columns[i].name);
    CHECK(a.columns[i].unit == b.columns[i].unit);
    CHECK(a.columns[i].meaning == b.columns[i].meaning);
    CHECK(a.columns[i].attributes == b.columns[i].attributes);
    CHECK(bits(a.columns[i]) == bits(b.columns[i]));
  }
}

/// Everything that a comparison or a listing takes from a run.
void check_same_digest(const log::RunFile& digest, const log::RunFile& run) {
  CHECK(std::tie(digest.title, digest.cell, digest.seed, digest.status, digest.reason, digest.step) ==
        std::tie(run.title, run.cell, run.seed, run.status, run.reason, run.step));
  CHECK(digest.spec == run.spec);
  CHECK(digest.spec_json == run.spec_json);
  CHECK(digest.provenance == run.provenance);
  CHECK(digest.provenance_components == run.provenance_components);
  check_equal(digest.metrics, run.metrics);
  check_equal(digest.floor, run.floor);
  CHECK(log::ran_away_at(digest.train) == log::ran_away_at(run.train));
}

/// The row of a column at or before a step, as compare looks it up; "" before the first.
std::string at(const log::Table& train, const char* name, std::int64_t step) {
  const log::Column *steps = train.find("step"), *column = train.find(name);
  const auto& all = std::get<std::vector<std::int64_t>>(steps->values);
  const auto row = std::ranges::upper_bound(all, step) - all.begin();
  return row == 0 ? "" : bits(*column).substr(static_cast<std::size_t>(row - 1) * 8, 8);
}

void check_same_rows(const log::RunFile& digest, const log::RunFile& run) {
  CHECK(digest.train.find("penalty") == nullptr);
  for (const char* name : {"step", "wall_time", "critic_objective"}) {
    for (const std::int64_t step : std::get<std::vector<std::int64_t>>(run.metrics.columns[0].values))
      CHECK(at(digest.train, name, step) == at(run.train, name, step));
    CHECK(at(digest.train, name, 1'000'000) == at(run.train, name, 1'000'000));
  }
}

struct Small {
  Small() : run(testing::sample_run()) {
    run.spec.resize(50);
    run.samples.clear();
    run.sample_steps.clear();
    run.checkpoint.clear();
    log::write(folder / "run.h5", run);
    bytes = files::read(folder / "run.h5");
    digest = log::stored_digest(folder / "run.h5").value();
    hdf5 = bytes.substr(0, bytes.size() - log::trailer_size - digest.size());
  }

  /// What a reader of tables makes of other bytes: 0 where it takes the run's own numbers, else an exit code.
  int outcome(const std::string& other) const {
    files::write(folder / "other.h5", other);
    const auto [code, message] = refusal([&] {
      const log::RunFile read = log::read(folder / "other.h5", log::Part::digest);
      check_same_digest(read, run);
    });
    return static_cast<int>(code);
  }
  std::string sealed(const std::string& payload) const {
    const std::string line = log::trailer("digest", log::checksum_of({payload}));
    return hdf5 + payload + line + log::trailer("crc32", log::checksum_of({hdf5, payload, line}));
  }

  TemporaryFolder folder;
  log::RunFile run;
  std::string bytes, digest, hdf5;
};

constexpr int corrupt = static_cast<int>(Exit::corrupt);

}  // namespace

TEST_CASE("a digest tells what the run tells", "[unit]") {
  const TemporaryFolder folder;
  for (std::uint64_t number = 0; number < 60; ++number) {
    CAPTURE(number);
    log::write(folder / "run.h5", random_run(number));
    const auto digest = log::read_digest(folder / "run.h5");
    REQUIRE(digest);
    const log::RunFile run = log::read(folder / "run.h5");
    check_same_digest(*digest, run);
    check_same_rows(*digest, run);
  }
}

TEST_CASE("whoever reads while another commits, a digest is of the data before it", "[unit]") {
  const TemporaryFolder folder;
  log::write(folder / "run.h5", random_run(0));
  const pid_t writer = ::fork();
  if (writer == 0) {
    for (std::uint64_t number = 1; number < 400; ++number) log::write(folder / "run.h5", random_run(number));
    ::_exit(0);
  }
  std::size_t looks = 0;
  std::set<std::int64_t> seen;
  for (int status = 0; ::waitpid(writer, &status, WNOHANG) == 0;) {
    const auto held = folder / fmt::format("held{}.h5", ++looks);  // this commit, whatever comes after it
    std::error_code replaced;                                      // between the look-up of the name and the link
    std::filesystem::create_hard_link(folder / "run.h5", held, replaced);
    if (replaced) continue;
    const log::RunFile digest = log::read(held, log::Part::digest), run = log::read(held);
    REQUIRE(log::stored_digest(held) == log::digest_of(run));
    check_same_digest(digest, run);
    seen.insert(run.seed);
    std::filesystem::remove(held);
  }
  CHECK(seen.size() > 3);
}

TEST_CASE("a flipped byte is found, or touches nothing that a table shows", "[unit]") {
  const Small small;
  std::size_t refused = 0;
  for (std::size_t i = 0; i < small.bytes.size(); ++i) {
    // Most of the file is HDF5's: what of it a table shows stands in the digest.
    if (i < small.hdf5.size() && i % 16 != 0) continue;
    CAPTURE(i);
    std::string other = small.bytes;
    other[i] = static_cast<char>(other[i] ^ (1 << i % 8));
    const int code = small.outcome(other);
    CHECK((code == 0 || code == corrupt));
    CHECK((code == 0 || i >= small.hdf5.size()));
    refused += code != 0;
  }
  CHECK(refused >= small.digest.size());
}

TEST_CASE("a file that is cut off is refused, or its numbers are the run's", "[unit]") {
  const Small small;
  for (std::size_t length = 0; length < small.bytes.size(); length += length < small.hdf5.size() ? 97 : 7) {
    CAPTURE(length);
    const int code = small.outcome(small.bytes.substr(0, length));
    CHECK((code == 0 ? length >= small.hdf5.size() : code == corrupt));
  }
  CHECK(small.outcome(small.bytes.substr(0, small.hdf5.size())) == 0);
  CHECK_FALSE(log::read(small.folder / "other.h5", log::Part::digest).sealed);
}

TEST_CASE("a digest of another version, or with lengths of its own, counts for nothing", "[unit]") {
  const Small small;
  const std::string payload = small.digest.substr(0, small.digest.size() - log::trailer_size);
  REQUIRE(small.sealed(payload) == small.bytes);
  std::string other = payload;
  other[0] = 0;
  CHECK(small.outcome(small.sealed(other)) == 0);
  CHECK_FALSE(log::read_digest(small.folder / "other.h5"));
  CHECK_NOTHROW(log::verify(small.folder / "other.h5"));
  for (const std::size_t at : {1, 2, 3, 4}) {
    other = payload;
    other[at] = '\x7f';
    CHECK(small.outcome(small.sealed(other)) == 0);
    CHECK_FALSE(log::read_digest(small.folder / "other.h5"));
  }
  CHECK(small.outcome(small.sealed(payload + "12345678")) == 0);
  CHECK(small.outcome(small.sealed("")) == 0);
  for (const std::uint64_t bytes : {std::uint64_t{1} << 63, std::uint64_t{small.bytes.size()}, ~std::uint64_t{0}}) {
    const std::string line = log::trailer("digest", {0, bytes});
    const std::string sealed = small.hdf5 + line + log::trailer("crc32", log::checksum_of({small.hdf5, line}));
    CHECK(small.outcome(sealed) == 0);
    CHECK_FALSE(log::read_digest(small.folder / "other.h5"));
  }
}

TEST_CASE("verify finds a digest of another run", "[unit]") {
  const Small small;
  log::RunFile other = small.run;
  other.step = 31;
  const std::string lie = log::digest_of(other);
  files::write(small.folder / "run.h5", small.sealed(lie.substr(0, lie.size() - log::trailer_size)));
  CHECK(log::read(small.folder / "run.h5", log::Part::digest).step == 31);
  const auto [code, message] = refusal([&] { log::verify(small.folder / "run.h5"); });
  CHECK(code == Exit::corrupt);
  CHECK(message.find("its digest is of another run") != std::string::npos);
}
