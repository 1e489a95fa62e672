#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/search/search.hpp>
#include <ganzoo/experiment/spec/complaints.hpp>
#include <ganzoo/experiment/spec/schema.hpp>
#include <set>

namespace ganzoo::experiment {
namespace {

using Type = ParameterSchema::Type;

Section make_section() {
  ParameterSchema unit = key("unit", Type::string, "group", any(),
                             "what competes: group, the seeds of a setting by their median; or cell");
  unit.choices = {"group", "cell"};
  return {"search",
          "settings that do badly are cut early; --uncut goes on with them",
          {key("metric", Type::string, "", any(), "the column of /metrics that judges, \"emd.w1\"; must be given"),
           key("rungs", Type::integers, List(), closed(1, 1e15),
               "where it is judged: multiples of metrics.every below the run's length, rising; must be given", "steps"),
           key("keep", Type::numbers, List{0.25}, Range{.low = 0, .high = 1, .low_open = true, .high_open = false},
               "share of those still in that a rung keeps, at least one of them: one number, or one a rung"),
           unit,
           key("within", Type::strings, {}, any(),
               "keys: there is a race inside each of their values; not given: what the grid varies of the divergence, "
               "so that no divergence cuts another; []: one race over all"),
           key("spare", Type::strings, List(), any(), "\"KEY=VALUE\": settings that are never cut"),
           key("confirm", Type::integers, List(), closed(0, 9e18),
               "seeds that the winner of each race is trained with anew: compare reports on these")}};
}

template <class T>
std::vector<T> list_at(const Table& table, const char* name) {
  std::vector<T> values;
  const Value* value = table.find(name);
  const List* list = value ? value->get_if<List>() : nullptr;
  for (const Value& one : list ? *list : List())
    if constexpr (std::is_same_v<T, double>)
      values.push_back(one.number());
    else
      values.push_back(one.get<T>());
  return values;
}

/// A number alone is a list of one.
Table spelled(Table given) {
  if (Value* keep = given.find("keep"); keep && keep->is_number()) {
    const Place place = keep->place;
    *keep = List{*keep};
    keep->place = place;
  }
  return given;
}

struct Check {
  const Value& place;
  std::vector<Complaint>& complaints;

  void require(bool holds, const std::string& fault, const std::string& hint = {}) {
    if (!holds) complain(complaints, place.place, fault, hint);
  }
};

void check(const Search& search, const Value& given, std::vector<Complaint>& complaints) {
  Check check{given, complaints};
  check.require(!search.metric.empty(), "search.metric is missing", "metric = \"emd.w1\"");
  check.require(!search.rungs.empty(), "search.rungs is missing", "rungs = [1000, 4000]");
  for (std::size_t i = 1; i < search.rungs.size(); ++i)
    check.require(
        search.rungs[i] > search.rungs[i - 1],
        fmt::format("search.rungs[{}] is {}, but must exceed {} before it", i, search.rungs[i], search.rungs[i - 1]));
  check.require(search.keep.size() == 1 || search.keep.size() == search.rungs.size(),
                fmt::format("search.keep has {} numbers, but must have one, or one for each of {} rungs",
                            search.keep.size(), search.rungs.size()));
  for (const std::string& spare : search.spare)
    check.require(spare.find('=') != spare.npos && config::parse_path(spare.substr(0, spare.find('='))),
                  fmt::format("search.spare holds {}, but must hold KEY=VALUE", to_string(Value(spare))),
                  "spare = [\"divergence.name=kl\"]");
  for (const std::string& path : search.within.value_or(std::vector<std::string>()))
    check.require(config::parse_path(path).has_value(),
                  fmt::format("search.within holds {}, but must hold keys", to_string(Value(path))));
  check.require(std::set(search.confirm.begin(), search.confirm.end()).size() == search.confirm.size(),
                "search.confirm holds a seed twice");
}

std::int64_t integer_in(const Table& spec, const config::Path& path) {
  const Value* value = config::find(spec, path);
  const auto* number = value ? value->get_if<std::int64_t>() : nullptr;
  return number ? *number : 0;
}

}  // namespace

const Section& search_section() {
  static const Section section = make_section();
  return section;
}

std::optional<Search> search_of(const Table& experiment) {
  const Value* value = experiment.find("search");
  if (!value) return std::nullopt;
  std::vector<Complaint> complaints;
  const Table* table = value->get_if<Table>();
  if (!table) complain(complaints, value->place, fmt::format("search is {}, but must be a table", to_string(*value)));
  const Table given = table ? spelled(*table) : Table();
  const Table all = complete(given, search_section().schema, "search", complaints);
  Search search;
  if (complaints.empty()) {
    search = {.metric = all.find("metric")->get<std::string>(),
              .rungs = list_at<std::int64_t>(all, "rungs"),
              .keep = list_at<double>(all, "keep"),
              .cells_compete = all.find("unit")->get<std::string>() == "cell",
              .within = std::nullopt,
              .spare = list_at<std::string>(all, "spare"),
              .confirm = list_at<std::int64_t>(all, "confirm")};
    if (given.find("within")) search.within = list_at<std::string>(all, "within");
    check(search, *value, complaints);
  }
  if (!complaints.empty()) throw Error(Exit::usage, in_file_order(std::move(complaints)));
  if (search.keep.size() == 1) search.keep.assign(search.rungs.size(), search.keep.front());
  return search;
}

void mention(const Search& search, std::vector<Cell>& cells) {
  Table judged;
  judged.set("metric", search.metric);
  for (Cell& cell : cells) cell.spec.set("search", judged);
}

void forget(std::vector<Cell>& cells) {
  for (Cell& cell : cells) cell.spec.erase("search");
}

void require_measured(const Search& search, const std::vector<Cell>& cells) {
  for (const Cell& cell : cells) {
    const std::int64_t steps = integer_in(cell.spec, {"steps"}), every = integer_in(cell.spec, {"metrics", "every"});
    if (steps == 0) throw Error(Exit::usage, fmt::format("search.rungs: {} has epochs, but must have steps", cell.id));
    for (const std::int64_t rung : search.rungs) {
      if (rung >= steps)
        throw Error(Exit::usage,
                    fmt::format("search.rungs holds {}, but must be below {}, the steps of {}", rung, steps, cell.id));
      if (every > 0 && rung % every != 0)
        throw Error(Exit::usage, fmt::format("search.rungs holds {}, but must be a multiple of {}, metrics.every of {}",
                                             rung, every, cell.id));
    }
    const std::int64_t seed = integer_in(cell.spec, {"seed"});
    if (std::ranges::find(search.confirm, seed) != search.confirm.end())
      throw Error(Exit::usage, fmt::format("search.confirm holds {}, which is a seed of {} already", seed, cell.id),
                  "a winner is confirmed by seeds that it was not chosen with");
  }
}

}  // namespace ganzoo::experiment
