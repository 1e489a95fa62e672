/// A lock on a folder: one holds it, the others are told who, and its process's end frees it.
#include <sys/wait.h>
#include <unistd.h>

#include <ganzoo/os/lock.hpp>

#include "support/catch.hpp"
#include "support/refusal.hpp"
#include "support/temporary.hpp"

using namespace ganzoo;
using namespace std::chrono_literals;

TEST_CASE("a second claim is refused and told who holds the lock, until the first is gone", "[unit]") {
  const TemporaryFolder folder;
  {
    const os::FolderLock held(folder.path, 0ms, {.who = "the night's run"});
    CHECK(os::held_locks(folder.path) == std::vector<std::string>{".lock"});
    const auto [code, message] = refusal([&] { os::FolderLock(folder.path, 20ms); });
    CHECK(code == Exit::locked);
    CHECK(message.find("the night's run") != std::string::npos);
  }
  CHECK(os::held_locks(folder.path).empty());
  CHECK(refusal([&] { os::FolderLock(folder.path, 0ms); }).first == Exit::ok);
}

TEST_CASE("who shares a lock shares it with all who do, and with nobody who wants it alone", "[unit]") {
  const TemporaryFolder folder;
  const os::Holding shared{.file = ".reading", .shared = true};
  const os::FolderLock first(folder.path, 0ms, shared), second(folder.path, 0ms, shared);
  CHECK(refusal([&] { os::FolderLock(folder.path, 0ms, {.file = ".reading"}); }).first == Exit::locked);
  CHECK(refusal([&] { os::FolderLock(folder.path, 0ms); }).first == Exit::ok);  // another lock of the folder
}

TEST_CASE("the kernel frees the lock of a process that was killed", "[unit]") {
  const TemporaryFolder folder;
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t owner = ::fork();
  if (owner == 0) {
    const os::FolderLock held(folder.path, 0ms);
    if (::write(ready[1], "x", 1) == 1) ::pause();
    ::_exit(1);
  }
  char one = 0;
  REQUIRE(::read(ready[0], &one, 1) == 1);
  CHECK(refusal([&] { os::FolderLock(folder.path, 0ms); }).first == Exit::locked);
  ::kill(owner, SIGKILL);
  ::waitpid(owner, nullptr, 0);
  CHECK(refusal([&] { os::FolderLock(folder.path, 1s); }).first == Exit::ok);
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("a folder that is not there cannot be locked", "[unit]") {
  const TemporaryFolder folder;
  CHECK(refusal([&] { os::FolderLock(folder / "missing", 0ms); }).first == Exit::environment);
}
