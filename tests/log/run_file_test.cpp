#include "run_file_scene.hpp"

using namespace ganzoo;
using testing::sample_run;
using namespace run_file_scene;

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
