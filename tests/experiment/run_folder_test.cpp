/// The folder of a run: who may use it at the same time.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/run/run_folder.hpp>
#include <thread>

#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/temporary.hpp"

using namespace ganzoo;
using namespace ganzoo::experiment;

namespace {

/// Why the folder cannot be had; empty where it can.
std::string refusal(const std::filesystem::path& folder, const Shard& shard) {
  try {
    const RunFolder held(folder, shard);
  } catch (const Error& error) {
    CHECK(error.code() == Exit::locked);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a run waits for one who only looks whether its folder is in use", "[unit]") {
  const TemporaryFolder folder;
  const int looking = ::open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  REQUIRE(flock(looking, LOCK_SH) == 0);
  std::thread look([looking] {
    std::this_thread::sleep_for(std::chrono::milliseconds(40));
    ::close(looking);
  });
  CHECK_NOTHROW(RunFolder(folder.path));
  look.join();
}

TEST_CASE("shards of one number share a folder, each once, and others and a whole run are refused beside them",
          "[unit]") {
  const TemporaryFolder temporary;
  const std::filesystem::path folder = temporary / "run";
  const std::string process = "process " + std::to_string(getpid());
  {
    const RunFolder first(folder, {0, 2}), second(folder, {1, 2});
    CHECK(refusal(folder, {0, 2}).find("locked by " + process) != std::string::npos);
    CHECK(refusal(folder, {0, 3}).find("another number of shards (.lock-") != std::string::npos);
    CHECK(refusal(folder, {}).find("locked by a run in shards") != std::string::npos);
  }
  {
    const RunFolder other(folder, {2, 3});
    CHECK(refusal(folder, {1, 2}).find("another number of shards (.lock-2-of-3)") != std::string::npos);
    CHECK(refusal(folder, {1, 3}).empty());
  }
  const RunFolder whole(folder);
  CHECK(refusal(folder, {0, 2}).find("locked by " + process) != std::string::npos);
  CHECK(refusal(folder, {}).find("locked by " + process) != std::string::npos);
}

TEST_CASE("shards that write the experiment at the same time leave it whole at every moment", "[unit]") {
  const TemporaryFolder folder;
  const std::string text(1 << 16, 'x');
  std::atomic<int> refused = 0;
  const auto write = [&](int index) {
    try {
      RunFolder shard(folder.path, {index, 2});
      for (int i = 0; i < 20; ++i) shard.keep(text);
    } catch (const Error&) {
      ++refused;
    }
  };
  std::thread first(write, 0), second(write, 1);
  std::size_t read = 0, broken = 0;
  for (const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(200);
       std::chrono::steady_clock::now() < until;) {
    if (!std::filesystem::exists(folder / "experiment.toml")) continue;
    ++read;
    broken += files::read(folder / "experiment.toml") != text;
  }
  first.join();
  second.join();
  CHECK(refused.load() == 0);
  CHECK(read > 0);
  CHECK(broken == 0);
  CHECK(files::read(folder / "experiment.toml") == text);
}
