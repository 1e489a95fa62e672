/// Claims on cells: one holder at a time, none for ever, whatever dies.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/claim/claims.hpp>
#include <ganzoo/experiment/run/run_folder.hpp>
#include <map>
#include <sstream>
#include <thread>

#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/refusal.hpp"
#include "support/temporary.hpp"

using namespace ganzoo;
using namespace ganzoo::experiment;

namespace {

Holder worker(const std::string& name, double lease = 60) {
  return {.token = {}, .host = name, .process = getpid(), .task = {}, .lease = lease};
}

void sleep_for(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

/// The owner's last sign of life is so long ago.
void age(const std::filesystem::path& claim, double seconds) {
  struct stat now {};
  REQUIRE(::stat((claim / "owner").c_str(), &now) == 0);
  timespec times[2]{now.st_mtim, now.st_mtim};
  for (timespec& time : times) time.tv_sec -= static_cast<time_t>(seconds);
  REQUIRE(::utimensat(AT_FDCWD, (claim / "owner").c_str(), times, 0) == 0);
}

}  // namespace

TEST_CASE("a cell is one worker's until he gives it back, and then the next one's", "[unit]") {
  const TemporaryFolder run;
  Claims first(run.path, worker("n1")), second(run.path, worker("n2"));
  std::optional<Claim> held = first.take("kl");
  REQUIRE(held);
  CHECK(held->is_held());
  CHECK_FALSE(second.take("kl"));
  CHECK_FALSE(first.take("kl"));
  CHECK(second.take("js"));  // and given back at once
  CHECK(second.taken() == std::set<std::string>{"kl"});
  CHECK(held->release());
  CHECK_FALSE(held->release());
  CHECK(second.take("kl"));
}

TEST_CASE("claims that were given back leave nothing behind", "[unit]") {
  const TemporaryFolder run;
  {
    Claims claims(run.path, worker("n1")), others(run.path, worker("n2"));
    for (const char* cell : {"kl", "js", "kl"}) CHECK(claims.take(cell)->release());
    const auto held = claims.take("kl");
    CHECK_FALSE(others.take("kl"));  // which has one ready by now
  }
  CHECK(files::names_in(run / ".claims").empty());
}

TEST_CASE("a claim is lost when its lease is over, and not before, and who lost it harms nobody", "[unit]") {
  const TemporaryFolder run;
  Claims lost(run.path, worker("n1", 100)), next(run.path, worker("n2", 100));
  std::optional<Claim> held = lost.take("kl");
  CHECK_FALSE(next.expire("kl"));
  age(run / ".claims/kl", 90);
  CHECK_FALSE(next.expire("kl"));
  age(run / ".claims/kl", 20);
  const std::optional<Holder> holder = next.expire("kl");
  REQUIRE(holder);
  CHECK(holder->text() == "process " + std::to_string(getpid()) + " on n1");
  CHECK_FALSE(held->is_held());
  const std::optional<Claim> taken = next.take("kl");
  REQUIRE(taken);
  held->beat();
  CHECK_FALSE(held->release());
  held.reset();
  CHECK(taken->is_held());
  CHECK_FALSE(lost.take("kl"));
}

TEST_CASE("who gives signs of life keeps his claim, however long it takes", "[unit]") {
  const TemporaryFolder run;
  Claims claims(run.path, worker("n1", 1.5)), others(run.path, worker("n2", 1.5));
  std::optional<Claim> held = claims.take("kl");
  for (int i = 0; i < 30; ++i) {
    sleep_for(0.1);
    held->beat();
    CHECK_FALSE(others.expire("kl"));
  }
  CHECK(held->release());
}

TEST_CASE("nobody takes away another claim than the one that he has seen", "[unit]") {
  const TemporaryFolder run;
  Claims claims(run.path, worker("n1")), others(run.path, worker("n2"));
  const std::optional<Claim> held = claims.take("kl");
  age(run / ".claims/kl", 100);
  // As if somebody had taken this one away already, and the one that stands there were made since.
  std::filesystem::create_directories(run / (".claims/.dead-" + held->token()));
  files::write(run / (".claims/.dead-" + held->token() + "/owner"), "");
  CHECK_FALSE(others.expire("kl"));
  CHECK(held->is_held());
}

TEST_CASE("a claim that a crash of the file server has torn is taken away like any other", "[unit]") {
  const TemporaryFolder run;
  Claims claims(run.path, worker("n1"));
  std::filesystem::create_directories(run / ".claims/kl");
  files::write(run / ".claims/kl/owner", "{\"tok");
  CHECK_FALSE(claims.take("kl"));
  CHECK_FALSE(claims.expire("kl"));
  age(run / ".claims/kl", 100);
  CHECK(claims.expire("kl"));
  CHECK(claims.take("kl"));
}

TEST_CASE("what is claimed is told with its holder and its age, and a run of all cells is refused beside it",
          "[unit]") {
  const TemporaryFolder run;
  CHECK(claims_in(run.path).empty());
  CHECK_NOTHROW(require_unclaimed(run.path));
  Holder me = worker("n17", 30);
  me.task = "4711_3";
  Claims claims(run.path, me);
  const std::optional<Claim> held = claims.take("kl");
  std::vector<SeenClaim> seen = claims_in(run.path);
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].cell == "kl");
  CHECK(seen[0].holder.text() == "task 4711_3 on n17");
  CHECK(seen[0].age < 20);
  CHECK_FALSE(seen[0].is_lost());
  const auto [code, message] = refusal([&] { require_unclaimed(run.path); });
  CHECK(code == Exit::locked);
  CHECK(message.find("kl is being trained by task 4711_3 on n17") != std::string::npos);
  age(run / ".claims/kl", 40);
  seen = claims_in(run.path);
  CHECK(seen[0].is_lost());
  CHECK(seen[0].age >= 40);
  CHECK_NOTHROW(require_unclaimed(run.path));
}

TEST_CASE("a folder that cannot be written is an error of the environment", "[unit]") {
  const TemporaryFolder run;
  files::write(run / ".claims", "a file");
  const auto [code, message] = refusal([&] { Claims(run.path, worker("n1")); });
  CHECK(code == Exit::environment);
  CHECK(message.find(".claims") != std::string::npos);
}

// ---- the storm ------------------------------------------------------------------------------------------------------

namespace {

constexpr int storm_cells = 300, storm_workers = 8;
constexpr double storm_lease = 1;

std::string name_of(int cell) { return "cell-" + std::to_string(cell); }

/// One line, whole, beside those of others.
void append(const std::filesystem::path& file, const std::string& line) {
  const os::Descriptor out(::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666));
  if (::write(out.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size())) _exit(9);
}

/// Takes what is left until all is done; dies now and then with a claim in its hands.
[[noreturn]] void work_in_the_storm(const std::filesystem::path& run, unsigned seed) try {
  std::srand(seed);
  Claims claims(run, worker("n" + std::to_string(seed), storm_lease));
  for (int done = 0; done < storm_cells;) {
    done = 0;
    for (int cell = 0; cell < storm_cells; ++cell) {
      const std::filesystem::path result = run / (name_of(cell) + ".done"), log = run / (name_of(cell) + ".log");
      if (std::filesystem::exists(result)) {
        ++done;
        continue;
      }
      std::optional<Claim> claim = claims.take(name_of(cell));
      if (!claim) claims.expire(name_of(cell));
      if (!claim || std::filesystem::exists(result)) continue;
      append(log, "begin " + std::to_string(getpid()) + "\n");
      sleep_for(0.001 * (std::rand() % 5));
      if (std::rand() % 40 == 0) _exit(1);
      if (!claim->is_held()) continue;
      append(log, "end " + std::to_string(getpid()) + "\n");
      files::write(result, "");
    }
  }
  _exit(0);
} catch (...) {
  _exit(8);
}

pid_t start_worker(const std::filesystem::path& run, unsigned seed) {
  const pid_t pid = ::fork();
  if (pid == 0) work_in_the_storm(run, seed);
  return pid;
}

}  // namespace

TEST_CASE("in a storm of workers that die with claims in their hands no cell is lost, and none is done by two at once",
          "[train]") {
  const TemporaryFolder run;
  unsigned seed = 0;
  std::set<int> dead;
  for (int i = 0; i < storm_workers; ++i) start_worker(run.path, ++seed);
  for (int living = storm_workers; living > 0;) {
    int status = 0;
    const pid_t pid = ::wait(&status);
    REQUIRE(pid > 0);
    REQUIRE(WIFEXITED(status));
    REQUIRE(WEXITSTATUS(status) <= 1);
    if (WEXITSTATUS(status) == 0) {
      --living;
    } else {
      dead.insert(pid);
      start_worker(run.path, ++seed);
    }
  }
  CHECK(dead.size() > 1);
  std::size_t ends = 0, left = 0;
  for (int cell = 0; cell < storm_cells; ++cell) {
    std::istringstream log(files::read(run / (name_of(cell) + ".log")));
    int holder = 0, process = 0;
    for (std::string event; log >> event >> process;) {
      CAPTURE(cell, event, process, holder);
      if (event == "end") {
        CHECK(process == holder);
        ++ends;
        holder = 0;
      } else {
        CHECK((holder == 0 || dead.contains(holder)));
        left += holder != 0 ? 1 : 0;
        holder = process;
      }
    }
    CHECK(holder == 0);
  }
  CHECK(ends == storm_cells);
  CHECK(left == dead.size());
}

TEST_CASE("workers of a job share the run's folder, and neither a whole run nor shards train beside them", "[unit]") {
  const TemporaryFolder run;
  const auto refused = [&](const Shard& shard) {
    return refusal([&] { const RunFolder folder(run.path, shard); }).second.find("locked by") != std::string::npos;
  };
  const Shard worker{.claims_cells = true};
  {
    const RunFolder first(run.path, worker), second(run.path, worker);
    CHECK(refused({}));
    CHECK(refused({.index = 0, .count = 2}));
  }
  {
    const RunFolder first(run.path, {.index = 0, .count = 2}), second(run.path, {.index = 1, .count = 2});
    CHECK(refused(worker));
  }
  const RunFolder whole(run.path);
  CHECK(refused(worker));
}
