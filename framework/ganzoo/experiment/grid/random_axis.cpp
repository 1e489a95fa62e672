#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/experiment/grid/random_axis.hpp>
#include <ganzoo/experiment/spec/assignment.hpp>
#include <ganzoo/experiment/spec/complaints.hpp>

namespace ganzoo::experiment {
namespace {

constexpr const auto& names = distribution_names;
constexpr std::int64_t most_points = 10'000;

using Draw = std::function<Value(const Rng&, std::uint64_t index)>;

double rounded(double number) { return std::strtod(fmt::format("{:.5e}", number).c_str(), nullptr); }

/// The two numbers of `{ uniform = [low, high] }`, or nothing.
std::optional<std::pair<double, double>> two_numbers(const Value& value) {
  const List* list = value.get_if<List>();
  if (!list || list->size() != 2 || !(*list)[0].is_number() || !(*list)[1].is_number()) return std::nullopt;
  const std::pair numbers{(*list)[0].number(), (*list)[1].number()};
  if (!std::isfinite(numbers.first) || !std::isfinite(numbers.second)) return std::nullopt;
  return numbers;
}

Draw from_list(const Value& value, std::string& property) {
  const List* list = value.get_if<List>();
  if (!list || list->empty()) {
    property = "a list of values";
    return {};
  }
  return [list = *list](const Rng& rng, std::uint64_t i) { return list[rng.below(i, list.size())]; };
}

Draw from_integers(const Value& value, std::string& property) {
  const List* list = value.get_if<List>();
  const auto end = [&](std::size_t i) {
    return list && list->size() == 2 ? (*list)[i].get_if<std::int64_t>() : nullptr;
  };
  const std::int64_t *low = end(0), *high = end(1);
  constexpr std::int64_t most = std::int64_t{1} << 53;
  if (!low || !high || *low > *high || *low < -most || *high > most) {
    property = "[low, high], both integers, low at most high";
    return {};
  }
  return [low = *low, count = static_cast<std::uint64_t>(*high - *low) + 1](const Rng& rng, std::uint64_t i) {
    return Value(low + static_cast<std::int64_t>(rng.below(i, count)));
  };
}

Draw from_numbers(const std::string& name, const Value& value, std::string& property) {
  const auto ends = two_numbers(value);
  if (name == "normal") {
    property = "[mean, std], std positive";
    if (!ends || ends->second <= 0) return {};
    return [e = *ends](const Rng& rng, std::uint64_t i) { return Value(rounded(e.first + e.second * rng.normal(i))); };
  }
  const bool log = name == "log_uniform";
  property = log ? "[low, high], 0 < low < high" : "[low, high], low < high";
  if (!ends || ends->first >= ends->second || (log && ends->first <= 0)) return {};
  if (!log) {
    return [e = *ends](const Rng& rng, std::uint64_t i) {
      return Value(rounded(e.first + rng.uniform(i) * (e.second - e.first)));
    };
  }
  return [low = std::log(ends->first), high = std::log(ends->second)](const Rng& rng, std::uint64_t i) {
    return Value(rounded(std::exp(low + rng.uniform(i) * (high - low))));
  };
}

/// Null, with a complaint, where the distribution is not one.
Draw draw_of(const config::Path& path, const Value& value, std::vector<Complaint>& complaints) {
  const Table* table = value.get_if<Table>();
  if (!table || !is_distribution(*table)) {
    const std::string unknown = table && table->size() == 1 ? table->begin()->first : "";
    complain(complaints, value.place,
             fmt::format("grid.random.{} is {}, but must be a distribution", config::to_string(path),
                         ganzoo::to_string(value)),
             nearest(unknown, {names.begin(), names.end()}).empty()
                 ? "one of { uniform = [low, high] }, { log_uniform = [low, high] }, { normal = [mean, std] }, "
                   "{ int_uniform = [low, high] }, { choice = [values] }"
                 : "did you mean " + nearest(unknown, {names.begin(), names.end()}) + "?");
    return {};
  }
  const auto& [name, given] = *table->begin();
  std::string property;
  Draw draw = name == "choice"        ? from_list(given, property)
              : name == "int_uniform" ? from_integers(given, property)
                                      : from_numbers(name, given, property);
  if (!draw) {
    complain(complaints, given.place,
             fmt::format("grid.random.{}.{} is {}, but must be {}", config::to_string(path), name,
                         ganzoo::to_string(given), property));
  }
  return draw;
}

std::int64_t count_of(const Table& block, const Place& place, std::vector<Complaint>& complaints) {
  const Value* count = block.find("count");
  const std::int64_t* number = count ? count->get_if<std::int64_t>() : nullptr;
  if (number && *number >= 1 && *number <= most_points) return *number;
  if (!count) {
    complain(complaints, place, "grid.random.count is missing", "count = 16 draws 16 points");
  } else {
    complain(complaints, count->place,
             fmt::format("grid.random.count is {}, but must be an integer in [1, {}]", ganzoo::to_string(*count),
                         most_points));
  }
  return 1;
}

}  // namespace

Axis random_axis(const Value& block_value, std::uint64_t seed, std::uint64_t block,
                 std::vector<Complaint>& complaints) {
  Table keys = block_value.get<Table>();
  const std::int64_t count = count_of(keys, block_value.place, complaints);
  keys.erase("count");
  Axis axis{.paths = {},
            .points = std::vector<std::vector<Value>>(static_cast<std::size_t>(count)),
            .place = block_value.place};
  for (const auto& [path, value] : flatten(keys, {}, complaints)) {
    const Draw draw = draw_of(path, value, complaints);
    if (!draw) continue;
    axis.paths.push_back(path);
    const Rng rng = Rng(seed, Purpose::grid, block).child(hash_name(config::to_string(path)));
    for (std::size_t i = 0; i < axis.points.size(); ++i) {
      Value drawn = draw(rng, i);
      drawn.place = value.place;
      axis.points[i].push_back(std::move(drawn));
    }
  }
  if (keys.empty())
    complain(complaints, block_value.place, "[[grid.random]] samples no key", "\"seed\" = { int_uniform = [0, 99] }");
  return axis;
}

}  // namespace ganzoo::experiment
