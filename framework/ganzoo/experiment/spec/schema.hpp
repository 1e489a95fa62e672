/// What an experiment file may hold, as data: its sections with their defaults, and the places where components stand.
#pragma once

#include <ganzoo/config/path.hpp>
#include <ganzoo/plugin/component.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// A table of plain keys; the root has no name.
struct Section {
  std::string name;
  std::string meaning;
  Schema schema;
};

/// A plain key of a section, without choices. An empty default: it has none.
ParameterSchema key(const char* name, ParameterSchema::Type type, Value default_value, Range range, const char* meaning,
                    const char* unit = "");

/// root, train, metrics, log, plugins; metrics.names is a slot.
const std::vector<Section>& sections();

/// Where a component stands.
struct Slot {
  config::Path path;
  Kind kind;
  std::string default_name;  ///< used where none is given; empty: it must be given, or is a list
  bool list = false;         ///< none, one or several: regularizer, metrics.names
  /// A parameter of the component above it, whose words stay words: only a table is a component there.
  bool only_as_table = false;
};

const std::vector<Slot>& slots();

/// The slot at exactly this path, or null; for a list also the slot of its element `regularizer[0]`.
const Slot* slot_at(const config::Path& path);

/// The slot of a component that stands as a table where the component at `path` has the parameter `key`; null where this
/// is a plain value.
const Slot* slot_below(const config::Path& path, const std::string& key, const Value& value);

/// Keys that belong to a kind, not to one component: link and generator_loss of a divergence.
const std::vector<std::string>& kind_keys(Kind kind);

/// What stands for the place's file in a value that an override gave.
inline constexpr const char* command_line = "command line";

}  // namespace ganzoo::experiment
