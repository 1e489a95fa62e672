#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/report/runs/pooling.hpp>
#include <map>

namespace ganzoo::report {
namespace {

/// The keys of the data, of metrics.samples and of each metric's parameters ("metrics.emd.samples"), as TOML.
std::map<std::string, std::string> measuring(const Run& run) {
  std::map<std::string, std::string> keys;
  for (const auto& section : run.spec.sections())
    for (const auto& [key, value] : section->leaves)
      if (section->name == "data" || key == "metrics.samples") keys[key] = value;
  if (const Value* names = run.spec.find("metrics.names"); names != nullptr && names->get_if<List>() != nullptr)
    for (const Value& metric : names->get<List>())
      if (const auto* table = metric.get_if<Table>())
        if (const Value* name = table->find("name"); name != nullptr && name->get_if<std::string>() != nullptr)
          keys["metrics." + name->get<std::string>()] = to_string(metric);
  if (const std::string sum = data_sha256(run); !sum.empty()) keys["data_sha256"] = sum;
  return keys;
}

}  // namespace

std::string measured_differently(const Run& a, const Run& b) {
  const auto first = measuring(a), second = measuring(b);
  for (const auto& [key, value] : first) {
    const auto found = second.find(key);
    const bool is_metric = key.starts_with("metrics.") && key != "metrics.samples";
    if (found == second.end() && is_metric) continue;  // measured in one only
    if (found == second.end()) return fmt::format("{} is {} in one only", key, value);
    if (found->second != value) return fmt::format("{} is {} in the one, {} in the other", key, value, found->second);
  }
  return {};
}

void require_poolable(const std::vector<const Run*>& group) {
  for (const Run* run : group) {
    const std::string difference = measured_differently(*group.front(), *run);
    if (difference.empty()) continue;
    throw Error(Exit::usage,
                fmt::format("{} and {} cannot be pooled: {}", group.front()->name(), run->name(), difference),
                "add the key to --by, or choose with --where");
  }
}

}  // namespace ganzoo::report
