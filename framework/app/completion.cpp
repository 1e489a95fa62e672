/// `ganzoo completion`: what completes ganzoo's words in a shell, from the verbs' declarations.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "command.hpp"
#include "synopsis.hpp"

namespace ganzoo::app::completion_verb {
namespace {

/// What is offered where a value of it stands.
const std::vector<std::string>& offers(const Option& option) {
  return option.choices.empty() ? option.suggestions : option.choices;
}

bool is_text(const Option& option) {
  return std::holds_alternative<std::string*>(option.target) ||
         std::holds_alternative<std::vector<std::string>*>(option.target) ||
         std::holds_alternative<std::filesystem::path*>(option.target) ||
         std::holds_alternative<std::vector<std::filesystem::path>*>(option.target);
}

/// A path may stand there, where nothing else is known of it.
bool may_be_file(const Option& option) { return is_text(option) && offers(option).empty(); }

std::string quoted(const std::string& text) {
  std::string safe = "'";
  for (const char c : text) safe += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return safe + "'";
}

// ---- bash -----------------------------------------------------------------------------------------------------------

std::string bash_words(const Command& command) {
  std::vector<std::string> words;
  for (const Option& option : command.options)
    if (option.is_rest())
      continue;
    else if (!option.is_position())
      words.push_back(option.name);
    else
      words.insert(words.end(), offers(option).begin(), offers(option).end());
  words.insert(words.end(), {"--help", "--quiet", "--verbose"});
  return fmt::format("{}", fmt::join(words, " "));
}

std::string bash() {
  std::string values, words, verbs;
  for (const Command& command : shown_commands()) {
    verbs += command.name + " ";
    words += fmt::format("    {}) words='{}' ;;\n", command.name, bash_words(command));
    for (const Option& option : command.options) {
      if (option.is_position() || option.is_flag() || option.is_rest()) continue;
      values += fmt::format("    {}:{}) {} return ;;\n", command.name, option.name,
                            may_be_file(option) ? "COMPREPLY=($(compgen -f -- \"$word\"));"
                                                : fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$word\"));",
                                                              fmt::join(offers(option), " ")));
    }
  }
  return fmt::format(R"(# Completion of ganzoo for bash; written by `ganzoo completion bash`.
_ganzoo() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} verb= one words
  for one in "${{COMP_WORDS[@]:1:COMP_CWORD - 1}}"; do
    [[ $one == -* ]] || {{ verb=$one; break; }}
  done
  case $verb:$before in
{}  esac
  case $verb in
    '') words='{}--help --version --quiet --verbose' ;;
{}    *) return ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  [[ -z $verb || $word == -* ]] || COMPREPLY+=($(compgen -f -- "$word"))
}}
complete -o filenames -F _ganzoo ganzoo
)",
                     values, verbs, words);
}

// ---- zsh ------------------------------------------------------------------------------------------------------------

/// In a specification of _arguments, colons and brackets have a meaning.
std::string zsh_text(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') safe += '\\';
    safe += c;
  }
  return safe;
}

std::string zsh_action(const Option& option) {
  if (may_be_file(option)) return "_files";
  return offers(option).empty() ? " " : fmt::format("({})", fmt::join(offers(option), " "));
}

std::string zsh_option(const Option& option) {
  const std::string name = zsh_text(option.is_position() ? option.name : value_name(option));
  if (option.is_position())
    return quoted(fmt::format("{}:{}:{}", option.takes_many() ? "*" : "", name, zsh_action(option)));
  const std::string head = fmt::format("{}[{}]", option.name, zsh_text(option.meaning));
  return quoted(option.is_flag() ? head : fmt::format("{}:{}:{}", head, name, zsh_action(option)));
}

std::string zsh_arguments(const std::vector<Option>& options) {
  std::string text;
  for (const Option& option : options)
    if (!option.is_rest()) text += " \\\n        " + zsh_option(option);
  return text;
}

std::string zsh() {
  std::string verbs, cases;
  for (const Command& command : shown_commands()) {
    verbs += fmt::format("    {}\n", quoted(command.name + ":" + zsh_text(command.meaning)));
    cases += fmt::format("      {})\n        _arguments '--help[print this help]'{} ;;\n", command.name,
                         zsh_arguments(command.options));
  }
  return fmt::format(R"(#compdef ganzoo
# Completion of ganzoo for zsh; written by `ganzoo completion zsh`.
_ganzoo() {{
  local curcontext=$curcontext state line
  local -a verbs
  verbs=(
{}  )
  _arguments -C '--help[print this help]' '--version[print the version]'{} '1: :->verb' '*:: :->rest'
  case $state in
    verb) _describe verb verbs ;;
    rest) case $words[1] in
{}      esac ;;
  esac
}}
_ganzoo "$@"
)",
                     verbs, zsh_arguments(program().options), cases);
}

// ---- fish -----------------------------------------------------------------------------------------------------------

std::string fish_value(const Option& option) {
  if (may_be_file(option)) return " -r -F";
  return offers(option).empty() ? " -x"
                                : fmt::format(" -x -a {}", quoted(fmt::format("{}", fmt::join(offers(option), " "))));
}

std::string fish_option(const std::string& condition, const Option& option) {
  const std::string begin = fmt::format("complete -c ganzoo{}", condition);
  if (option.is_position())
    return offers(option).empty()
               ? ""
               : fmt::format("{} -a {}\n", begin, quoted(fmt::format("{}", fmt::join(offers(option), " "))));
  return fmt::format("{} -l {}{} -d {}\n", begin, option.name.substr(2), option.is_flag() ? "" : fish_value(option),
                     quoted(option.meaning));
}

std::string fish() {
  std::string text = "# Completion of ganzoo for fish; written by `ganzoo completion fish`.\n";
  for (const Option& option : program().options) text += fish_option("", option);
  text += "complete -c ganzoo -l help -d 'print this help'\n";
  text += "complete -c ganzoo -n __fish_use_subcommand -l version -d 'print the version'\n";
  for (const Command& command : shown_commands()) {
    text += fmt::format("complete -c ganzoo -n __fish_use_subcommand -f -a {} -d {}\n", command.name,
                        quoted(command.meaning));
    for (const Option& option : command.options)
      if (!option.is_rest())
        text += fish_option(fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name), option);
  }
  return text;
}

void declare(Command& verb) {
  auto shell = std::make_shared<std::string>();
  verb.option("shell", *shell, "bash, zsh or fish").required().one_of({"bash", "zsh", "fish"}).called("SHELL");
  verb.notes = "Installed with the program; elsewhere: source <(ganzoo completion bash).";
  verb.runs([shell] { fmt::print("{}", *shell == "bash" ? bash() : *shell == "zsh" ? zsh() : fish()); });
}

const Registered verb{"completion", "what completes ganzoo's words in a shell", declare};

}  // namespace
}  // namespace ganzoo::app::completion_verb
