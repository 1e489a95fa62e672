#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/spec/known_keys.hpp>
#include <ganzoo/experiment/spec/schema.hpp>

namespace ganzoo::experiment {
namespace {

/// Where a key stands that was looked for elsewhere: "train.batch" for batch or batch_size.
std::string paths_to(const std::string& key) {
  for (const Section& section : sections()) {
    std::vector<std::string> inside;
    for (const ParameterSchema& parameter : section.schema) inside.push_back(parameter.name);
    const std::string near = nearest(key, inside);
    if (!section.name.empty() && !near.empty()) return section.name + "." + near;
  }
  if (const std::string near = nearest(key, root_keys()); !near.empty()) return near;
  if (!nearest(key, {"rate"}).empty()) return "optimizer.generator.rate and optimizer.discriminator.rate";
  if (!nearest(key, {"critic_steps"}).empty()) return "scheduler.critic_steps";
  if (!nearest(key, {"noise"}).empty()) return "generator.noise";
  return {};
}

}  // namespace

std::vector<std::string> root_keys() {
  std::vector<std::string> keys;
  for (const ParameterSchema& parameter : sections().front().schema) keys.push_back(parameter.name);
  for (const Slot& slot : slots()) {
    if (keys.back() != slot.path.front()) keys.push_back(slot.path.front());
  }
  for (const Section& section : sections()) {
    if (!section.name.empty() && section.name != "metrics") keys.push_back(section.name);
  }
  keys.insert(keys.end(), {"grid", "search"});
  return keys;
}

void check_keys(const Table& table, const std::string& path, const std::vector<std::string>& keys,
                std::vector<Complaint>& complaints) {
  for (const auto& [key, value] : table) {
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    const std::string near = nearest(key, keys), meant = near.empty() ? paths_to(key) : near;
    complain(complaints, value.place, path + key + " is no known key",
             meant.empty() ? fmt::format("known: {}", fmt::join(keys, ", ")) : "did you mean " + meant + "?");
  }
}

Table known_in(const Section& section, const Table& given, std::vector<Complaint>& complaints) {
  std::vector<std::string> keys;
  for (const ParameterSchema& parameter : section.schema) keys.push_back(parameter.name);
  check_keys(given, section.name.empty() ? "" : section.name + ".", keys, complaints);
  Table known;
  for (const auto& [key, value] : given)
    if (std::ranges::find(keys, key) != keys.end()) known.set(key, value);
  return known;
}

}  // namespace ganzoo::experiment
