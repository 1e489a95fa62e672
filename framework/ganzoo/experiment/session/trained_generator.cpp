#include <ganzoo/experiment/session/trained_generator.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/session/players.hpp>

namespace ganzoo::experiment {
namespace {

/// Is the component named by a file, which can be anyone's code, and not by a name that the program finds by itself?
bool is_file(const std::string& name) { return name.find('/') != name.npos || name.ends_with(".so"); }

void load_weights(const log::RunFile& run, const nn::Parameters& parameters) {
  const bool averaged =
      std::ranges::any_of(run.weights, [](const auto& w) { return w.first.starts_with("generator_ema/"); });
  const auto copy = [&](const nn::Parameters::Entry& entry, std::span<float> values) {
    const std::string name = (averaged ? "generator_ema/" : "generator/") + entry.name;
    const auto found = run.weights.find(name);
    if (found == run.weights.end())
      throw Error(Exit::corrupt, fmt::format("{}: weights {} are missing", run.cell, name));
    if (found->second.values.size() != values.size())
      throw Error(Exit::corrupt, fmt::format("{}: weights {} hold {} numbers, but must hold {}", run.cell, name,
                                             found->second.values.size(), values.size()));
    std::ranges::copy(found->second.values, values.begin());
  };
  for (std::size_t i = 0; i < parameters.entries().size(); ++i)
    copy(parameters.entries()[i], parameters.value(static_cast<int>(i)));
  for (std::size_t i = 0; i < parameters.statistics().size(); ++i)
    copy(parameters.statistics()[i], parameters.statistic(static_cast<int>(i)));
}

}  // namespace

Registry registry_for(const Table& spec, bool trust) { return trust ? make_registry(spec) : Registry(); }

void require_trusted(const Table& spec, const char* kind, bool trust) {
  const Value* entry = spec.find(kind);
  if (entry == nullptr || entry->get_if<Table>() == nullptr)
    throw Error(Exit::corrupt, fmt::format("the run's spec has no table {}, but must have one", kind));
  const std::string name = text_at(spec, fmt::format("{}.name", kind));
  if (is_file(name) && !trust)
    throw Error(Exit::usage, fmt::format("the run names its {} by a file, {}, which is not loaded", kind, name),
                "it is code of whoever made the run; --trust loads it");
}

TrainedGenerator trained_generator(const log::RunFile& run, const Table& spec, const Shape& sample, bool trust) {
  require_trusted(spec, "generator", trust);
  Table parameters = spec.find("generator")->get<Table>();
  const std::string name = parameters.find("name")->get<std::string>();
  parameters.erase("name");
  Registry registry = registry_for(spec, trust);
  TrainedGenerator out{registry.make<Generator>(name, parameters), nullptr};
  out.network = std::make_unique<nn::Network>("generator", out.component->build(sample), out.component->noise(sample));
  load_weights(run, out.network->parameters());
  return out;
}

}  // namespace ganzoo::experiment
