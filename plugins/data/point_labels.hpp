/// A column of a table as the classes of its points: numbers in ascending order, words in that of their bytes.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::data {

/// The number that the whole text is; nothing where it is none, or not finite.
inline std::optional<double> label_number(const std::string& text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && stop == end && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// Each number in one way: "1.0" and "1" are one class.
inline std::vector<std::string> label_words(std::vector<std::string> words) {
  for (std::string& word : words)
    if (const auto number = label_number(word)) word = fmt::format("{}", *number == 0 ? 0.0 : *number);
  return words;
}

inline std::vector<std::string> classes_among(std::vector<std::string> words) {
  std::ranges::sort(words);
  const auto [first, last] = std::ranges::unique(words);
  words.erase(first, last);
  const auto is_number = [](const std::string& word) { return label_number(word).has_value(); };
  if (std::ranges::all_of(words, is_number))
    std::ranges::sort(words, {}, [](const std::string& word) { return *label_number(word); });
  return words;
}

}  // namespace ganzoo::data
