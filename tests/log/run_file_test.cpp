#include <sys/resource.h>
#include <sys/wait.h>

#include <bit>
#include <csignal>
#include <cstdlib>
#include <ganzoo/core/error.hpp>
#include <ganzoo/os/host.hpp>

#include "sample_run.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/refusal.hpp"

using namespace ganzoo;
using testing::sample_run;

namespace {

/// What is written first, and then takes the file's place.
std::string temporary_of(const std::string& name) { return name + "." + os::host_and_process() + ".tmp"; }

/// Equal bits, whatever the numbers: NaN equals NaN, 0 differs from −0.
template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](T x, T y) {
           if constexpr (sizeof(T) == 8)
             return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
           else
             return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
         });
}

template <class Variant>
bool same_variant(const Variant& a, const Variant& b) {
  return a.index() == b.index() &&
         std::visit([&](const auto& x) { return same_bits(x, std::get<std::decay_t<decltype(x)>>(b)); }, a);
}

void check_equal(const log::Table& a, const log::Table& b) {
  REQUIRE(a.columns.size() == b.columns.size());
  for (std::size_t i = 0; i < a.columns.size(); ++i) {
    CHECK(a.columns[i].name == b.columns[i].name);
    CHECK(a.columns[i].unit == b.columns[i].unit);
    CHECK(a.columns[i].meaning == b.columns[i].meaning);
    CHECK(a.columns[i].attributes == b.columns[i].attributes);
    CHECK(same_variant(a.columns[i].values, b.columns[i].values));
  }
}

void check_equal(const std::map<std::string, log::Array>& a, const std::map<std::string, log::Array>& b) {
  REQUIRE(a.size() == b.size());
  for (const auto& [name, array] : a) {
    REQUIRE(b.count(name) == 1);
    CHECK(array.dims == b.at(name).dims);
    CHECK(same_bits(array.values, b.at(name).values));
  }
}

}  // namespace

TEST_CASE("a run comes back from its file bit for bit", "[unit]") {
  const TemporaryFolder folder;
  const log::RunFile run = sample_run();
  log::write(folder / "run.h5", run);
  const log::RunFile back = log::read(folder / "run.h5");

  CHECK(back.title == run.title);
  CHECK(back.cell == run.cell);
  CHECK(back.seed == run.seed);
  CHECK(back.status == run.status);
  CHECK(back.reason == run.reason);
  CHECK(back.step == run.step);
  CHECK(back.spec == run.spec);
  CHECK(back.spec_json == run.spec_json);
  CHECK(back.provenance == run.provenance);
  CHECK(back.provenance_components == run.provenance_components);
  check_equal(back.train, run.train);
  check_equal(back.metrics, run.metrics);
  CHECK(back.sample_steps == run.sample_steps);
  check_equal(back.samples, run.samples);
  check_equal(back.weights, run.weights);
  REQUIRE(back.checkpoint.size() == run.checkpoint.size());
  for (const auto& [name, values] : run.checkpoint) CHECK(same_variant(values, back.checkpoint.at(name)));
  CHECK_NOTHROW(log::verify(folder / "run.h5"));
}

TEST_CASE("a table of more columns than a dimension scale can list comes back whole", "[unit]") {
  const TemporaryFolder folder;
  log::RunFile run = sample_run();
  for (int i = 0; i < 5000; ++i)
    run.metrics.columns.push_back({.name = "wide.x" + std::to_string(i),
                                   .unit = "1",
                                   .meaning = {},
                                   .values = std::vector<double>(static_cast<std::size_t>(run.metrics.rows()), i),
                                   .attributes = {{"better", "lower"}}});
  log::write(folder / "run.h5", run);
  check_equal(log::read(folder / "run.h5", log::Part::tables).metrics, run.metrics);
  log::verify(folder / "run.h5");
}

TEST_CASE("an empty run is a whole file too", "[unit]") {
  const TemporaryFolder folder;
  log::RunFile run;
  run.train.columns = {{"step", "1", "", std::vector<std::int64_t>{}, {}},
                       {"penalty", "1", "", std::vector<double>{}, {}}};
  log::write(folder / "run.h5", run);
  const log::RunFile back = log::read(folder / "run.h5");
  CHECK(back.train.rows() == 0);
  CHECK(back.train.columns.size() == 2);
  CHECK(back.weights.empty());
  CHECK_NOTHROW(log::verify(folder / "run.h5"));
}

TEST_CASE("only tables are read where only tables are asked for", "[unit]") {
  const TemporaryFolder folder;
  log::write(folder / "run.h5", sample_run());
  const log::RunFile back = log::read(folder / "run.h5", log::Part::tables);
  CHECK(back.train.rows() == 3);
  CHECK(back.metrics.find("modes.covered") != nullptr);
  CHECK(back.metrics.find("modes") == nullptr);
  CHECK(back.weights.empty());
  CHECK(back.checkpoint.empty());
}

TEST_CASE("equal runs give equal bytes", "[unit]") {
  const TemporaryFolder folder;
  log::write(folder / "a.h5", sample_run());
  log::write(folder / "b.h5", sample_run());
  CHECK(files::read(folder / "a.h5") == files::read(folder / "b.h5"));
}

TEST_CASE("a commit replaces the file and leaves no temporary", "[unit]") {
  const TemporaryFolder folder;
  log::RunFile run = sample_run();
  log::write(folder / "run.h5", run);
  run.step = 40;
  run.checkpoint.clear();
  log::write(folder / "run.h5", run);
  CHECK(log::read(folder / "run.h5").step == 40);
  CHECK(log::read(folder / "run.h5").checkpoint.empty());
  CHECK(files::names_in(folder.path) == std::vector<std::string>{"run.h5"});
}

TEST_CASE("a commit writes through no link that somebody has put in its way", "[unit]") {
  const TemporaryFolder folder;
  files::write(folder / "precious", "precious");
  std::filesystem::create_symlink(folder / "precious", folder / temporary_of("run.h5"));
  std::filesystem::create_symlink(folder / "precious", folder / "run.h5");
  log::write(folder / "run.h5", sample_run());
  CHECK(files::read(folder / "precious") == "precious");
  CHECK(std::filesystem::is_regular_file(std::filesystem::symlink_status(folder / "run.h5")));
  CHECK_NOTHROW(log::verify(folder / "run.h5"));
}

TEST_CASE("a fence stops a commit at the last moment: the file is what it was", "[unit]") {
  const TemporaryFolder folder;
  log::write(folder / "run.h5", sample_run());
  const std::string before = files::read(folder / "run.h5");
  log::RunFile run = sample_run();
  run.step = 40;
  bool all_written = false;
  const auto [code, message] = refusal([&] {
    log::write(folder / "run.h5", run, [&] {
      all_written = std::filesystem::exists(folder / temporary_of("run.h5"));
      throw Error(Exit::locked, "another one's by now");
    });
  });
  CHECK(all_written);
  CHECK(code == Exit::locked);
  CHECK(message == "another one's by now");
  CHECK(files::read(folder / "run.h5") == before);
  CHECK(files::names_in(folder.path) == std::vector<std::string>{"run.h5"});
}

TEST_CASE("what killed writers have left is removed, and nothing else", "[unit]") {
  const TemporaryFolder folder;
  for (const char* name : {"run.h5", "run.h5.tmp", "run.h5.n17-4711.tmp", "run.h5.bak", "other.h5.tmp"})
    files::write(folder / name, "");
  log::remove_temporaries(folder / "run.h5");
  CHECK(files::names_in(folder.path) == std::vector<std::string>{"other.h5.tmp", "run.h5", "run.h5.bak"});
}

TEST_CASE("a table that no reader would take is refused before it is written", "[unit]") {
  const TemporaryFolder folder;
  const auto refused = [&](auto&& spoil) {
    log::RunFile run = sample_run();
    spoil(run.train);
    const auto [code, message] = refusal([&] { log::write(folder / "run.h5", run); });
    CHECK_FALSE(std::filesystem::exists(folder / "run.h5"));
    return message;
  };
  const auto steps = [](log::Table& table) -> auto& {
    return std::get<std::vector<std::int64_t>>(table.columns[0].values);
  };
  CHECK(refused([&](log::Table& t) { steps(t)[1] = steps(t)[0]; }).find("but must exceed") != std::string::npos);
  CHECK(refused([&](log::Table& t) { steps(t).pop_back(); }).find(" rows, but step has ") != std::string::npos);
  CHECK(refused([&](log::Table& t) { t.columns[1].name = "a/b"; }).find("named \"a/b\"") != std::string::npos);
  CHECK(refused([&](log::Table& t) { t.columns[1].name = t.columns[2].name; }).find("cannot be put together") !=
        std::string::npos);
}

TEST_CASE("a folder that is not there is an environment error of one line", "[unit]") {
  const TemporaryFolder folder;
  const auto [code, message] = refusal([&] { log::write(folder / "none/run.h5", sample_run()); });
  CHECK(code == Exit::environment);
  CHECK(message.find("none/run.h5: cannot be written: No such file or directory") != std::string::npos);
}

TEST_CASE("a full disk leaves the last commit and no temporary", "[unit]") {
  const TemporaryFolder folder;
  log::RunFile run = sample_run();
  log::write(folder / "run.h5", run);
  const std::string before = files::read(folder / "run.h5");
  run.step = 40;
  run.weights["big"] = {{1'000'000}, std::vector<float>(1'000'000, 1.0F)};
  // Limits around each place where a write may fail: the superblock, the weights, the trailer.
  const auto full = [&] {
    log::write(folder / "full.h5", run);
    return std::filesystem::file_size(folder / "full.h5");
  }();
  for (const rlim_t limit : {rlim_t{0}, rlim_t{1000}, rlim_t{2'000'000}, rlim_t{full - 60}, rlim_t{full - 10}}) {
    const pid_t child = ::fork();
    if (child == 0) {
      std::signal(SIGXFSZ, SIG_IGN);
      const rlimit bound{limit, limit};
      ::setrlimit(RLIMIT_FSIZE, &bound);
      const auto [code, message] = refusal([&] { log::write(folder / "run.h5", run); });
      const bool right =
          code == Exit::environment && message.find("cannot be written: File too large") != std::string::npos;
      ::_exit(right ? static_cast<int>(code) : 99);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CAPTURE(limit, status);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 4);
    CHECK(files::read(folder / "run.h5") == before);
    CHECK_FALSE(std::filesystem::exists(folder / ("run.h5." + os::host_name() + "-" + std::to_string(child) + ".tmp")));
  }
}

TEST_CASE("files that are no runs are refused with their reason", "[unit]") {
  const TemporaryFolder folder;
  files::write(folder / "text.h5", "not HDF5 at all");
  auto [code, message] = refusal([&] { log::read(folder / "text.h5"); });
  CHECK(code == Exit::corrupt);
  CHECK(message.find("text.h5: is no whole HDF5 file") != std::string::npos);

  std::tie(code, message) = refusal([&] { log::read(folder / "missing.h5"); });
  CHECK(code == Exit::environment);
  CHECK(message.find("missing.h5: cannot be read: No such file") != std::string::npos);

  std::tie(code, message) = refusal([&] { log::read(folder.path); });
  CHECK(code == Exit::environment);
}

TEST_CASE("verify finds every flipped byte and every truncation", "[unit]") {
  const TemporaryFolder folder;
  log::RunFile run = sample_run();
  run.spec.resize(100);
  log::write(folder / "run.h5", run);
  const std::string whole = files::read(folder / "run.h5");
  for (std::size_t at = 0; at < whole.size(); at += 97) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    files::write(folder / "damaged.h5", damaged);
    CAPTURE(at, whole.size());
    CHECK(refusal([&] { log::verify(folder / "damaged.h5"); }).first == Exit::corrupt);
  }
  for (std::size_t size = 0; size < whole.size(); size += 211) {
    files::write(folder / "damaged.h5", whole.substr(0, size));
    CAPTURE(size, whole.size());
    CHECK(refusal([&] { log::verify(folder / "damaged.h5"); }).first == Exit::corrupt);
  }
}

TEST_CASE("a damaged file says what its checksum should be", "[unit]") {
  const TemporaryFolder folder;
  log::write(folder / "run.h5", sample_run());
  std::string bytes = files::read(folder / "run.h5");
  bytes[5000] = static_cast<char>(bytes[5000] ^ 1);
  files::write(folder / "run.h5", bytes);
  CHECK(refusal([&] { log::read(folder / "run.h5"); }).second.find("the file is damaged") != std::string::npos);
  files::write(folder / "run.h5", bytes.substr(100));
  CHECK(refusal([&] { log::read(folder / "run.h5"); }).second.find("but its checksum is of") != std::string::npos);
  files::write(folder / "run.h5", bytes.substr(0, bytes.size() - 48));
  CHECK(refusal([&] { log::verify(folder / "run.h5"); }).second.find("has no checksum") != std::string::npos);
}

TEST_CASE("files that damage has put before libhdf5 itself end in an error or a result, never worse", "[unit]") {
  const TemporaryFolder folder;
  log::RunFile run = sample_run();
  run.spec.resize(100);
  log::write(folder / "run.h5", run);
  const std::string whole = files::read(folder / "run.h5");
  const std::string bare = whole.substr(0, whole.size() - 48);  // without the checksum that would catch it
  std::uint64_t state = 12345;
  const auto random = [&](std::uint64_t bound) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (state >> 33) % bound;
  };
  int refused = 0;
  for (int i = 0; i < 120; ++i) {
    std::string damaged = bare;
    if (i % 10 == 0)
      damaged.resize(random(bare.size()));
    else
      for (std::uint64_t flips = 1 + random(4); flips > 0; --flips)
        damaged[random(bare.size())] = static_cast<char>(random(256));
    files::write(folder / "damaged.h5", damaged);
    try {
      log::read(folder / "damaged.h5");
    } catch (const Error& error) {
      ++refused;
      CHECK((error.code() == Exit::corrupt || error.code() == Exit::environment));
    }
  }
  CHECK(refused > 12);
}

TEST_CASE("images by the levels of a byte are stored as bytes, and come back as they were", "[unit]") {
  const TemporaryFolder folder;
  log::RunFile run = sample_run();
  const log::Levels levels = log::Levels::between(-1, 1);
  std::vector<float> values(2 * 100);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::sin(static_cast<float>(i));
  std::vector<float> beyond{0.5F, 1.25F};
  CHECK_FALSE(log::round_to(levels, beyond));
  CHECK(beyond == std::vector<float>{0.5F, 1.25F});
  const std::vector<float> before = values;
  REQUIRE(log::round_to(levels, values));
  for (std::size_t i = 0; i < values.size(); ++i) CHECK(std::abs(values[i] - before[i]) <= 1.001F / 255);
  std::vector<float> again = values;
  REQUIRE(log::round_to(levels, again));
  CHECK(same_bits(again, values));  // so that a resumed run ends with the same bits
  run.samples = {{"noise", {{2, 3}, {1, 2, 3, 4, 5, 6}}}, {"images", {{2, 1, 10, 10}, values, {}, levels}}};
  run.real = {{{2, 10, 10, 1}, values, {}, levels}, -1, 1};
  log::write(folder / "run.h5", run);
  const log::RunFile back = log::read(folder / "run.h5");
  check_equal(back.samples, run.samples);
  CHECK(same_bits(back.real.samples.values, values));
  CHECK(back.real.samples.dims == run.real.samples.dims);
  CHECK(back.real.low == -1);
  CHECK(back.real.high == 1);
  REQUIRE(back.samples.at("images").levels);
  log::write(folder / "again.h5", back);
  CHECK(files::read(folder / "again.h5") == files::read(folder / "run.h5"));
}
