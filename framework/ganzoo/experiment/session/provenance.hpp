/// What made a run: program, machine, components and data, as /provenance records it.
#pragma once

#include <ganzoo/core/error.hpp>
#include <ganzoo/core/value.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/train/data.hpp>
#include <map>
#include <string>

namespace ganzoo::experiment {

/// "2025-01-31T12:00:00Z"
std::string utc_now();

/// "AMD EPYC 9B14", as the system names the processor.
std::string cpu_name();

/// Everything but started and ended.
log::Attributes provenance(const std::string& command, int threads, const Data& data);

/// Name, file and SHA-256 of every component, by its key in the spec ("optimizer.generator").
std::map<std::string, log::Attributes> component_provenance(const Table& spec, bool has_critic, Registry& registry);

/// There is a run to go on from, but not with what there is now (corrupt); it is left as it is.
class CannotResume : public Error {
 public:
  CannotResume(const std::string& file, const std::string& why);
};

/// Throws CannotResume where going on from `then` would not give the same numbers: other components, other data,
/// another instruction set.
void require_same_origin(const log::RunFile& then, const log::RunFile& now, const std::string& file);

}  // namespace ganzoo::experiment
