/// `ganzoo man`: the manual of each verb, as a man page or as framework/docs/command_line.md, from its declaration.
#include <fmt/format.h>

#include <array>
#include <ganzoo/core/error.hpp>
#include <ganzoo/os/files.hpp>
#include <memory>

#include "catalogue.hpp"
#include "command.hpp"
#include "synopsis.hpp"

namespace ganzoo::app::man_verb {
namespace {

struct Code {
  int code;
  const char* meaning;
};

constexpr Code code(Exit exit, const char* meaning) { return {static_cast<int>(exit), meaning}; }

constexpr std::array exit_codes{code(Exit::ok, "done; a diverged run is a result"),
                                code(Exit::cells_failed, "a cell failed, or a law does not hold"),
                                code(Exit::usage, "a wrong command line, experiment file or component"),
                                code(Exit::locked, "the run's folder is in use by another process"),
                                code(Exit::environment, "a file, disk, memory or process that is not to be had"),
                                code(Exit::corrupt, "a damaged file, or one that this run cannot go on from"),
                                code(Exit::bug, "a bug in ganzoo"),
                                Code{130, "interrupted by SIGINT; the same command resumes"},
                                Code{143, "interrupted by another signal; the same command resumes"}};

// ---- roff -----------------------------------------------------------------------------------------------------------

/// Text that no formatter takes for a request or joins at a hyphen.
std::string roff(const std::string& text) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins_line = i == 0 || text[i - 1] == '\n';
    if (begins_line && (text[i] == '.' || text[i] == '\'')) escaped += "\\&";
    escaped += text[i] == '\\' ? "\\e" : text[i] == '-' ? "\\-" : std::string(1, text[i]);
  }
  return escaped;
}

std::string roff(const Option& option) {
  const std::string value = option.is_position() || option.is_flag() ? "" : value_name(option),
                    more = constraint(option);
  return fmt::format(".TP\n\\fB{}\\fR{}\n{}{}\n", roff(option.name),
                     value.empty() ? "" : " \\fI" + roff(value) + "\\fR", roff(option.meaning),
                     more.empty() ? "" : roff(" (" + more + ")"));
}

std::string roff_options(const Command& command) {
  std::string text;
  for (const Option& option : command.options) text += roff(option);
  return text.empty() ? text : ".SH OPTIONS\n" + text;
}

std::string roff_exit_codes() {
  std::string text = ".SH EXIT STATUS\n";
  for (const auto& [code, meaning] : exit_codes) text += fmt::format(".TP\n{}\n{}\n", code, roff(meaning));
  return text;
}

std::string page(const std::string& name, const std::string& meaning, const std::string& how, const std::string& body) {
  return fmt::format(".TH {} 1 \"\" \"ganzoo " GANZOO_VERSION
                     "\" \"ganzoo\"\n.SH NAME\n{} \\- {}\n.SH SYNOPSIS\n.B {}\n{}",
                     name, roff(name), roff(meaning), roff(how), body);
}

std::string man_page(const Command& command) {
  std::string body;
  if (!command.notes.empty()) body += ".SH DESCRIPTION\n" + roff(command.notes) + "\n";
  body += roff_options(command) + roff_exit_codes() + ".SH SEE ALSO\n.BR ganzoo (1)\n";
  return page("ganzoo-" + command.name, command.meaning, synopsis(command), body);
}

std::string man_page() {
  const Command general = program();
  std::string body = ".SH VERBS\n", others;
  for (const Command& verb : shown_commands()) {
    body += fmt::format(".TP\n\\fB{}\\fR\n{}\n", roff(verb.name), roff(verb.meaning));
    others += fmt::format("{}.BR ganzoo\\-{} (1)", others.empty() ? "" : ",\n", verb.name);
  }
  body += roff_options(general) + roff_exit_codes() + ".SH SEE ALSO\n" + others + "\n";
  return page("ganzoo", general.meaning, "ganzoo [OPTIONS] VERB", body);
}

// ---- markdown -------------------------------------------------------------------------------------------------------

constexpr const char* introduction = R"(# The command line

Written by `ganzoo man --format markdown` from what the command line is parsed with; a test fails when this page is stale. `ganzoo VERB --help` and
`man ganzoo-VERB` tell the same; `ganzoo completion bash` (zsh, fish) prints what completes it in a shell.
)";

std::string table(const std::vector<Option>& options) {
  if (options.empty()) return "";
  std::string text = "\n| option | value | may be | meaning |\n|---|---|---|---|\n";
  for (const Option& option : options)
    text += fmt::format("| `{}` | {} | {} | {} |\n", option.name, option.is_position() ? "" : value_name(option),
                        markdown_cell(constraint(option)), markdown_cell(option.meaning));
  return text;
}

std::string markdown_page() {
  const Command general = program();
  std::string text = introduction + table(general.options) + "\n| exit code | meaning |\n|---|---|\n";
  for (const auto& [code, meaning] : exit_codes) text += fmt::format("| {} | {} |\n", code, meaning);
  for (const Command& verb : shown_commands()) {
    text +=
        fmt::format("\n## ganzoo {}\n\n{}\n\n    {}\n{}", verb.name, verb.meaning, synopsis(verb), table(verb.options));
    if (!verb.notes.empty()) text += "\n" + verb.notes + "\n";
  }
  return text;
}

// ---- the verb -------------------------------------------------------------------------------------------------------

struct Options {
  std::string verb, format = "roff";
  std::filesystem::path out;
};

void write_all(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  os::write_whole(folder / "ganzoo.1", man_page());
  for (const Command& verb : shown_commands())
    os::write_whole(folder / fmt::format("ganzoo-{}.1", verb.name), man_page(verb));
}

std::string asked_for(const Options& options) {
  if (options.format == "markdown") return markdown_page();
  if (options.verb.empty()) return man_page();
  std::vector<std::string> names;
  for (const Command& verb : shown_commands()) {
    if (verb.name == options.verb) return man_page(verb);
    names.push_back(verb.name);
  }
  const std::string near = nearest(options.verb, names);
  throw Error(Exit::usage, fmt::format("unknown verb {}", options.verb),
              near.empty() ? "ganzoo --help lists the verbs" : fmt::format("did you mean {}?", near));
}

void declare(Command& verb) {
  auto options = std::make_shared<Options>();
  verb.option("verb", options->verb, "of which verb; of the whole program unless given").called("VERB");
  verb.option("--format", options->format, "roff, as man reads it; or markdown: framework/docs/command_line.md")
      .one_of({"roff", "markdown"});
  verb.option("--out", options->out, "write every man page into that folder").called("DIR");
  verb.notes = "ganzoo man VERB | man -l - shows it where it is not installed.";
  verb.runs([options] {
    if (!options->out.empty()) return write_all(options->out);
    fmt::print("{}", asked_for(*options));
  });
}

const Registered verb{"man", "the manual of a verb, as a man page", declare};

}  // namespace
}  // namespace ganzoo::app::man_verb
