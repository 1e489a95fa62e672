/// What is known of the components that an experiment names.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/plugin/component.hpp>
#include <map>
#include <string>
#include <utility>

namespace ganzoo::experiment {

/// What the process that loads it tells of a component: its schema and traits, or why it cannot be loaded.
struct KnownComponent {
  Kind kind;
  std::string name;  ///< as the experiment names it
  std::string file;
  std::string sha256;
  int version = 1;
  Schema schema;
  std::map<std::string, std::string> about;  ///< title, source, summary, formula, follows: what is not empty
  std::map<std::string, bool> traits;  ///< needs_critic, needs_lipschitz, provides_lipschitz, strictly_convex, …
  std::string failure;                 ///< one line; empty where it loaded
  /// `failure` is not its own, and it may load the next time: what the run then ends with. Exit::ok: its own, or none.
  Exit outside = Exit::ok;
  std::string hint;      ///< what to do about `failure`; may be empty
  bool readable = true;  ///< false: its file is there, but the disk does not give it
  bool found =
      true;  ///< false: no component of that name, which is an error of the file and not the cell's own failure
};

/// All components that an experiment names, by kind and name.
using Catalogue = std::map<std::pair<Kind, std::string>, KnownComponent>;

}  // namespace ganzoo::experiment
