/// `ganzoo describe`: what a component is, its parameters with type, default, range and meaning, and its source; and the keys of an experiment file, the parts of a run file.
#include "catalogue.hpp"
#include "command.hpp"
#include "run_file_page.hpp"
#include "settings.hpp"

#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>

namespace ganzoo::app::describe_verb {
namespace {

using experiment::KnownComponent;

std::string parameters(const Schema& schema) {
  if (schema.empty()) return "It has no parameters.\n";
  std::vector<std::vector<std::string>> rows{{"parameter", "type", "default", "range", "meaning"}};
  for (const ParameterSchema& p : schema) rows.push_back(row_of(p));
  return columns(rows);
}

/// "needs_critic" and the like, those that hold.
std::string traits(const KnownComponent& known) {
  std::string text;
  for (const auto& [name, holds] : known.traits) {
    if (holds) text += (text.empty() ? "" : ", ") + name;
  }
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

void print(const KnownComponent& known) {
  std::cout << fmt::format("{} {}: {}\n", name_of(known.kind), known.name, about(known, "title"));
  if (const std::string summary = about(known, "summary"); !summary.empty()) std::cout << summary << '\n';
  std::vector<std::vector<std::string>> rows;
  const auto row = [&](const char* title, const std::string& text) {
    if (!text.empty()) rows.push_back({title, text});
  };
  row("formula", about(known, "formula"));
  row("optimal critic", about(known, "optimal_critic"));
  row("traits", traits(known));
  if (const std::string other = about(known, "follows"); !other.empty()) {
    row("follows", other + ", with generator_loss = \"non_saturating\" at the optimal critic");
  }
  row("source", about(known, "source"));
  row("file", known.file);
  row("version", std::to_string(known.version));
  std::cout << columns(rows, 2) << '\n' << parameters(known.schema);
}

void print_components(const std::vector<KnownComponent>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].failure.empty())
      throw Error(all[i].outside == Exit::ok ? Exit::usage : all[i].outside, all[i].failure, all[i].hint);
    if (i > 0) std::cout << '\n';
    print(all[i]);
  }
}

std::string page_named(const std::string& text) {
  if (text == "experiment") return settings_page();
  if (text == "run_file") return run_file_page();
  throw Error(Exit::usage, fmt::format("--format is markdown, but must be table for {}", text),
              "ganzoo describe experiment --format markdown, or run_file");
}

/// Of the run file: "run_file", or a column of /train as "train.penalty".
std::string run_file_part(const std::string& text) {
  if (text == "run_file") return run_file_text();
  constexpr std::string_view train = "train.";
  return text.starts_with(train) ? train_column_text(text.substr(train.size())) : "";
}

/// A key may have a component's name (grid), or a table's of the run file (train): both are told.
void run(const std::string& text, const std::string& format) {
  if (format == "markdown") {
    std::cout << page_named(text);
    return;
  }
  if (const std::string part = run_file_part(text); !part.empty()) {
    std::cout << part;
    return;
  }
  const std::string settings = settings_named(text);
  std::cout << settings;
  if (settings.empty()) return print_components(components_named(text));
  if (text == "train")
    std::cout << "\n/train of a run's run.h5: a row every log.every steps\n\n" << train_columns_text();
  if (const auto namesakes = namesakes_of(text); !namesakes.empty()) {
    std::cout << '\n';
    print_components(namesakes);
  }
}

void declare(Command& verb) {
  auto name = std::make_shared<std::string>(), format = std::make_shared<std::string>("table");
  verb.option(
          "name", *name,
          "a component, as [KIND/]NAME or a file; or keys: experiment (all), SECTION (train, metrics, log, plugins, "
          "components, grid) or SECTION.KEY (train.batch); or run_file (all), train.COLUMN (train.penalty)")
      .required()
      .like({"experiment", "train", "metrics", "log", "plugins", "components", "grid", "search", "run_file"});
  verb.option("--format", *format, "table or markdown: of experiment and run_file, pages of framework/docs")
      .one_of({"table", "markdown"});
  verb.runs([name, format] { run(*name, *format); });
}

const Registered verb{"describe",
                      "what a component is, its parameters, its source; or what a key of an experiment file or a part "
                      "of a run file means",
                      declare};

}  // namespace
}  // namespace ganzoo::app::describe_verb
