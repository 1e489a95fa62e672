#include <ganzoo/experiment/ask/registries.hpp>
#include <map>

namespace ganzoo::experiment {

Registry& registry_with(const std::vector<std::string>& plugin_paths) {
  static std::map<std::vector<std::string>, Registry> all;
  const auto at = all.find(plugin_paths);
  if (at != all.end()) return at->second;
  return all.emplace(plugin_paths, Registry({plugin_paths.begin(), plugin_paths.end()})).first->second;
}

}  // namespace ganzoo::experiment
