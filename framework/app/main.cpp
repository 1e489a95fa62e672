/// The program: gathers the verbs, parses, words every error, and ends with an exit code of README's table.
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
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/os/terminal.hpp>
#include <ganzoo/remote/child.hpp>
#include <iostream>
#include <new>
#include <string>
#include <system_error>

#include "habits.hpp"
#include "verb.hpp"

namespace ganzoo::app {

std::vector<Verb>& verbs() {
  static std::vector<Verb> all;
  return all;
}

Settings& settings() {
  static Settings all;
  return all;
}

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

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known) {
  const std::string near = nearest(word, known);
  return near.empty() ? std::string() : fmt::format("did you mean {}?", near);
}

/// The subcommand that was parsed, or the program itself.
const CLI::App& chosen(const CLI::App& app) {
  const auto given = app.get_subcommands();
  return given.empty() ? app : *given.front();
}

std::string place(const CLI::App& app) {
  const CLI::App& verb = chosen(app);
  return &verb == &app ? std::string() : verb.get_name() + ": ";
}

/// "3" of --seed=3 or --seed 3; "" where there is none.
std::string value_of(const std::vector<std::string>& words, const std::string& option) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].starts_with(option + "=")) return words[i].substr(option.size() + 1);
    if (words[i] == option && i + 1 < words.size() && !words[i + 1].starts_with('-')) return words[i + 1];
  }
  return {};
}

/// What the command line holds that no verb knows.
Error unexpected(const CLI::App& app, const std::vector<std::string>& words) {
  std::vector<std::string> known;
  for (const CLI::App* at : {&app, &chosen(app)})
    for (const CLI::Option* option : at->get_options())
      for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  std::vector<Complaint> complaints;
  for (const std::string& word : app.remaining(true)) {
    const std::string name = word.substr(0, word.find('='));
    if (word.size() > 1 && word[0] == '-') {
      const std::string habit = hint_for_option(chosen(app).get_name(), name, value_of(words, name));
      complaints.push_back(
          {fmt::format("{}unknown option {}", place(app), name), habit.empty() ? did_you_mean(name, known) : habit});
    } else {
      complaints.push_back({fmt::format("{}unexpected argument {}", place(app), word), ""});
    }
  }
  if (complaints.empty()) complaints.push_back({place(app) + "unexpected argument", ""});
  return Error(Exit::usage, complaints);
}

/// The first word that is no option must be a verb.
void require_verb(const CLI::App& app, const std::vector<std::string>& words) {
  const auto word = std::ranges::find_if(words, [](const std::string& w) { return !w.starts_with('-'); });
  if (word == words.end()) return;
  std::vector<std::string> known;
  for (const CLI::App* verb : app.get_subcommands(nullptr)) {
    if (verb->get_name() == *word) return;
    if (!verb->get_group().empty()) known.push_back(verb->get_name());
  }
  const std::string near = did_you_mean(*word, known);
  throw Error(Exit::usage, fmt::format("unknown verb {}", *word),
              near.empty() ? "ganzoo --help lists the verbs" : near);
}

int parse(CLI::App& app, const std::vector<std::string>& words) {
  try {
    require_verb(app, words);
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // as CLI11 takes them
  } catch (const CLI::Success& asked) {  // --help, --version
    return app.exit(asked);
  } catch (const CLI::ExtrasError&) {
    throw unexpected(app, words);
  } catch (const CLI::ParseError& error) {
    if (&chosen(app) == &app) throw Error(Exit::usage, "no verb given", "ganzoo --help lists the verbs");
    throw Error(Exit::usage, place(app) + error.what(),
                fmt::format("ganzoo {} --help explains it", chosen(app).get_name()));
  }
  return 0;
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

int guarded(int argc, char** argv) {
  int exit_code = 0;
  CLI::App app("Trains generative adversarial networks under many divergences and compares them honestly.", "ganzoo");
  app.set_version_flag("--version,-V", "ganzoo " GANZOO_VERSION, "print the version");
  app.add_flag("--quiet", settings().quiet, "print errors only");
  app.add_flag("--verbose", settings().verbose,
               "print more, where there is more to say: each decision and worker of run, each law of check --all");
  app.require_subcommand(1);
  app.fallthrough();
  std::vector<Verb> sorted = verbs();
  std::sort(sorted.begin(), sorted.end(), [](const Verb& a, const Verb& b) { return std::strcmp(a.name, b.name) < 0; });
  for (const Verb& verb : sorted) verb.add(app, exit_code);
  try {
    const int asked = parse(app, as_options(argc, argv));
    return asked != 0 ? asked : exit_code;
  } catch (const Error& error) {
    say(error.complaints());
    return static_cast<int>(error.code());
  } catch (const std::bad_alloc&) {
    return fail(Exit::environment, "out of memory");
  } catch (const std::filesystem::filesystem_error& error) {
    return fail(Exit::environment, fmt::format("{}: {}", error.path1().string(), error.code().message()));
  } catch (const std::system_error& error) {
    if (error.code().value() == EPIPE && reader_gone()) return exit_code;
    return fail(Exit::environment, error.what());
  } catch (const std::exception& error) {
    return fail(Exit::bug, fmt::format("a bug in ganzoo: {}", error.what()), "please report it with the command line");
  } catch (...) {
    return fail(Exit::bug, "a bug in ganzoo: an exception of unknown type");
  }
}

}  // namespace
}  // namespace ganzoo::app

int main(int argc, char** argv) {
  if (ganzoo::remote::is_child(argc, argv)) return ganzoo::remote::child_main(argc, argv);
  ganzoo::log::prepare_process();
  std::signal(SIGPIPE, SIG_IGN);
  return ganzoo::app::finish(ganzoo::app::guarded(argc, argv));
}
