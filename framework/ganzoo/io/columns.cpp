#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <ganzoo/core/error.hpp>
#include <ganzoo/io/columns.hpp>
#include <numeric>
#include <optional>

namespace ganzoo::io {
namespace {

/// "3" → 2, where there are three or more; a name never looks like a number.
std::optional<std::size_t> numbered(const std::string& text, std::size_t count) {
  std::size_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || stop != text.data() + text.size() || number < 1 || number > count) return std::nullopt;
  return number - 1;
}

std::string what_there_is(std::size_t count, const std::vector<std::string>& names) {
  const std::string numbers = fmt::format("1 to {}", count);
  return names.empty() ? numbers + " (its columns have no names)"
                       : fmt::format("{} or {}", fmt::join(names, ", "), numbers);
}

}  // namespace

std::vector<std::size_t> places_of(const Columns& columns, const std::string& file, std::size_t count,
                                   const std::vector<std::string>& names) {
  std::vector<std::size_t> places(columns.chosen.empty() ? count : 0);
  std::iota(places.begin(), places.end(), 0);
  for (std::size_t i = 0; i < columns.chosen.size(); ++i) {
    const std::string& text = columns.chosen[i];
    const auto refuse = [&](const std::string& property) {
      const std::string near = nearest(text, names);
      throw Error(Exit::usage, fmt::format("{}[{}] is \"{}\", but must be {}", columns.key, i, text, property),
                  near.empty() || near == text ? "" : fmt::format("did you mean {}?", near));
    };
    const auto called = std::ranges::count(names, text);
    if (called > 1) refuse(fmt::format("one column of {}, where {} are called so: choose by number", file, called));
    const std::optional<std::size_t> number = numbered(text, count);
    if (called == 0 && !number) refuse(fmt::format("a column of {}: {}", file, what_there_is(count, names)));
    const auto place = called == 1 ? static_cast<std::size_t>(std::ranges::find(names, text) - names.begin()) : *number;
    if (const auto before = std::ranges::find(places, place); before != places.end())
      refuse(fmt::format("another column than {}[{}]", columns.key, before - places.begin()));
    places.push_back(place);
  }
  return places;
}

}  // namespace ganzoo::io
