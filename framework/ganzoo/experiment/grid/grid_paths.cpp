#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/config/path.hpp>
#include <ganzoo/experiment/grid/grid_paths.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/experiment/spec/complaints.hpp>
#include <ganzoo/experiment/spec/schema.hpp>
#include <set>

namespace ganzoo::experiment {
namespace {

/// Every path that something knows; indices stand as 0.
class Paths {
 public:
  explicit Paths(const Catalogue& catalogue) {
    for (const Section& section : sections()) {
      if (section.name == "plugins") continue;  // components are found before the grid is known
      if (!section.name.empty()) known_.insert(section.name);
      for (const ParameterSchema& p : section.schema)
        known_.insert(section.name.empty() ? p.name : section.name + "." + p.name);
    }
    known_.insert("optimizer");
    for (const Slot& slot : slots()) add(slot, catalogue);
  }

  bool has(const config::Path& path) const {
    for (const config::Path& open : open_) {
      if (path.size() > open.size() && std::equal(open.begin(), open.end(), path.begin())) return true;
    }
    config::Path prefix = path;  // below a parameter (a ramp's `from`, a list's element) its own check decides
    for (; !prefix.empty(); prefix.pop_back()) {
      if (known_.count(key_of(prefix))) return prefix.size() == path.size() || !is_section(prefix);
    }
    return false;
  }

  std::string near(const config::Path& path) const { return nearest(key_of(path), {known_.begin(), known_.end()}); }

 private:
  void add(const Slot& slot, const Catalogue& catalogue) {
    const std::string at = config::to_string(slot.path);
    const std::string element = slot.list ? at + "[0]" : at;
    known_.insert({at, element, element + ".name"});
    for (const auto& [key, info] : catalogue) {
      if (key.first != slot.kind) continue;
      if (!info.failure.empty()) open_.push_back(slot.path);  // who knows what it would have known
      for (const ParameterSchema& parameter : info.schema) known_.insert(element + "." + parameter.name);
    }
  }

  static bool is_section(const config::Path& path) {
    if (slot_at(path)) return true;
    return path.size() == 1 &&
           (path[0] == "optimizer" || path[0] == "train" || path[0] == "metrics" || path[0] == "log");
  }

  static std::string key_of(const config::Path& path) {
    config::Path key = path;
    for (std::size_t i = 1; i < key.size(); ++i) {
      if (slot_at(config::Path(key.begin(), key.begin() + static_cast<std::ptrdiff_t>(i) + 1)) && key[i][0] >= '0' &&
          key[i][0] <= '9')
        key[i].assign(1, '0');
    }
    return config::to_string(key);
  }

  std::set<std::string> known_;
  std::vector<config::Path> open_;
};

class Checker {
 public:
  Checker(const Paths& paths, std::vector<Complaint>& complaints) : paths_(paths), complaints_(complaints) {}

  bool leads_nowhere(const config::Path& path, const Place& place) {
    if (paths_.has(path)) return false;
    const std::string near = paths_.near(path);
    std::vector<Complaint> one;
    complain(one, place, fmt::format("grid path {} leads nowhere", config::to_string(path)),
             near.empty() ? "" : "did you mean " + near + "?");
    add_new(complaints_, one.front());
    return true;
  }

  void check(std::vector<config::Assignment>& assignments) {
    std::erase_if(assignments, [&](const config::Assignment& a) { return leads_nowhere(a.first, a.second.place); });
  }

  void check(Axis& axis) {
    for (std::size_t i = axis.paths.size(); i-- > 0;) {
      if (!leads_nowhere(axis.paths[i], axis.place)) continue;
      drop_path(axis, i);
    }
  }

 private:
  const Paths& paths_;
  std::vector<Complaint>& complaints_;
};

}  // namespace

void check_grid_paths(Grid& grid, const Catalogue& catalogue, std::vector<Complaint>& complaints) {
  const Paths paths(catalogue);
  Checker checker(paths, complaints);
  for (Axis& axis : grid.axes) checker.check(axis);
  for (Rule& rule : grid.sets) {
    checker.check(rule.when);
    checker.check(rule.set);
  }
  for (Rule& rule : grid.skips) checker.check(rule.when);
}

}  // namespace ganzoo::experiment
