/// An experiment file as the user wrote it, and what a cell resolves to.
#pragma once

#include <filesystem>
#include <ganzoo/core/api.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/value.hpp>
#include <ganzoo/plugin/component.hpp>
#include <map>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// Reads TOML (at most 4 MiB, brackets 64 deep, 1024 dots in a key) into a table with places and source order of keys;
/// File-like paths stay as written. Throws ganzoo::Error (usage) with line and column.
GANZOO_API Table read_toml(const std::filesystem::path& file);
GANZOO_API Table parse_toml(const std::string& text, const std::string& file_name);

/// `KEY=VALUE` as on the command line: VALUE is TOML, or a string where it is not.
GANZOO_API void apply_override(Table& experiment, const std::string& assignment);

GANZOO_API std::string to_toml(const Table& table);
GANZOO_API std::string to_json(const Table& table);
GANZOO_API Table from_json(const std::string& text);

/// What the inspector tells of a component: its schema and traits, or why it cannot be loaded.
struct Known {
  Kind kind;
  std::string name;  ///< as the experiment names it
  std::string file;
  std::string sha256;
  int version = 1;
  Schema schema;
  std::map<std::string, std::string> about;  ///< title, source, summary, formula, follows: what is not empty
  std::map<std::string, bool> traits;  ///< needs_critic, needs_lipschitz, provides_lipschitz, strictly_convex, …
  std::string failure;                 ///< one line; empty where it loaded
  std::string hint;                    ///< what to do about `failure`; may be empty
  bool found =
      true;  ///< false: no component of that name, which is an error of the file and not the cell's own failure
};

/// All components that an experiment names, by kind and name.
using Catalogue = std::map<std::pair<Kind, std::string>, Known>;

/// "./mine.so" → absolute, relative to the file that names it; a plain name stays. What named_components and the
/// resolved specs hold.
GANZOO_API std::string component_name(const Value& name);

/// Every (kind, name) that some cell of the experiment may use, so that the inspector loads exactly those.
GANZOO_API std::vector<std::pair<Kind, std::string>> named_components(const Table& experiment);

/// One cell of the grid, resolved: every key present, defaults filled in.
struct Cell {
  std::string id;  ///< "<what the grid varied>-<8 hex digits of SHA-256 of what differs from defaults>"
  std::vector<std::pair<std::string, Value>> varied;  ///< axis path → value, in the grid's order
  std::vector<std::string> ignored;                   ///< inherited values dropped because they do not apply here
  Table spec;
  std::string spec_sha256;  ///< of what a result hangs on: its first 8 digits end the id
  std::string failure;      ///< the cell's component cannot be loaded: it fails on its own
};

struct Expansion {
  std::vector<Cell> cells;  ///< the first axis varies slowest
  std::vector<std::string>
      notices;  ///< one line each: what is varied twice; cells that are the same run and were merged
};

/// Overrides applied already. Expands the grid (product, zip, random, set, skip; base: no grid), resolves every cell
/// against the catalogue and checks it. Throws ganzoo::Error (usage) with every complaint found, at most 20.
GANZOO_API Expansion expand(const Table& experiment, const Catalogue& catalogue, bool base);

}  // namespace ganzoo::experiment
