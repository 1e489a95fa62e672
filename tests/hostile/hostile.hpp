/// Components that behave until a moment of their life, and then go wrong in the way that their parameters name.
#pragma once

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <ganzoo/core/error.hpp>
#include <ganzoo/plugin/info.hpp>
#include <limits>
#include <map>
#include <string>

#include "../broken_plugins/ways.hpp"

namespace hostile {

inline void leak_descriptors() {
  while (::open("/dev/null", O_RDONLY) >= 0) {
  }
}
inline void exit_with(int code) { std::_Exit(code); }
inline void say(const char* text) {
  for (int number = 3; number < 16; ++number) [[maybe_unused]]
    const ssize_t n = ::write(number, text, std::char_traits<char>::length(text));
}
/// What a supervisor that believes its workers would stop the others for.
inline void fake_environment() {
  say("{\"do\":\"error\",\"code\":4,\"complaints\":[{\"message\":\"the disk is full\",\"hint\":\"\"}]}\n");
  exit_with(4);
}
inline void fake_end() {
  say("{\"do\":\"done\",\"status\":\"finished\",\"step\":60}\n");
  exit_with(0);
}
/// The folder of its own cell, which the kernel knows as that of worker.log.
inline void delete_folder() {
  std::error_code ignored;
  const auto log = std::filesystem::read_symlink("/proc/self/fd/2", ignored);
  if (log.filename() == "worker.log") std::filesystem::remove_all(log.parent_path(), ignored);
}
inline void limit_everything() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_FSIZE, &none);
}
inline void ignore_signals() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) std::signal(number, SIG_IGN);
}
/// The first time only: makes the file that GANZOO_TEST_ONCE names.
inline void kill_once() {
  const char* name = std::getenv("GANZOO_TEST_ONCE");
  if (name && ::open(name, O_WRONLY | O_CREAT | O_EXCL, 0644) >= 0) std::raise(SIGKILL);
}
/// As long as the file that GANZOO_TEST_WHILE names is there.
inline void kill_while() {
  const char* name = std::getenv("GANZOO_TEST_WHILE");
  if (name && ::access(name, F_OK) == 0) std::raise(SIGKILL);
}
[[noreturn]] inline void throw_error(ganzoo::Exit code) { throw ganzoo::Error(code, "a fault of its own", "none"); }

/// By name, so that one module goes wrong in every way.
inline void strike(const std::string& way) {
  using ganzoo::Exit;
  static const std::map<std::string, void (*)()> ways{
      {"leak", leak_descriptors},
      {"exit_0", [] { exit_with(0); }},
      {"exit_1", [] { exit_with(1); }},
      {"exit_4", [] { exit_with(4); }},
      {"exit_70", [] { exit_with(70); }},
      {"exit_130", [] { exit_with(130); }},
      {"exit_143", [] { exit_with(143); }},
      {"stop_parent", [] { ::kill(getppid(), SIGTERM); }},
      {"fake_environment", fake_environment},
      {"fake_end", fake_end},
      {"delete_folder", delete_folder},
      {"limit", limit_everything},
      {"ignore_signals", ignore_signals},
      {"throw_usage", [] { throw_error(Exit::usage); }},
      {"throw_locked", [] { throw_error(Exit::locked); }},
      {"throw_environment", [] { throw_error(Exit::environment); }},
      {"throw_corrupt", [] { throw_error(Exit::corrupt); }},
      {"throw_bug", [] { throw_error(Exit::bug); }},
      {"throw_exception", ways::throw_exception},
      {"throw_words", ways::throw_words},
      {"throw_escapes", [] { throw std::runtime_error("\x1b]0;owned\x07\x1b[2J\nganzoo: error: forged"); }},
      {"throw_megabytes", [] { throw std::runtime_error(std::string(3'000'000, 'x')); }},
      {"interrupt", [] { std::raise(SIGINT); }},
      {"terminate", [] { std::raise(SIGTERM); }},
      {"kill", ways::kill_itself},
      {"kill_once", kill_once},
      {"kill_while", kill_while},
      {"hang", ways::hang},
      {"abort", ways::abort_},
      {"fall_down", ways::fall_down},
      {"hoard", ways::hoard},
      {"close_descriptors", ways::close_descriptors},
      {"babble", ways::babble},
      {"wander", ways::wander_off},
      {"fork", ways::fork_children},
      {"fork_and_crash", ways::fork_and_crash},
      {"round", ways::round_down}};
  if (const auto found = ways.find(way); found != ways.end()) found->second();
}

/// The parameters of every hostile component.
struct Trouble {
  std::string way = "none";
  std::string when = "use";  ///< prepare, use or state
  std::int64_t at = 10;      ///< the use at which it strikes, counted from 0

  void prepared() const {
    if (when == "prepare") strike(way);
  }
  void used() {
    if (when == "use" && uses_++ == at) strike(way);
  }
  std::int64_t uses() const { return uses_; }
  void saved(ganzoo::Archive& archive) {
    archive("uses", uses_);
    if (when != "state") return;
    double number = 1;
    if (way == "name_empty") archive("", number);
    if (way == "name_slashes") archive("a//b", number);
    if (way == "name_rooted") archive("/a", number);
    if (way == "name_above") archive("../a", number);
    if (way == "name_twice") archive("a", number), archive("a", number);
    if (way == "name_inside") archive("a", number), archive("a/b", number);
    strike(way);
  }

 private:
  std::int64_t uses_ = 0;
};

/// A component of kind `Base` with these parameters.
template <class Base>
struct Hostile : Base {
  static constexpr ganzoo::About about{.title = "hostile", .source = "tests"};
  Trouble trouble;
  std::string way = "none", when = "use";
  std::int64_t at = 10;

  void prepare() override {
    trouble.way = way;
    trouble.when = when;
    trouble.at = at;
    trouble.prepared();
  }
  void state(ganzoo::Archive& archive) override { trouble.saved(archive); }
};

}  // namespace hostile

#define HOSTILE(NAME)                                                                                      \
  static constexpr auto parameters = std::tuple{ganzoo::parameter("way", &NAME::way, "how it goes wrong"), \
                                                ganzoo::parameter("when", &NAME::when, "at what moment"),  \
                                                ganzoo::parameter("at", &NAME::at, "at which of its uses")};
