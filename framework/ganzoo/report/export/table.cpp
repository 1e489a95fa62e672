#include <fmt/format.h>

#include <cmath>
#include <ganzoo/report/export/export.hpp>
#include <ganzoo/report/runs/grouping.hpp>

namespace ganzoo::report {
namespace {

/// A field of CSV (RFC 4180).
std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == text.npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string number(double v) {
  if (std::isnan(v)) return "nan";
  return std::isinf(v) ? (v > 0 ? "inf" : "-inf") : fmt::format("{}", v);
}

std::string number(std::int64_t v) { return std::to_string(v); }

void append_table(std::string& text, const std::string& start, const char* name, const log::Table& table) {
  const log::Column* steps = table.find("step");
  if (steps == nullptr) return;
  for (const log::Column& column : table.columns) {
    if (column.name == "step") continue;
    const std::string head = fmt::format("{}{},{},", start, name, field(column.name));
    for (std::size_t i = 0; i < static_cast<std::size_t>(table.rows()); ++i)
      text += fmt::format("{}{},{}\n", head, std::visit([i](const auto& v) { return number(v[i]); }, steps->values),
                          std::visit([i](const auto& v) { return number(v[i]); }, column.values));
  }
}

}  // namespace

VariedKeys varied_keys_of(const std::vector<Run>& runs) {
  std::vector<std::string> ignored;
  const Keys keys = keys_of(runs, {}, {}, ignored);
  VariedKeys varied;
  for (const auto* list : {&keys.shown, &keys.hidden})
    for (const std::string& key : *list) {
      varied.names.push_back(key);
      varied.values.push_back(labels_of(runs, key));
    }
  return varied;
}

std::string long_table(const std::vector<Run>& runs) {
  const VariedKeys keys = varied_keys_of(runs);
  std::string text = "cell,seed,status";
  for (const std::string& name : keys.names) text += "," + field(name);
  text += ",table,column,step,value\n";
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const log::RunFile& run = runs[i].log;
    std::string start = fmt::format("{},{},{},", field(run.cell), run.seed, log::name_of(run.status));
    for (const auto& values : keys.values) start += field(values[i]) + ",";
    append_table(text, start, "train", run.train);
    append_table(text, start, "metrics", run.metrics);
  }
  return text;
}

}  // namespace ganzoo::report
