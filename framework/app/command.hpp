/// A verb of the command line, declared once: parsing, --help, the manual, man pages and completion come from these lines.
///
///     void declare(Command& verify) {
///       auto paths = std::make_shared<std::vector<std::string>>();
///       verify.option("path", *paths, "run files, or folders that hold them").required();
///       verify.runs([paths] { return verified(*paths); });
///     }
///     const Registered verb{"verify", "check run files: whole, readable, checksums right", declare};
///
/// One file a verb, in a namespace of its own, which registers itself; there is no list. What runs writes results to
/// stdout and throws ganzoo::Error; main words it on stderr and ends with its exit code.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace ganzoo::app {

/// Where what was given goes. A bool is a flag; a vector takes any number of values.
using Target = std::variant<bool*, int*, std::int64_t*, std::uint64_t*, double*, std::string*, std::filesystem::path*,
                            std::optional<std::int64_t>*, std::optional<double>*, std::optional<std::string>*,
                            std::vector<std::string>*, std::vector<std::filesystem::path>*, std::vector<std::int64_t>*>;

/// An option, or a position where its name does not begin with a dash.
struct Option {
  std::string name;
  Target target;
  std::string meaning;
  std::string value{};  ///< what it is called: "N", "FILE.npy"
  std::optional<std::pair<double, double>> range{};
  std::vector<std::string> choices{};      ///< nothing else is accepted
  std::vector<std::string> suggestions{};  ///< what completion offers besides
  std::string instead{};                   ///< the option beside which a required one is not
  bool is_required = false, shows_default = false, has_commas = false, is_folder = false;

  Option& called(const char* name_of_value) { return value = name_of_value, *this; }
  Option& required() { return is_required = true, *this; }
  /// Required, but not beside that other option.
  Option& required_without(const char* other) { return instead = other, required(); }
  /// Both ends included.
  Option& in(double low, double high) { return range = {low, high}, *this; }
  Option& one_of(std::vector<std::string> all) { return choices = std::move(all), *this; }
  Option& like(std::vector<std::string> some) { return suggestions = std::move(some), *this; }
  /// What the target holds when it is declared.
  Option& with_default() { return shows_default = true, *this; }
  /// "a,b", or the option again for each.
  Option& with_commas() { return has_commas = true, *this; }
  /// Must exist.
  Option& folder() { return is_folder = true, *this; }

  bool is_rest() const { return name == "--"; }
  bool is_position() const { return !name.starts_with('-'); }
  bool is_flag() const { return std::holds_alternative<bool*>(target); }
  bool takes_many() const { return target.index() >= std::variant_size_v<Target> - 3; }
};

struct Command {
  std::string name, meaning;  ///< one line
  std::vector<Option> options{};
  std::string notes{};  ///< what there is to know besides, in whole sentences
  std::function<int()> run{};

  bool is_hidden() const { return meaning.empty(); }
  /// Valid until the next one is declared.
  Option& option(const char* option_name, auto& value, const std::string& what) {
    return options.emplace_back(Option{.name = option_name, .target = &value, .meaning = what});
  }
  /// What stands behind "--" on the command line, as it stands there.
  Option& rest(std::vector<std::string>& words, const char* what) { return option("--", words, what); }
  /// `act` returns the exit code, or nothing: then it is 0.
  template <class Act>
  void runs(Act act) {
    if constexpr (std::is_void_v<std::invoke_result_t<Act&>>)
      run = [act]() mutable { return act(), 0; };
    else
      run = act;
  }
};

/// For processes that the program starts itself.
inline constexpr const char* hidden = "";

struct Registered {
  Registered(const char* name, const char* meaning, void (*declare)(Command&));
};

/// Every verb, by name, hidden ones too; declared anew.
std::vector<Command> commands();
std::vector<Command> shown_commands();

/// What `--quiet` and `--verbose` asked for, anywhere on the command line; valid once a verb runs.
struct Settings {
  bool quiet = false;
  bool verbose = false;
};
Settings& settings();

/// The program itself: its name, its one line, and the options that every verb takes.
Command program();

}  // namespace ganzoo::app
