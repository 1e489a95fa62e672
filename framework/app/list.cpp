/// `ganzoo list`: every component that can be loaded, and from where; one that cannot is a line with the reason.
#include <fmt/format.h>

#include <cmath>
#include <ganzoo/config/json.hpp>
#include <ganzoo/config/json_number.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "catalogue.hpp"
#include "command.hpp"
#include "zoo_page.hpp"

namespace ganzoo::app::list_verb {
namespace {

using experiment::KnownComponent;
using Json = nlohmann::ordered_json;

Json parameter(const ParameterSchema& p) {
  Table value;
  value.set("default", p.default_value);
  Json json{{"name", p.name}, {"type", name_of(p.type)}};
  json["default"] = Json::parse(config::to_json(value))["default"];
  json["range"] = {{"low", config::json_number(p.range.low)},
                   {"high", config::json_number(p.range.high)},
                   {"low_open", p.range.low_open},
                   {"high_open", p.range.high_open}};
  if (!p.choices.empty()) json["choices"] = p.choices;
  json["meaning"] = p.meaning;
  if (!p.unit.empty()) json["unit"] = p.unit;
  return json;
}

void print_json(const std::vector<KnownComponent>& all) {
  Json list = Json::array();
  for (const KnownComponent& known : all) {
    Json json{{"kind", name_of(known.kind)},
              {"name", known.name},
              {"title", about(known, "title")},
              {"file", known.file},
              {"source", about(known, "source")}};
    json["parameters"] = Json::array();
    for (const ParameterSchema& p : known.schema) json["parameters"].push_back(parameter(p));
    if (!known.failure.empty()) json["failure"] = known.failure;
    list.push_back(std::move(json));
  }
  std::cout << list.dump(2) << '\n';
}

/// A component's title, or why there is none.
std::string what(const KnownComponent& known) {
  return known.failure.empty() ? about(known, "title") : "cannot be used: " + known.failure;
}

void print_table(const std::vector<KnownComponent>& all) {
  std::vector<std::vector<std::string>> rows{{"kind", "name", "what it is", "file"}};
  for (const KnownComponent& known : all) {
    rows.push_back({std::string(name_of(known.kind)), known.name, what(known)});
    if (known.failure.empty()) rows.back().push_back(known.file);
  }
  std::cout << columns(rows);
}

void print_markdown(const std::vector<KnownComponent>& all) {
  std::cout << "| kind | name | what it is | source |\n|---|---|---|---|\n";
  for (const KnownComponent& known : all) {
    std::cout << fmt::format("| {} | `{}` | {} | {} |\n", name_of(known.kind), known.name, markdown_cell(what(known)),
                             markdown_cell(about(known, "source")));
  }
}

struct Options {
  std::string kind, format = "table";
};

void run(const Options& options) {
  const auto kind = options.kind.empty() ? std::nullopt : std::optional(required_kind(options.kind));
  const auto all = known_components(kind);
  if (options.format == "json") return print_json(all);
  if (options.format == "markdown" && kind == Kind::divergence) {
    std::cout << zoo_page(all);
    return;
  }
  if (options.format == "markdown") return print_markdown(all);
  print_table(all);
}

void declare(Command& verb) {
  auto options = std::make_shared<Options>();
  std::vector<std::string> kinds;
  for (const Kind kind : all_kinds) kinds.emplace_back(name_of(kind));
  verb.option("kind", options->kind, "only this kind: generator, divergence, …").like(kinds);
  verb.option("--format", options->format, "table, json or markdown; of divergences, markdown is divergences/README.md")
      .one_of({"table", "json", "markdown"});
  verb.runs([options] { run(*options); });
}

const Registered verb{"list", "every component that can be loaded, and from where", declare};

}  // namespace
}  // namespace ganzoo::app::list_verb
