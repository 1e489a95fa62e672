#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <future>
#include <iterator>
#include <thread>

#include "fabricated.hpp"
#include "support/catch.hpp"

using namespace ganzoo;
using testing::save;

namespace {

struct Outcome {
  int code;
  std::string output;  ///< stdout and stderr
};

Outcome run(const std::string& arguments) {
  const std::string command = fmt::format("'{}' {} 2>&1", GANZOO_PROGRAM, arguments);
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string output;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) output.append(buffer.data(), n);
  const int status = ::pclose(pipe);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, output};
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("verify prints a line a file and exits 5 where one is bad", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a/kl", {});
  save(folder, "b/js", {});
  const std::string path = folder.path.string();
  CHECK(run("verify " + path).code == 0);
  CHECK(run("verify " + path).output == path + "/a/kl/run.h5: ok\n" + path + "/b/js/run.h5: ok\n");
  {
    std::fstream file(folder / "a/kl/run.h5", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(3000);
    file.put('\x55');
  }
  const Outcome bad = run("verify " + path + "/b/js/run.h5 " + path);
  CHECK(bad.code == 5);
  CHECK(has(bad.output, path + "/a/kl/run.h5: its checksum is "));
  CHECK(has(bad.output, path + "/b/js/run.h5: ok\n"));
}

TEST_CASE("verify says what is not there", "[unit]") {
  const TemporaryFolder folder;
  const Outcome none = run("verify " + (folder / "none").string());
  CHECK(none.code == 4);
  CHECK(has(none.output, "ganzoo: error: " + (folder / "none").string() + ": no such file or folder"));
  std::filesystem::create_directory(folder / "runs");
  CHECK(has(run("verify " + (folder / "rums").string()).output, "did you mean " + (folder / "runs").string() + "?"));
  const Outcome empty = run("verify " + folder.path.string());
  CHECK(empty.code == 2);
  CHECK(has(empty.output, ": holds no run.h5"));
  CHECK(run("verify").code == 2);
}

TEST_CASE("compare takes its options before or behind the paths", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed) {
    save(folder, fmt::format("kl-{}", seed), {.seed = seed, .covered = {6.0 + seed}, .distance = {1}});
    save(folder, fmt::format("js-{}", seed), {.divergence = R"({"name":"js","link":"published"})", .seed = seed});
  }
  const std::string path = folder.path.string();
  for (const std::string& arguments : {"--metric modes,distance.value --by divergence " + path,
                                       path + " --by divergence --metric modes --metric distance.value"}) {
    const Outcome outcome = run("compare --format csv " + arguments);
    CHECK(outcome.code == 0);
    CHECK(has(outcome.output,
              "divergence,seeds,runs,diverged,unfinished,failed,ran_away,modes.covered.n,modes.covered.summary"));
    CHECK(has(outcome.output, "\nkl,0 1 2,3,0,0,0,0,3,mean,7,"));
  }
  const Outcome unknown = run("compare " + path + " --metric mods.covered");
  CHECK(unknown.code == 2);
  CHECK(has(unknown.output,
            "ganzoo: error: mods.covered is measured in none of these runs\nhint: did you mean modes.covered?\n"));
  CHECK(run("compare " + path + " --format tabel").code == 2);
}

TEST_CASE("report writes one page where it is told to, and watch prints a table where there is no terminal", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "runs/kl", {});
  const std::string runs = (folder / "runs").string(), page = (folder / "page.html").string();
  const Outcome outcome = run("report " + runs + " --out " + page);
  CHECK(outcome.code == 0);
  CHECK(outcome.output == page + ": 1 run\n");
  CHECK(std::filesystem::file_size(page) > 1000);
  CHECK(run("report " + runs + " --out " + (folder / "none/page.html").string()).code == 4);
  CHECK(run("report " + (folder / "none").string()).code == 4);
  CHECK(has(run("report " + (folder / "rnus").string()).output, "hint: did you mean " + runs + "?"));
  CHECK(run("report").code == 2);
  const Outcome watched = run("watch " + runs);
  CHECK(watched.code == 0);
  CHECK(has(watched.output, "1 finished\n"));
  CHECK(has(watched.output, "as a page: ganzoo report " + runs + " --follow\n"));
  CHECK(has(run("watch " + (folder / "none").string()).output, "does not exist, but must be a run's folder"));
}

TEST_CASE("report --follow writes the page again as long as runs are trained, and then one that stays as it is",
          "[unit]") {
  const TemporaryFolder folder;
  save(folder, "runs/kl", {});
  const auto text = [&] {
    std::ifstream file(folder / "runs/report.html");
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const auto becomes_true = [](const auto& condition) {
    for (int i = 0; i < 3000 && !condition(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return condition();
  };
  const int lock = ::open((folder / "runs/.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  REQUIRE(flock(lock, LOCK_EX) == 0);
  auto followed =
      std::async(std::launch::async, [&] { return run("report --every 7 --follow " + (folder / "runs").string()); });
  CHECK(becomes_true([&] { return has(text(), "\"live\":7"); }));
  save(folder, "runs/js", {.divergence = R"({"name":"js","link":"published"})"});
  CHECK(becomes_true([&] { return has(text(), "2 runs · 2 finished"); }));
  ::close(lock);
  const Outcome outcome = followed.get();
  CHECK(outcome.code == 0);
  CHECK(has(outcome.output, "/report.html: 2 runs\n"));
  CHECK_FALSE(has(text(), "\"live\":7"));
  CHECK(has(run("watch " + (folder / "runs").string()).output,
            "as a page: " + (folder / "runs/report.html").string() + "\n"));
  const Outcome refused = run("report --follow " + (folder / "runs/kl/run.h5").string());
  CHECK(refused.code == 2);
  CHECK(has(refused.output, "run.h5 is no folder of runs"));
}
