#include "settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/grid/grid.hpp>
#include <ganzoo/experiment/search/search.hpp>
#include <ganzoo/experiment/spec/schema.hpp>

#include "catalogue.hpp"

namespace ganzoo::app {
namespace {

using Row = std::vector<std::string>;

const Row titles{"key", "type", "default", "range", "meaning"};

/// A table of an experiment file, a key a row.
struct Topic {
  std::string name, meaning;
  bool in_root = false;  ///< its keys stand in no table of that name
  std::vector<Row> rows{};
};

Row slot_row(const experiment::Slot& slot, const std::string& key) {
  const std::string_view kind = name_of(slot.kind);
  if (slot.only_as_table)
    return {key, std::string(kind), "", "",
            fmt::format("in place of the parameter's words, a table with the name of one of `ganzoo list {}` and its "
                        "parameters: the generator descends that one, where the critic's score is a log p/q (link = "
                        "\"log_ratio\")",
                        kind)};
  return {key, slot.list ? fmt::format("list of {}s", kind) : std::string(kind),
          slot.default_name.empty() ? (slot.list ? "[]" : "") : to_string(Value(slot.default_name)), "",
          fmt::format("{} of `ganzoo list {}`, by name or as a table with its parameters", slot.list ? "any" : "one",
                      kind) +
              (slot.list || !slot.default_name.empty() ? "" : "; must be given")};
}

Topic topic_of(const experiment::Section& section) {
  const bool root = section.name.empty();
  Topic topic{root ? "experiment" : section.name, section.meaning, root};
  for (const ParameterSchema& parameter : section.schema) topic.rows.push_back(row_of(parameter));
  for (const experiment::Slot& slot : experiment::slots())
    if (slot.path.size() == 2 && slot.path[0] == topic.name) topic.rows.push_back(slot_row(slot, slot.path[1]));
  return topic;
}

Topic components() {
  Topic topic{"components", "what plays: name = \"NAME\" and its parameters, which `ganzoo describe KIND/NAME` tells",
              true};
  for (const experiment::Slot& slot : experiment::slots())
    if (slot.path[0] != "metrics") topic.rows.push_back(slot_row(slot, config::to_string(slot.path)));
  return topic;
}

Topic grid() {
  Topic topic{"grid", fmt::format("many cells out of one file, {} at most", experiment::most_cells)};
  topic.rows.push_back(
      {"\"PATH\"", "list of values", "", "",
       "an axis over the key of that path: each value with each point of the other axes; the first axis "
       "varies slowest"});
  for (const experiment::GridBlock& block : experiment::grid_blocks)
    topic.rows.push_back({block.name, "tables", "", "", block.meaning});
  return topic;
}

std::vector<Topic> topics() {
  std::vector<Topic> all;
  for (const experiment::Section& section : experiment::sections()) all.push_back(topic_of(section));
  all.insert(all.begin() + 1, components());
  all.push_back(grid());
  all.push_back(topic_of(experiment::search_section()));
  return all;
}

std::string heading(const Topic& topic) {
  return fmt::format("{}: {}", topic.in_root ? topic.name : "[" + topic.name + "]", topic.meaning);
}

std::string text_of(const Topic& topic) {
  std::vector<Row> rows{titles};
  rows.insert(rows.end(), topic.rows.begin(), topic.rows.end());
  return heading(topic) + "\n\n" + columns(rows);
}

std::string text_of(const std::string& name, const Row& row) {
  std::vector<Row> lines;
  for (std::size_t i = 1; i + 1 < titles.size(); ++i)
    if (!row[i].empty()) lines.push_back({titles[i], row[i]});
  return fmt::format("{}: {}\n", name, row.back()) + columns(lines, 2);
}

/// The key's name as one writes it on the command line.
std::string path_of(const Topic& topic, const Row& row) { return topic.in_root ? row[0] : topic.name + "." + row[0]; }

[[noreturn]] void refuse_key(const Topic& topic, const std::string& name) {
  std::vector<std::string> paths;
  for (const Row& row : topic.rows) paths.push_back(path_of(topic, row));
  const std::string near = nearest(name, paths);
  throw Error(Exit::usage, fmt::format("{} is no known key", name),
              near.empty() ? fmt::format("ganzoo describe {}", topic.name) : fmt::format("did you mean {}?", near));
}

constexpr const char* introduction = R"(# The experiment file

Written by `ganzoo describe experiment --format markdown` from what a file is checked against; a test fails when this page is stale.
`ganzoo describe SECTION` and `ganzoo describe SECTION.KEY` tell the same in the terminal. A key that is not given has its default; an
unknown one is an error, with the nearest known. Any key can be set from the command line: `ganzoo run FILE train.batch=64`.
)";

}  // namespace

Row row_of(const ParameterSchema& p) {
  return {p.name, std::string(name_of(p.type)), p.default_value.is_null() ? "" : to_string(p.default_value),
          p.choices.empty() ? property(p.range) : fmt::format("{}", fmt::join(p.choices, " | ")),
          p.meaning + (p.unit.empty() ? "" : " (" + p.unit + ")")};
}

std::string settings_named(const std::string& name) {
  const std::vector<Topic> all = topics();
  std::string text;
  for (const Topic& topic : all)
    if (name == "experiment" || name == topic.name) text += (text.empty() ? "" : "\n") + text_of(topic);
  for (const Topic& topic : all)
    for (const Row& row : topic.rows)
      if (text.empty() && (name == path_of(topic, row) || name == topic.name + "." + row[0])) text = text_of(name, row);
  if (!text.empty() || name.ends_with(".so")) return text;
  for (const Topic& topic : all)
    if (name.starts_with(topic.name + ".")) refuse_key(topic, name);
  return "";
}

std::string settings_page() {
  std::string page = introduction;
  for (const Topic& topic : topics()) {
    page +=
        fmt::format("\n## {}\n\n| key | type | default | range | meaning |\n|---|---|---|---|---|\n", heading(topic));
    for (const Row& row : topic.rows)
      page += fmt::format("| `{}` | {} | {} | {} | {} |\n", row[0], row[1], markdown_cell(row[2]),
                          markdown_cell(row[3]), markdown_cell(row[4]));
  }
  return page;
}

}  // namespace ganzoo::app
