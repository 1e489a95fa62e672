#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <ganzoo/core/error.hpp>
#include <ganzoo/os/memory.hpp>
#include <ganzoo/os/sanitized.hpp>
#include <ganzoo/remote/answers.hpp>
#include <ganzoo/remote/channel.hpp>
#include <ganzoo/remote/child.hpp>
#include <ganzoo/remote/unanswered.hpp>
#include <thread>

#include "support/catch.hpp"
#include "support/refusal.hpp"
#include "support/temporary.hpp"

using namespace ganzoo;
using remote::field;

namespace {

struct Text {
  std::string text;
  static constexpr auto fields = std::tuple{field("text", &Text::text)};
};

struct Behave {
  static constexpr const char* name = "behave";
  using Answer = Text;
  std::string how;
  std::filesystem::path file{};
  static constexpr auto fields = std::tuple{field("how", &Behave::how), field("file", &Behave::file)};
};

[[maybe_unused]] volatile int sink = 0;
bool spoilt = false;

/// Once, whichever process asks.
bool first(const std::filesystem::path& file) { return ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600) >= 0; }

const remote::Answers<Behave> behave{[](const Behave& question) -> Text {
  const std::string& how = question.how;
  if (how == "crash") std::raise(SIGSEGV), _exit(1);
  if (how == "abort") std::fputs("what I had to say\n", stderr), std::abort();
  if (how == "exit") _exit(7);
  if (how == "killed") ::kill(getpid(), SIGKILL);
  if (how == "fork and end") {
    if (::fork() == 0) std::this_thread::sleep_for(std::chrono::seconds(20)), _exit(0);
    std::raise(SIGSEGV);
  }
  if (how == "babble")
    for (int number = 0; number < 16; ++number) [[maybe_unused]]
      const ssize_t n = ::write(number, "{\"id\":1}\n\xff\xff\xff", 12);
  if (how == "close") ::close_range(3, ~0U, 0);
  if (how == "asked to end")
    for (const int request : {SIGINT, SIGTERM, SIGHUP}) ::kill(getpid(), request);
  if (how == "hung up the first time" && first(question.file)) std::signal(SIGHUP, SIG_DFL), std::raise(SIGHUP);
  if (how == "killed the first time" && first(question.file)) ::kill(getpid(), SIGKILL);
  if (how == "find no memory" || (how == "find none the first time" && first(question.file)))
    _exit(remote::memory_lacking);
  if (how == "spoil") spoilt = true;
  if (how == "suffer" && spoilt) std::raise(SIGSEGV);
  if (how == "lack" && spoilt) throw Error(Exit::environment, "too many open files");
  if (how == "suspect") return {spoilt ? "spoilt" : "sound"};
  if (how == "wait") std::this_thread::sleep_for(std::chrono::seconds(60));
  if (how == "spin")
    for (;;) sink = sink + 1;
  if (how == "flood") return {std::string(2'000'000, 'x')};
  if (how == "swell") return {std::string(std::size_t{1} << 40, 'x')};
  if (how == "refuse") throw Error(Exit::corrupt, "the file is \x1b[31mred", "try another");
  return {"well: " + how};
}};

/// What the kernel let it do, of what a process that only reads must not.
struct Escape {
  static constexpr const char* name = "escape";
  using Answer = Text;
  std::string folder;
  static constexpr auto fields = std::tuple{field("folder", &Escape::folder)};
};

const remote::Answers<Escape> escape{[](const Escape& question) -> Text {
  std::string done;
  const auto attempt = [&](const char* what, bool worked) {
    if (worked) done += std::string(what) + " ";
  };
  const std::string file = question.folder + "/planted";
  attempt("create", ::open(file.c_str(), O_WRONLY | O_CREAT, 0600) >= 0);
  attempt("append", ::open("/dev/null", O_RDWR) >= 0);
  attempt("link", ::symlink("/etc/passwd", file.c_str()) == 0);
  attempt("make", ::mkdir(file.c_str(), 0700) == 0);
  attempt("remove", ::unlink(file.c_str()) == 0);
  attempt("connect", ::socket(AF_INET, SOCK_STREAM, 0) >= 0);
  attempt("signal", ::kill(getppid(), 0) == 0);
  attempt("outlive", ::prctl(PR_SET_PDEATHSIG, 0) == 0);
  attempt("code", ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
  const pid_t child = ::fork();
  if (child == 0) _exit(0);
  attempt("fork", child > 0);
  ::execl("/bin/true", "true", nullptr);
  return {done};
}};

remote::Failure failure_of(remote::Channel& channel, const char* how, const remote::Limits& limits = {}) {
  const auto outcome = channel.ask(Behave{how}, limits);
  REQUIRE(std::holds_alternative<remote::Failure>(outcome));
  return std::get<remote::Failure>(outcome);
}

std::string answer_of(remote::Channel& channel, const char* how) {
  const auto outcome = channel.ask(Behave{how});
  REQUIRE(std::holds_alternative<Text>(outcome));
  return std::get<Text>(outcome).text;
}

}  // namespace

TEST_CASE("a child that crashes, exits, waits, spins or floods is told apart, and replaced", "[unit]") {
  remote::Channel channel(remote::Role::hosts);
  CHECK(answer_of(channel, "first") == "well: first");
  CHECK(failure_of(channel, "crash").signal == SIGSEGV);
  CHECK(answer_of(channel, "then") == "well: then");
  CHECK(failure_of(channel, "abort").reason == "killed by signal 6 (Aborted): what I had to say");
  CHECK(failure_of(channel, "exit").reason == "exited with code 7");
  CHECK(failure_of(channel, "killed").signal == SIGKILL);
  const remote::Failure late = failure_of(channel, "wait", {.patience = 200});
  CHECK(late.late);
  CHECK(failure_of(channel, "spin", {.seconds = 0}).signal == SIGXCPU);
  CHECK(failure_of(channel, "flood", {.answer = 1'000'000}).reason == "answered with too much");
  CHECK(answer_of(channel, "last") == "well: last");
}

TEST_CASE("a child is waited for no longer than it lives, whoever holds its socket", "[unit]") {
  remote::Channel channel(remote::Role::hosts);
  CHECK(failure_of(channel, "fork and end", {.patience = 5000}).signal == SIGSEGV);
  CHECK(failure_of(channel, "babble").reason == "wrote to descriptors not its own");
  CHECK(failure_of(channel, "close").reason == "closed descriptors not its own");
}

TEST_CASE("somebody's signal, and what an earlier question left behind, are no answer", "[unit]") {
  const TemporaryFolder folder;
  remote::Channel channel(remote::Role::hosts);
  const auto once = channel.ask(Behave{"killed the first time", folder.path / "first"});
  REQUIRE(std::holds_alternative<Text>(once));
  REQUIRE(std::holds_alternative<Text>(channel.ask(Behave{"hung up the first time", folder.path / "second"})));
  CHECK(answer_of(channel, "asked to end") == "well: asked to end");
  for (const char* how : {"suffer", "lack"}) {
    CHECK(answer_of(channel, "spoil") == "well: spoil");
    CHECK(answer_of(channel, how) == std::string("well: ") + how);
  }
  answer_of(channel, "spoil");
  const auto outcome = channel.ask(Behave{"suspect"}, {}, [](const Text& answer) { return answer.text == "spoilt"; });
  CHECK(std::get<Text>(outcome).text == "sound");
}

TEST_CASE("a lack of memory is no fault of what was asked, and asked about once more", "[unit]") {
  const TemporaryFolder folder;
  remote::Channel channel(remote::Role::hosts);
  CHECK(std::holds_alternative<Text>(channel.ask(Behave{"find none the first time", folder.path / "first"})));
  const remote::Failure lacking = failure_of(channel, "find no memory");
  CHECK(lacking.reason == "found no memory");
  CHECK(lacking.is_from_outside());
}

TEST_CASE("what fails for want of memory is tried again, and what fails for another reason says so", "[unit]") {
  int tries = 0;
  CHECK(os::with_memory([&] { return ++tries == 1 ? throw std::bad_alloc() : 7; }) == 7);
  CHECK_THROWS_AS(os::with_memory([&]() -> int { throw std::range_error("its own"); }), std::range_error);
  CHECK_FALSE(os::memory_is_short());
}

TEST_CASE("children that have all been asked work at once", "[unit]") {
  remote::Channel one(remote::Role::hosts), other(remote::Role::hosts);
  one.begin(Behave{"a"}, {});
  other.begin(Behave{"b"}, {});
  CHECK(std::get<Text>(other.end<Behave>()).text == "well: b");
  CHECK(std::get<Text>(one.end<Behave>()).text == "well: a");
}

TEST_CASE("what a child refuses arrives as it was said, without its control characters", "[unit]") {
  remote::Channel channel(remote::Role::hosts);
  const auto [code, message] = refusal([&] { channel.ask(Behave{"refuse"}); });
  CHECK(code == Exit::corrupt);
  CHECK(message == "the file is �[31mred");
  CHECK(refusal([&] { channel.ask(Behave{"swell"}); }).first == Exit::environment);
  CHECK(answer_of(channel, "still") == "well: still");
}

TEST_CASE("a child that reads can neither write, run, connect, signal nor outlive", "[unit]") {
  if (os::sanitized) return;
  remote::Channel channel(remote::Role::reads);
  const auto outcome = channel.ask(Escape{"/tmp"});
  if (const auto* failure = std::get_if<remote::Failure>(&outcome)) FAIL(failure->reason);
  CHECK(std::get<Text>(outcome).text.empty());
}

TEST_CASE("what ends a child from outside is no wrong question", "[unit]") {
  const auto code_of = [](const remote::Failure& failure) {
    return remote::unanswered(failure, "metric emd", "it measured").code();
  };
  CHECK(code_of({.reason = "killed", .signal = SIGKILL}) == Exit::environment);
  CHECK(code_of({.reason = "killed", .signal = SIGTERM}) == Exit::environment);
  CHECK(code_of({.reason = "found no memory", .lacking = true}) == Exit::environment);
  CHECK(code_of({.reason = "killed", .signal = SIGSEGV}) == Exit::usage);
  CHECK(code_of({.reason = "exited with code 3"}) == Exit::usage);
  const Error error =
      remote::unanswered({.reason = "killed by signal 9 (Killed)", .signal = SIGKILL}, "metric emd", "it measured");
  CHECK(error.what() == std::string("metric emd: killed by signal 9 (Killed) while it measured"));
  CHECK(error.complaints().front().hint.find("outside") != std::string::npos);
}
