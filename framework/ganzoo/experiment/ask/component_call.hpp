/// Calls into components: whatever one throws that is no answer to the user is told as its own fault.
#pragma once

#include <ganzoo/core/value.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <memory>
#include <string>

namespace ganzoo::experiment {

/// A component's name, and its table without it: its parameters alone.
struct NamedParameters {
  std::string name;
  Table parameters;
};

NamedParameters named_parameters(const Value& component);

template <class T>
std::unique_ptr<T> make(Registry& registry, const Value& component) {
  const NamedParameters part = named_parameters(component);
  return registry.make<T>(part.name, part.parameters);
}

/// Throws ComponentFault, which names the component's file unless that is how it was named, where `fault` is not empty.
void require(Registry& registry, Kind kind, const Value& component, const std::string& fault);

/// Throws what is being handled: ganzoo::Error where the user can mend it, ComponentFault otherwise.
[[noreturn]] void blame(Registry& registry, Kind kind, const Value& component);

/// `act()`, which runs the code of `component`.
template <class Act>
decltype(auto) in(Registry& registry, Kind kind, const Value& component, const Act& act) {
  try {
    return act();
  } catch (...) {
    blame(registry, kind, component);
  }
}

}  // namespace ganzoo::experiment
