#include <cmath>
#include <ganzoo/config/json_number.hpp>
#include <ganzoo/report/export/export.hpp>
#include <map>
#include <nlohmann/json.hpp>

namespace ganzoo::report {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(std::int64_t v) { return v; }
Json json_of(double v) { return config::json_number(v); }

/// What was logged at each step, both tables together.
std::map<std::int64_t, Json> rows_of(const log::RunFile& run) {
  std::map<std::int64_t, Json> rows;
  for (const auto& [name, table] : {std::pair{"train/", &run.train}, {"metrics/", &run.metrics}}) {
    const log::Column* steps = table->find("step");
    if (steps == nullptr) continue;
    for (const log::Column& column : table->columns) {
      if (column.name == "step") continue;
      for (std::size_t i = 0; i < static_cast<std::size_t>(table->rows()); ++i) {
        const auto step = std::visit([i](const auto& v) { return static_cast<std::int64_t>(v[i]); }, steps->values);
        rows[step][name + column.name] = std::visit([i](const auto& v) { return json_of(v[i]); }, column.values);
      }
    }
  }
  return rows;
}

}  // namespace

std::string json_lines(const std::vector<Run>& runs) {
  const VariedKeys keys = varied_keys_of(runs);
  std::string text;
  for (std::size_t i = 0; i < runs.size(); ++i)
    for (const auto& [step, logged] : rows_of(runs[i].log)) {
      Json line{{"run", runs[i].log->cell}, {"seed", runs[i].log->seed}, {"step", step}};
      for (std::size_t k = 0; k < keys.names.size(); ++k) line[keys.names[k]] = keys.values[k][i];
      line.update(logged);
      text += line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    }
  return text;
}

}  // namespace ganzoo::report
