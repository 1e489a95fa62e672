#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/more_memory.hpp>
#include <ganzoo/experiment/ask/component_call.hpp>
#include <new>

namespace ganzoo::experiment {
namespace {

/// Naming the component's file, unless that is how it was named.
ComponentFault fault_in(Registry& registry, Kind kind, const Value& component, const std::string& fault) {
  const std::string name = named_parameters(component).name, file = registry.load(kind, name).file;
  const std::string where = name.ends_with(".so") ? "" : fmt::format(" ({})", file);
  return {Exit::usage, fmt::format("{} {}{}: {}", name_of(kind), name, where, fault)};
}

/// A missing file is the user's to mend where the component has a parameter for one.
bool reads_files(Registry& registry, Kind kind, const Value& component) {
  const Schema& schema = registry.load(kind, named_parameters(component).name).schema;
  return kind == Kind::data ||
         std::ranges::any_of(schema, [](const ParameterSchema& p) { return p.type == ParameterSchema::Type::file; });
}

}  // namespace

NamedParameters named_parameters(const Value& component) {
  const Table* table = component.get_if<Table>();
  const Value* name = table ? table->find("name") : nullptr;
  if (!name || !name->get_if<std::string>()) throw Error(Exit::bug, "a resolved spec holds a component without a name");
  NamedParameters out{name->get<std::string>(), *table};
  out.parameters.erase("name");
  return out;
}

void require(Registry& registry, Kind kind, const Value& component, const std::string& fault) {
  if (!fault.empty()) throw fault_in(registry, kind, component, fault);
}

[[noreturn]] void blame(Registry& registry, Kind kind, const Value& component) try {
  throw;
} catch (const ComponentFault&) {
  throw;
} catch (const Error& error) {
  const Exit code = error.code();
  if (code == Exit::usage || code == Exit::corrupt ||
      (code == Exit::environment && reads_files(registry, kind, component)))
    throw;
  throw fault_in(registry, kind, component, error.what());
} catch (const std::bad_alloc&) {
  throw fault_in(registry, kind, component,
                 more_memory_than_there_is(named_parameters(component).parameters, std::string(name_of(kind))));
} catch (const std::exception& error) {
  throw fault_in(registry, kind, component, fmt::format("threw \"{}\"", error.what()));
} catch (...) {
  throw fault_in(registry, kind, component, "threw something that is no std::exception");
}

}  // namespace ganzoo::experiment
