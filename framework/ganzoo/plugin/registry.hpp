/// Finds components by kind and name, loads exactly what is asked for, never unloads.
#pragma once

#include <ganzoo/core/error.hpp>
#include <ganzoo/plugin/component.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ganzoo {

/// A module file found, not loaded.
struct Found {
  Kind kind;
  std::string name;
  std::filesystem::path file;
};

/// Thrown where a component's own code threw something that is no ganzoo::Error while it was made: it is broken, and not
/// what the user asked of it.
class ComponentFault : public Error {
 public:
  using Error::Error;
};

/// Search order: GANZOO_PLUGIN_PATH, the experiment's plugins.paths, the build's or the installation's own (first what
/// `ganzoo build` added to it).
class Registry {
 public:
  explicit Registry(std::vector<std::filesystem::path> experiment_paths = {});

  /// The module of that name, or of that path where `name` ends in ".so" or holds a '/'. Throws ganzoo::Error (usage)
  /// with the nearest known name.
  Found find(Kind kind, const std::string& name) const;
  /// Every module in every folder, the first of a name winning; loads nothing.
  std::vector<Found> list() const;

  /// Loads the module (once) and checks the handshake; throws ganzoo::Error (usage) naming the file, the reason (not
  /// found · no entry point · built for API 3, this is API 4 · built by another compiler: both tags) and what to do.
  const ComponentInfo& load(Kind kind, const std::string& name);

  /// A prepared component; `parameters` need not be complete. T is Generator, Divergence, …
  template <class T>
  std::unique_ptr<T> make(const std::string& name, const Table& parameters) {
    std::unique_ptr<Component> component = make(T::kind, name, parameters);
    return std::unique_ptr<T>(static_cast<T*>(component.release()));
  }

 private:
  std::unique_ptr<Component> make(Kind kind, const std::string& name, const Table& parameters);

  std::vector<std::filesystem::path> paths_;
  std::map<std::filesystem::path, ComponentInfo> loaded_;
};

}  // namespace ganzoo
