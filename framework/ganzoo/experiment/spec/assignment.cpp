#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/config/path.hpp>
#include <ganzoo/experiment/spec/assignment.hpp>
#include <ganzoo/experiment/spec/complaints.hpp>
#include <ganzoo/experiment/spec/schema.hpp>
#include <optional>

namespace ganzoo::experiment {

namespace {

void flatten_into(const Table& table, const config::Path& prefix, std::vector<Complaint>& complaints,
                  std::vector<config::Assignment>& out) {
  for (const auto& [key, value] : table) {
    const std::optional<config::Path> parts = config::parse_path(key);
    if (!parts) {
      complain(complaints, value.place,
               fmt::format("{} is no path, but must be keys with dots between them", ganzoo::to_string(Value(key))));
      continue;
    }
    config::Path path = prefix;
    path.insert(path.end(), parts->begin(), parts->end());
    const Table* inner = value.get_if<Table>();
    if (inner && leads_further(path, *inner)) {
      flatten_into(*inner, path, complaints, out);
    } else {
      out.emplace_back(std::move(path), value);
    }
  }
}

}  // namespace

bool is_distribution(const Table& table) {
  return table.size() == 1 && std::find(distribution_names.begin(), distribution_names.end(), table.begin()->first) !=
                                  distribution_names.end();
}

bool leads_further(const config::Path& path, const Table& table) {
  if (is_distribution(table)) return false;
  if (!slot_at(path)) return path.size() == 1;
  const Value* name = table.find("name");
  return !name || !name->get_if<std::string>();
}

std::vector<config::Assignment> flatten(const Table& table, const config::Path& prefix,
                                        std::vector<Complaint>& complaints) {
  std::vector<config::Assignment> out;
  flatten_into(table, prefix, complaints, out);
  return out;
}

}  // namespace ganzoo::experiment
