#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/inspection.hpp>
#include <ganzoo/report/cite/cite.hpp>
#include <ganzoo/report/runs/runs.hpp>
#include <memory>
#include <string>
#include <vector>

#include "catalogue.hpp"
#include "command.hpp"
#include "notices.hpp"

namespace ganzoo::app::cite_verb {
namespace {

using Names = std::vector<std::pair<Kind, std::string>>;

/// "optimizer.generator" and "metric.0" name a kind up to the dot.
std::optional<Kind> kind_of_player(const std::string& player) { return kind_of(player.substr(0, player.find('.'))); }

/// Every component that the runs name, in the order in which they do.
Names used_by(const std::vector<report::Run>& runs) {
  Names names;
  for (const report::Run& run : runs)
    for (const auto& [player, attributes] : *run.log->provenance_components) {
      const auto kind = kind_of_player(player);
      const auto name = attributes.find("name");
      if (!kind || name == attributes.end()) continue;
      const std::string* text = std::get_if<std::string>(&name->second);
      if (!text) continue;
      const std::pair<Kind, std::string> one{*kind, *text};
      if (std::ranges::find(names, one) == names.end()) names.push_back(one);
    }
  return names;
}

report::Cited program_itself() {
  return {.who = "ganzoo", .title = "ganzoo", .source = fmt::format("version {}", GANZOO_VERSION)};
}

void cite(const std::vector<std::filesystem::path>& paths) {
  std::vector<std::string> notices;
  const Names names = used_by(report::load_runs(paths, notices));
  std::vector<report::Cited> cited{program_itself()};
  const experiment::Catalogue all = experiment::inspect(names, {});
  for (const auto& key : names) {
    const experiment::KnownComponent& known = all.at(key);
    const std::string who = fmt::format("{} {}", name_of(key.first), key.second);
    if (!known.failure.empty() || !known.found)
      notices.push_back(fmt::format("{} is not to be had, and is not cited: {}", who, known.failure));
    else if (about(known, "source").empty())
      notices.push_back(who + " names no source");
    else
      cited.push_back({who, about(known, "title"), about(known, "source")});
  }
  print_notices(notices);
  fmt::print("{}", report::bibtex(cited));
}

void declare(Command& verb) {
  auto paths = std::make_shared<std::vector<std::filesystem::path>>();
  verb.option("path", *paths, "run files, or folders that hold them").required();
  verb.notes =
      "What each component names as its source (`ganzoo describe` shows it in words), each paper once, under a comment "
      "that\nsays which components rest on it.";
  verb.runs([paths] { cite(*paths); });
}

const Registered verb{"cite", "BibTeX of what runs used: the papers behind their components", declare};

}  // namespace
}  // namespace ganzoo::app::cite_verb
