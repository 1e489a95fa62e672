/// An experiment on its way to a cell: the file's table, changed by the grid; knows which values a component inherited.
#pragma once

#include <ganzoo/config/path.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <set>
#include <string>
#include <vector>

namespace ganzoo::experiment {

class Draft {
 public:
  /// The experiment without its grid, short forms written out.
  Draft(const Table& experiment, const Catalogue& catalogue);

  /// Applies assignments, the shorter path first, so that a component stands before its parameters are set. A component
  /// replaces its name and own parameters; the kind's own keys stay as inherited unless given.
  /// Returns the paths that led through something that is no table.
  std::vector<config::Assignment> assign(std::vector<config::Assignment> assignments);

  /// True where every path holds the wanted value, or one of the wanted list; defaults count as values.
  bool matches(const std::vector<config::Assignment>& when) const;

  /// A value that the command line gave, and the path whose assignment put another in its place.
  struct Undone {
    config::Path path;
    Value value;
    config::Path by;
  };

  Table table;
  std::vector<Undone> undone;
  std::set<config::Path> inherited;  ///< kind keys that a replaced component left behind: divergence.link

 private:
  /// A component that the command line names inherits the kind keys that the file gave the one before it.
  void inherit_from_file();
  bool assign_one(const config::Path& path, const Value& value);
  void replace(const config::Path& slot, Value component);
  /// Remembers what of the value at `path` the command line gave, as undone by the present assignment.
  void undo(const config::Path& path, const Value* value);
  /// Calls act(path, value) for each single value in this one that the command line gave.
  template <class Act>
  static void for_each_given(const config::Path& path, const Value& value, const Act& act);
  bool is_named(const config::Path& slot, const Value& name) const;
  bool is_kind_key(Kind kind, const std::string& key) const;
  Value default_at(const config::Path& path) const;

  const Catalogue* catalogue_;
  std::set<config::Path> overridden_;  ///< what the command line gave and nothing has undone
  config::Path assigned_;              ///< the path of the present assignment
};

/// What the catalogue knows of the component in this table, or null.
const KnownComponent* known(const Catalogue& catalogue, Kind kind, const Table& component);

/// The parameter of that name, or null.
const ParameterSchema* parameter_of(const Schema& schema, const std::string& name);

}  // namespace ganzoo::experiment
