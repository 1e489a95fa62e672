// How run.h5 gets to the disk, and what stops it.
#include "run_file_scene.hpp"

using namespace ganzoo;
using testing::sample_run;
using namespace run_file_scene;

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
