/// A verb of the command line: one file each, which registers itself; there is no list.
///
///     static const ganzoo::app::Registered verb{{"eval", [](CLI::App& app, int& exit_code) {
///       auto options = std::make_shared<EvalOptions>();
///       CLI::App* eval = app.add_subcommand("eval", "a divergence as a calculator");
///       eval->add_option("divergence", options->name)->required();
///       eval->callback([options, &exit_code] { exit_code = run_eval(*options); });
///     }}};
///
/// A callback writes results to stdout and throws ganzoo::Error; main words it on stderr and ends with its exit code.
#pragma once

#include <CLI/CLI.hpp>
#include <vector>

namespace ganzoo::app {

struct Verb {
  const char* name;
  void (*add)(CLI::App& app,
              int& exit_code);  ///< adds the subcommand; its callback sets the exit code (0 from the start)
};

/// Every verb linked in, in no particular order.
std::vector<Verb>& verbs();

struct Registered {
  explicit Registered(const Verb& verb) { verbs().push_back(verb); }
};

/// What `--quiet` and `--verbose` asked for, anywhere on the command line; valid inside a callback.
struct Settings {
  bool quiet = false;
  bool verbose = false;
};
Settings& settings();

}  // namespace ganzoo::app
