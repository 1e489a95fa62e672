#include "command_line.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <ganzoo/core/error.hpp>

#include "command.hpp"
#include "habits.hpp"

namespace ganzoo::app {
namespace {

CLI::Option* added(CLI::App& verb, const Option& option) {
  return std::visit(
      [&]<class T>(T* target) -> CLI::Option* {
        if constexpr (std::is_same_v<T, bool>)
          return verb.add_flag(option.name, *target, option.meaning);
        else
          return verb.add_option(option.name, *target, option.meaning);
      },
      option.target);
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known) {
  const std::string near = nearest(word, known);
  return near.empty() ? std::string() : fmt::format("did you mean {}?", near);
}

/// As --help shows it.
CLI::Validator range_of(const Option& option) {
  const auto [low, high] = *option.range;
  if (std::holds_alternative<double*>(option.target)) return CLI::Range(low, high);
  if (std::holds_alternative<int*>(option.target)) return CLI::Range(static_cast<int>(low), static_cast<int>(high));
  return CLI::Range(static_cast<std::int64_t>(low), static_cast<std::int64_t>(high));
}

/// What a value given to the target must be, beside what the option asks for; "" where any text will do.
std::string type_of(const Target& target) {
  const auto is = [&]<class... Ts>(std::type_identity<Ts>...) { return (std::holds_alternative<Ts*>(target) || ...); };
  using std::type_identity, std::optional;
  if (is(type_identity<double>(), type_identity<optional<double>>())) return "a number";
  if (is(type_identity<std::uint64_t>())) return "a whole number, not negative";
  if (is(type_identity<int>(), type_identity<std::int64_t>(), type_identity<optional<std::int64_t>>(),
         type_identity<std::vector<std::int64_t>>()))
    return "a whole number";
  return {};
}

template <class Number>
bool reads_as(const std::string& text) {
  Number number{};
  return CLI::detail::lexical_cast(text, number);
}

bool is_of_type(const Option& option, const std::string& text) {
  const std::string type = type_of(option.target);
  if (type.empty()) return true;
  if (std::holds_alternative<int*>(option.target)) return reads_as<int>(text);
  return type == "a number"         ? reads_as<double>(text)
         : type == "a whole number" ? reads_as<std::int64_t>(text)
                                    : reads_as<std::uint64_t>(text);
}

bool is_in_range(const Option& option, const std::string& text) {
  if (!option.range) return true;
  double number = 0;
  CLI::detail::lexical_cast(text, number);
  return number >= option.range->first && number <= option.range->second;
}

/// "a whole number from 1 to 100"
std::string property_of(const Option& option) {
  const std::string type = type_of(option.target);
  return option.range ? fmt::format("{} from {:.10g} to {:.10g}", type, option.range->first, option.range->second)
                      : type;
}

void require(const CLI::App& verb, const Option& option, const std::string& text) {
  const auto refuse = [&](const std::string& property, const std::string& hint = {}) {
    const std::string place = verb.get_name().empty() ? "" : verb.get_name() + ": ";
    throw Error(Exit::usage, fmt::format("{}{} is {}, but must be {}", place, option.name, text, property), hint);
  };
  if (!is_of_type(option, text) || !is_in_range(option, text)) refuse(property_of(option));
  std::error_code ignored;
  if (option.is_folder && !std::filesystem::is_directory(text, ignored)) refuse("a folder");
  if (!option.choices.empty() && std::ranges::find(option.choices, text) == option.choices.end())
    refuse(fmt::format("one of {}", fmt::join(option.choices, ", ")), did_you_mean(text, option.choices));
}

/// Refuses in the program's own words; to --help it says what CLI11's own judges would.
CLI::Validator judge_of(const CLI::App& verb, const Option& option) {
  const std::string shown = option.range              ? range_of(option).get_description()
                            : !option.choices.empty() ? CLI::IsMember(option.choices).get_description()
                            : option.is_folder        ? CLI::ExistingDirectory.get_description()
                                                      : std::string();
  const auto judge = [&verb, option](std::string& text) { return require(verb, option, text), std::string(); };
  return {judge, shown};
}

void add(CLI::App& verb, const Option& option) {
  CLI::Option* there = added(verb, option);
  there->required(option.is_required && option.instead.empty());
  if (!option.value.empty()) there->type_name(option.value);
  if (!option.is_flag()) there->check(judge_of(verb, option));
  if (option.has_commas) there->delimiter(',')->allow_extra_args(false);
  if (option.shows_default) there->capture_default_str();
}

void add(CLI::App& app, const Command& command) {
  CLI::App* verb = app.add_subcommand(command.name, command.meaning);
  if (command.is_hidden()) verb->group("");
  std::string footer = command.notes;
  for (const Option& option : command.options)
    if (option.is_rest()) footer = fmt::format("-- {} ...  {}\n\n{}", option.value, option.meaning, footer);
  if (!footer.empty()) verb->footer(footer);
  for (const Option& option : command.options)
    if (!option.is_rest()) add(*verb, option);
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
void require_verb(const std::vector<Command>& all, const std::vector<std::string>& words) {
  const auto word = std::ranges::find_if(words, [](const std::string& w) { return !w.starts_with('-'); });
  if (word == words.end() || std::ranges::find(all, *word, &Command::name) != all.end()) return;
  std::vector<std::string> known;
  for (const Command& command : all)
    if (!command.is_hidden()) known.push_back(command.name);
  const std::string near = did_you_mean(*word, known);
  throw Error(Exit::usage, fmt::format("unknown verb {}", *word),
              near.empty() ? "ganzoo --help lists the verbs" : near);
}

/// False where the words were answered: --help, --version.
bool is_parsed(CLI::App& app, const std::vector<std::string>& words) {
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // as CLI11 takes them
    return true;
  } catch (const CLI::Success& asked) {
    app.exit(asked);
    return false;
  } catch (const CLI::ExtrasError&) {
    throw unexpected(app, words);
  } catch (const CLI::ParseError& error) {
    if (&chosen(app) == &app) throw Error(Exit::usage, "no verb given", "ganzoo --help lists the verbs");
    throw Error(Exit::usage, place(app) + error.what(),
                fmt::format("ganzoo {} --help explains it", chosen(app).get_name()));
  }
}

/// Takes away "--" and what stands behind it, for a verb that hands it on.
std::vector<std::string> without_rest(const std::vector<Command>& all, std::vector<std::string> words) {
  const auto word = std::ranges::find_if(words, [](const std::string& w) { return !w.starts_with('-'); });
  const auto dashes = std::ranges::find(words, "--");
  if (word == words.end() || dashes == words.end()) return words;
  const std::vector<Option>& options = std::ranges::find(all, *word, &Command::name)->options;
  const auto rest = std::ranges::find_if(options, &Option::is_rest);
  if (rest == options.end()) return words;
  std::get<std::vector<std::string>*>(rest->target)->assign(dashes + 1, words.end());
  words.erase(dashes, words.end());
  return words;
}

void require_given(const CLI::App& verb, const Command& command) {
  for (const Option& option : command.options)
    if (!option.instead.empty() && verb.count(option.name) == 0 && verb.count(option.instead) == 0)
      throw Error(Exit::usage, fmt::format("{}: {} is required", command.name, option.name),
                  fmt::format("ganzoo {} --help explains it", command.name));
}

}  // namespace

std::function<int()> parse(const std::vector<std::string>& given) {
  const Command general = program();
  const std::vector<Command> all = commands();
  CLI::App app(general.meaning, general.name);
  app.set_version_flag("--version,-V", "ganzoo " GANZOO_VERSION, "print the version");
  for (const Option& option : general.options) add(app, option);
  app.require_subcommand(1);
  app.fallthrough();
  for (const Command& command : all) add(app, command);
  require_verb(all, given);
  const std::vector<std::string> words = without_rest(all, given);
  if (!is_parsed(app, words)) return {};
  const Command& verb = *std::ranges::find(all, chosen(app).get_name(), &Command::name);
  require_given(chosen(app), verb);
  return verb.run;
}

}  // namespace ganzoo::app
