#include "numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ganzoo/config/json_number.hpp>
#include <ganzoo/core/error.hpp>

namespace ganzoo::app {
namespace {

using Json = nlohmann::ordered_json;

double parse_number(const std::string& text, const std::string& option) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + (text.starts_with('+') ? 1 : 0), end, value);
  if (error != std::errc{} || stop != end || !std::isfinite(value))
    throw Error(Exit::usage, fmt::format("{} holds \"{}\", but must hold numbers", option, text),
                "1,2.5,-3 or from:to:count");
  return value;
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts{""};
  for (char c : text)
    if (c == at)
      parts.emplace_back();
    else if (c != ' ')
      parts.back() += c;
  return parts;
}

/// As many digits as the error leaves, at most 12.
std::string digits(double value, double error) {
  if (error == 0) return to_text(value);
  const double last = std::ceil(std::log10(2 * error));  // the decimal place of the last digit
  if (std::abs(value) < 2 * error) return "0";
  const double count = std::floor(std::log10(std::abs(value))) - last + 1;
  return fmt::format("{:.{}g}", value, static_cast<int>(std::clamp(count, 1.0, 12.0)));
}

}  // namespace

std::vector<double> parse_list(const std::string& text, const std::string& option) {
  std::vector<double> list;
  if (text.empty()) return list;
  const std::vector<std::string> range = split(text, ':');
  if (range.size() == 1) {
    for (const std::string& item : split(text, ',')) list.push_back(parse_number(item, option));
    return list;
  }
  if (range.size() != 3) throw Error(Exit::usage, fmt::format("{} is \"{}\", but must be from:to:count", option, text));
  const double from = parse_number(range[0], option), to = parse_number(range[1], option),
               count = parse_number(range[2], option);
  if (count != std::floor(count) || count < 2 || count > 1e6)
    throw Error(Exit::usage,
                fmt::format("{}'s count is {}, but must be an integer from 2 to 1000000", option, range[2]));
  for (int i = 0; i < count; ++i) list.push_back(i + 1 == count ? to : from + (to - from) * i / (count - 1));
  return list;
}

Json to_json(double x) {
  return config::json_number(x == 0 ? 0.0 : x);  // no negative zero
}

std::string to_text(double x) { return std::isnan(x) ? "–" : fmt::format("{:.12g}", x == 0 ? 0 : x); }

void put(Json& into, const std::string& key, const Exact& x) {
  into[key] = to_json(x.value);
  into[key + "_error"] = std::isfinite(x.value) ? to_json(x.error) : Json();
  if (!x.reason.empty()) into[key + "_reason"] = x.reason;
}

std::string to_text(const Exact& d) {
  const std::string because = d.reason.empty() ? "" : ": " + d.reason;
  if (!std::isfinite(d.value)) return to_text(d.value) + because;
  return d.error == 0 ? to_text(d.value) : fmt::format("{} ± {:.1g}", digits(d.value, d.error), d.error);
}

}  // namespace ganzoo::app
