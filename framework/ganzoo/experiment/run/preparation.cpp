#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <ganzoo/config/document.hpp>
#include <ganzoo/config/path.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/inspection.hpp>
#include <ganzoo/experiment/grid/named_components.hpp>
#include <ganzoo/experiment/grid/replaced_axes.hpp>
#include <ganzoo/experiment/grid/winners.hpp>
#include <ganzoo/experiment/run/message.hpp>
#include <ganzoo/experiment/run/preparation.hpp>
#include <ganzoo/experiment/run/source.hpp>
#include <ganzoo/experiment/search/race.hpp>
#include <ganzoo/experiment/spec/override.hpp>

namespace ganzoo::experiment {
namespace {

std::vector<std::string> plugin_paths(const Table& experiment) {
  std::vector<std::string> paths;
  const Value* given = config::find(experiment, {"plugins", "paths"});
  if (!given || !given->get_if<List>()) return paths;
  for (const Value& path : given->get<List>())
    if (const auto* text = path.get_if<std::string>())
      paths.push_back(std::filesystem::absolute(std::filesystem::path(path.place.file).parent_path() / *text).string());
  return paths;
}

[[noreturn]] void refuse_name(const std::vector<Cell>& cells, const std::string& only) {
  std::vector<std::string> ids;
  for (const Cell& cell : cells) ids.push_back(cell.id);
  const std::string near = nearest(only, ids);
  throw Error(Exit::usage, fmt::format("--only {} matches none of the {} cells", only, ids.size()),
              near.empty() ? "--list prints the cells" : fmt::format("did you mean {}?", near));
}

/// Leaves the cells that --only and --shard choose; returns how many others there are.
std::size_t choose(Expansion& expansion, const RunOptions& options) {
  std::vector<Cell>& cells = expansion.cells;
  const auto is_named = [&](const Cell& cell) {
    return options.only.empty() || fnmatch(options.only.c_str(), cell.id.c_str(), 0) == 0;
  };
  if (std::ranges::none_of(cells, is_named)) refuse_name(cells, options.only);
  const std::size_t all = cells.size(), shards = static_cast<std::size_t>(options.shards);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < all; ++i) {
    if (!is_named(cells[i]) || i % shards != static_cast<std::size_t>(options.shard)) continue;
    if (kept != i) cells[kept] = std::move(cells[i]);
    ++kept;
  }
  cells.resize(kept);
  return all - kept;
}

/// The cell of a run.h5 keeps its id, unless overrides have made it another one.
void keep_id(Expansion& expansion, const Source& source) {
  constexpr std::size_t digits = 8;
  if (expansion.cells.size() != 1 || source.cell.size() < digits) return;
  std::string& id = expansion.cells.front().id;
  if (id.ends_with(source.cell.substr(source.cell.size() - digits))) id = source.cell;
}

std::filesystem::path folder_of(const RunOptions& options, const Source& source) {
  if (!options.out.empty()) return options.out;
  if (!source.out.empty()) return std::filesystem::proximate(source.out);
  return std::filesystem::path("runs") / text_of(source.experiment, "title");
}

/// Those of the experiment, and those that overrides replaced in the file.
std::vector<std::pair<Kind, std::string>> components_of(const Table& experiment, const Table& file) {
  auto components = named_components(experiment);
  for (auto& one : named_components(file))
    if (std::ranges::find(components, one) == components.end()) components.push_back(std::move(one));
  return components;
}

std::vector<std::string> with_winners(Table& experiment, const RunOptions& options) {
  if (options.with.empty()) return {};
  if (options.base)
    throw Error(Exit::usage,
                "--with and --base exclude each other: winners are a part of the grid, which --base ignores");
  return lay_winners(experiment, config::read_toml(options.with), options.with.string());
}

/// Whether some cell's length may be told in epochs, which hang on its data: then a list needs more than names.
bool counts_epochs(const Table& experiment) { return config::to_toml(experiment).find("epochs") != std::string::npos; }

/// What the experiment searches, where this run is to do that; checked against the cells either way.
std::optional<Search> search_in(const Table& experiment, const std::vector<Cell>& cells, const RunOptions& options) {
  std::optional<Search> search = search_of(experiment);
  if (!search && options.uncut) throw Error(Exit::usage, "--uncut: the experiment has no [search]");
  if (!search || options.uncut) return std::nullopt;
  if (!options.only.empty() || options.shards > 1)
    throw Error(Exit::usage,
                fmt::format("{} leaves cells out, but a [search] judges all of them",
                            options.only.empty() ? "--shard" : "--only"),
                "--uncut trains what is chosen to its end");
  require_measured(*search, cells);
  races_of(*search, cells);
  return search;
}

}  // namespace

Preparation prepare(const RunOptions& options) {
  Source source = read_source(options.experiment);
  const Table file = source.experiment;
  Table& experiment = source.experiment;
  std::vector<std::string> notices = with_winners(experiment, options);
  for (const std::string& assignment : options.overrides) apply_override(experiment, assignment);
  if (!options.base)
    for (std::string& notice : replace_axes(experiment, options.overrides)) notices.push_back(std::move(notice));
  const bool as_given = options.overrides.empty() && options.with.empty();
  Preparation all;
  all.plugin_paths = plugin_paths(experiment);
  all.catalogue = inspect(components_of(experiment, file), all.plugin_paths);
  if (!as_given) require_sound_file(file, all.catalogue);
  all.expansion = expand(experiment, all.catalogue, options.base,
                         options.list && !counts_epochs(experiment) ? Keep::names : Keep::all);
  all.expansion.notices.insert(all.expansion.notices.begin(), notices.begin(), notices.end());
  keep_id(all.expansion, source);
  all.not_chosen = choose(all.expansion, options);
  if (!options.list) all.search = search_in(experiment, all.expansion.cells, options);
  all.out = folder_of(options, source);
  all.title = text_of(experiment, "title");
  all.text = as_given ? source.text : config::to_toml(experiment);
  all.is_one_cell = !source.cell.empty();
  return all;
}

}  // namespace ganzoo::experiment
