/// The program: parses, runs the verb, words every error, and ends with an exit code of README's table.
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/os/process.hpp>
#include <ganzoo/os/terminal.hpp>
#include <ganzoo/remote/child.hpp>
#include <iostream>
#include <new>
#include <string>
#include <system_error>

#include "command_line.hpp"
#include "out_of_memory.hpp"

namespace ganzoo::app {

namespace {

constexpr std::size_t most_errors = 20, longest_error = 4000;

/// One line that steers no terminal, whatever a foreign file put into it.
std::string shown(const std::string& text) { return shortened(on_one_line(text), longest_error); }

void say(const std::vector<Complaint>& complaints) {
  const bool too_many = complaints.size() > most_errors;  // then the last line is their number
  const std::size_t told = too_many ? most_errors - 1 : complaints.size();
  std::string text;
  for (std::size_t i = 0; i < told; ++i) {
    text += fmt::format("ganzoo: error: {}\n", shown(complaints[i].message));
    if (!complaints[i].hint.empty()) text += fmt::format("hint: {}\n", shown(complaints[i].hint));
  }
  if (too_many) text += fmt::format("ganzoo: error: and {} more\n", complaints.size() - told);
  std::cout.flush();
  std::fputs(text.c_str(), stderr);
}

int fail(Exit code, const std::string& message, const std::string& hint = {}) {
  say({{message, hint}});
  return static_cast<int>(code);
}

bool reader_gone() {
  pollfd out{STDOUT_FILENO, 0, 0};
  return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

/// Results that did not reach stdout are an error; a reader that left (`| head`) ends the program as SIGPIPE does.
int finish(int code) {
  errno = 0;
  std::cout.flush();
  const bool flushed = std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout.good();
  if (flushed) return code;
  const int reason = errno;
  if (reader_gone()) {
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
  }
  return fail(Exit::environment, fmt::format("standard output cannot be written: {}",
                                             reason != 0 ? std::strerror(reason) : "write error"));
}

/// `ganzoo help [VERB]` is `ganzoo [VERB] --help`, `ganzoo version` is `ganzoo --version`.
std::vector<std::string> as_options(int argc, char** argv) {
  std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  if (words.size() == 1 && words[0] == "version") words[0] = "--version";
  if (!words.empty() && words.size() <= 2 && words[0] == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  return words;
}

int guarded(int argc, char** argv) try {
  const std::function<int()> run = parse(as_options(argc, argv));
  return run ? run() : 0;
} catch (const Error& error) {
  say(error.complaints());
  return static_cast<int>(error.code());
} catch (const std::bad_alloc&) {
  return out_of_memory();
} catch (const std::filesystem::filesystem_error& error) {
  return fail(Exit::environment, fmt::format("{}: {}", error.path1().string(), error.code().message()));
} catch (const std::system_error& error) {
  if (error.code().value() == EPIPE && reader_gone()) return 0;
  return fail(Exit::environment, error.what());
} catch (const std::exception& error) {
  return fail(Exit::bug, fmt::format("a bug in ganzoo: {}", error.what()), "please report it with the command line");
} catch (...) {
  return fail(Exit::bug, "a bug in ganzoo: an exception of unknown type");
}

}  // namespace
}  // namespace ganzoo::app

int main(int argc, char** argv) {
  if (ganzoo::os::is_child(argc, argv)) ganzoo::app::crash_without_memory();
  if (ganzoo::remote::is_child(argc, argv)) return ganzoo::remote::child_main(argc, argv);
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on files is an error with its path, not an end
  std::signal(SIGPIPE, SIG_IGN);
  return ganzoo::app::finish(ganzoo::app::guarded(argc, argv));
}
