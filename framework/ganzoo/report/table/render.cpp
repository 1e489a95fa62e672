#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/config/json.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/page/html.hpp>
#include <ganzoo/report/table/compare.hpp>
#include <ganzoo/report/table/sheet.hpp>
#include <nlohmann/json.hpp>

namespace ganzoo::report {
namespace {

using Json = nlohmann::ordered_json;

/// Two significant digits of the interval's half width decide for all three numbers; four where there is none.
struct Digits {
  int decimals = -1;  ///< −1: four significant digits each

  explicit Digits(double mean, double low, double high) {
    const double half = (high - low) / 2;
    if (half > 1e-6 && std::abs(mean) < 1e6)
      decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(half))), 0, 8);
  }
  std::string text(double value) const {
    const std::string text = decimals < 0 ? fmt::format("{:.4g}", value) : fmt::format("{:.{}f}", value, decimals);
    return text.find_first_not_of("-0.") == text.npos && text[0] == '-' ? text.substr(1) : text;
  }
  std::string signed_text(double value) const {
    const std::string plain = text(value);
    return plain[0] == '-' || plain.find_first_not_of("0.") == plain.npos ? plain : std::string("+").append(plain);
  }
};

std::string p_text(double p) {
  if (p < 0.001) return "p<0.001";
  return fmt::format("p={:.{}f}", p, p < 0.0995 ? 3 : 2);
}

std::string interval_text(const Interval& v, std::int64_t runs) {
  if (v.n == 0) return "-";
  const Digits digits(v.mean, v.low, v.high);
  std::string text = digits.text(v.mean);
  if (!std::isnan(v.low)) text += fmt::format(" [{}, {}]", digits.text(v.low), digits.text(v.high));
  return v.n == runs ? text : text + fmt::format(" (n={})", v.n);
}

std::string paired_text(const Paired& v) {
  if (v.pairs == 0) return "-";
  const Digits digits(v.mean, v.low, v.high);
  std::string text = digits.signed_text(v.mean);
  if (!std::isnan(v.low))
    text += fmt::format(" [{}, {}] {}", digits.text(v.low), digits.text(v.high), p_text(v.p_holm));
  return text;
}

std::string heading(const Comparison& c, std::size_t m) {
  std::string text = c.metrics[m];
  if (c.better[m] == "higher") text += " ↑";
  if (c.better[m] == "lower") text += " ↓";
  if (!c.units[m].empty() && c.units[m] != "1") text += " (" + c.units[m] + ")";
  return text;
}

bool has_differences(const Comparison& c) {
  return std::ranges::any_of(c.groups, [](const Group& g) { return !g.differences.empty(); });
}

Sheet sheet_of(const Comparison& c) {
  Sheet sheet;
  sheet.header = c.by;
  sheet.right.assign(c.by.size(), false);
  struct Count {
    const char* name;
    std::int64_t Group::*number;
    bool always;
  };
  std::vector<Count> counts{{"runs", &Group::runs, true},
                            {"diverged", &Group::diverged, true},
                            {"unfinished", &Group::unfinished, false},
                            {"failed", &Group::failed, false}};
  std::erase_if(counts, [&](const Count& count) {
    return !count.always && std::ranges::none_of(c.groups, [&](const Group& g) { return g.*count.number > 0; });
  });
  for (const Count& count : counts) sheet.header.emplace_back(count.name);
  sheet.fixed = sheet.header.size();
  const bool differences = has_differences(c);
  for (std::size_t m = 0; m < c.metrics.size(); ++m) {
    sheet.header.push_back(heading(c, m));
    if (differences) sheet.header.push_back("Δ " + c.metrics[m]);
  }
  sheet.right.resize(sheet.header.size(), true);
  for (const Group& group : c.groups) {
    auto& row = sheet.rows.emplace_back();
    for (const auto& [key, value] : group.key) row.push_back(value);
    for (const Count& count : counts) row.push_back(std::to_string(group.*count.number));
    for (std::size_t m = 0; m < c.metrics.size(); ++m) {
      row.push_back(interval_text(group.values[m], group.runs));
      if (differences) row.push_back(group.differences.empty() ? "" : paired_text(group.differences[m]));
    }
  }
  return sheet;
}

std::string csv_text(const std::string& text) {
  if (text.find_first_of(",\"\n") == text.npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

std::string csv_number(double v) { return std::isnan(v) ? "" : fmt::format("{:.17g}", v); }

std::string to_csv(const Comparison& c) {
  const bool differences = has_differences(c);
  std::vector<std::string> cells;
  std::string text;
  const auto end_line = [&] {
    text += fmt::format("{}\n", fmt::join(cells, ","));
    cells.clear();
  };
  for (const std::string& key : c.by) cells.push_back(csv_text(key));
  for (const char* name : {"runs", "diverged", "unfinished", "failed"}) cells.emplace_back(name);
  for (const std::string& m : c.metrics) {
    for (const char* part : {"n", "mean", "low", "high"}) cells.push_back(csv_text(m + "." + part));
    if (differences)
      for (const char* part : {"pairs", "mean", "low", "high", "p", "p_holm"})
        cells.push_back(csv_text(m + ".difference." + part));
  }
  end_line();
  for (const Group& group : c.groups) {
    for (const auto& [key, value] : group.key) cells.push_back(csv_text(value));
    for (const auto n : {group.runs, group.diverged, group.unfinished, group.failed})
      cells.push_back(std::to_string(n));
    for (std::size_t m = 0; m < c.metrics.size(); ++m) {
      const Interval& v = group.values[m];
      cells.push_back(std::to_string(v.n));
      for (const double x : {v.mean, v.low, v.high}) cells.push_back(csv_number(x));
      if (!differences) continue;
      if (group.differences.empty()) {
        cells.insert(cells.end(), 6, "");
        continue;
      }
      const Paired& d = group.differences[m];
      cells.push_back(std::to_string(d.pairs));
      for (const double x : {d.mean, d.low, d.high, d.p, d.p_holm}) cells.push_back(csv_number(x));
    }
    end_line();
  }
  return text;
}

/// JSON has neither: infinities are strings, undefined is null.
Json json_number(double v) {
  if (std::isnan(v)) return nullptr;
  if (std::isinf(v)) return v > 0 ? "inf" : "-inf";
  return v;
}

Json to_json(const Paired& d) {
  return {{"pairs", d.pairs},          {"mean", json_number(d.mean)},
          {"low", json_number(d.low)}, {"high", json_number(d.high)},
          {"p", json_number(d.p)},     {"p_holm", json_number(d.p_holm)}};
}

std::string to_json(const Comparison& c) {
  Json groups = Json::array();
  for (const Group& group : c.groups) {
    Json key = Json::object(), metrics = Json::object();
    for (const auto& [name, value] : group.key) key[name] = value;
    for (std::size_t m = 0; m < c.metrics.size(); ++m) {
      const Interval& v = group.values[m];
      metrics[c.metrics[m]] = {
          {"unit", c.units[m]},
          {"better", c.better[m]},
          {"n", v.n},
          {"mean", json_number(v.mean)},
          {"low", json_number(v.low)},
          {"high", json_number(v.high)},
          {"difference", group.differences.empty() ? Json(nullptr) : to_json(group.differences[m])}};
    }
    groups.push_back({{"key", key},
                      {"runs", group.runs},
                      {"diverged", group.diverged},
                      {"unfinished", group.unfinished},
                      {"failed", group.failed},
                      {"metrics", metrics}});
  }
  return groups.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string render(const Comparison& comparison, const std::string& format, int width) {
  if (format == "table") return to_text(sheet_of(comparison), width);
  if (format == "csv") return to_csv(comparison);
  if (format == "json") return to_json(comparison);
  if (format == "markdown") return to_markdown(sheet_of(comparison));
  if (format == "html") return to_html(sheet_of(comparison));
  if (format == "latex") return to_latex(sheet_of(comparison));
  const std::string near = nearest(format, {"table", "csv", "json", "markdown", "latex"});
  throw Error(Exit::usage, fmt::format("--format is {}, but must be table, csv, json, markdown or latex", format),
              near.empty() ? "" : fmt::format("did you mean {}?", near));
}

}  // namespace ganzoo::report
