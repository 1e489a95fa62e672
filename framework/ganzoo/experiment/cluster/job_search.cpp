#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/cluster/job_search.hpp>
#include <ganzoo/experiment/run/rehearsed.hpp>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

namespace ganzoo::experiment {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Contest& contest) {
  Json within = Json::array(), in = Json::array();
  for (const auto& [key, value] : contest.within()) within.push_back({key, value});
  for (const Entrant& entrant : contest.in())
    in.push_back({{"cells", entrant.cells}, {"spare", entrant.spare}, {"confirm", entrant.confirm}});
  return {{"name", contest.name()}, {"within", within}, {"in", in}};
}

Contest contest_from(const Json& json, const Search& rules) {
  std::vector<Entrant> in;
  for (const Json& one : json.at("in"))
    in.push_back({one.at("cells").get<std::vector<std::string>>(), one.at("spare").get<bool>(),
                  one.at("confirm").get<std::vector<std::string>>()});
  return {rules, json.at("name").get<std::string>(),
          json.at("within").get<std::vector<std::pair<std::string, std::string>>>(), std::move(in)};
}

/// Which cells would confirm the winners is known beforehand, and who wins is not: they are all made ready.
void add_confirming(std::vector<Contest>& contests, RehearsedCells more, Preparation& all,
                    std::vector<std::string>& data) {
  std::map<std::string, std::vector<std::string>> ids;  // of a setting
  for (const Cell& cell : more.expansion.cells) ids[setting_of(cell)].push_back(cell.id);
  std::map<std::string, const Cell*> cells;
  for (const Cell& cell : all.expansion.cells) cells[cell.id] = &cell;
  for (Contest& contest : contests)
    contest.let_confirm([&](const std::string& cell) { return ids[setting_of(*cells.at(cell))]; });
  std::ranges::move(more.expansion.cells, std::back_inserter(all.expansion.cells));
  std::ranges::move(more.data, std::back_inserter(data));
}

}  // namespace

std::vector<Contest> contests_in(const RunOptions& options, Preparation& all, std::vector<std::string>& data) {
  if (!all.search) return {};
  std::vector<Contest> contests = contests_of(*all.search, all.expansion.cells);
  if (!all.search->confirm.empty()) add_confirming(contests, confirming(options, *all.search), all, data);
  return contests;
}

std::string to_text(const Search& rules, const std::vector<Contest>& contests) {
  Json all = Json::array();
  for (const Contest& contest : contests) all.push_back(to_json(contest));
  const Json json{{"metric", rules.metric},
                  {"rungs", rules.rungs},
                  {"keep", rules.keep},
                  {"confirm", rules.confirm},
                  {"contests", all}};
  return json.dump() + "\n";
}

std::vector<Contest> contests_from(const std::string& text) try {
  const Json json = Json::parse(text);
  Search rules;
  rules.metric = json.at("metric").get<std::string>();
  rules.rungs = json.at("rungs").get<std::vector<std::int64_t>>();
  rules.keep = json.at("keep").get<std::vector<double>>();
  rules.confirm = json.at("confirm").get<std::vector<std::int64_t>>();
  std::vector<Contest> all;
  for (const Json& one : json.at("contests")) all.push_back(contest_from(one, rules));
  return all;
} catch (const Json::exception&) {
  throw Error(Exit::corrupt, "a job's search: is none that ganzoo submit has written");
}

}  // namespace ganzoo::experiment
