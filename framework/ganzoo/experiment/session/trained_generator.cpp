#include <ganzoo/experiment/session/trained_generator.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/config/json.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/plugin/registry.hpp>

namespace ganzoo::experiment {
namespace {

/// The last dimensions of an array, from the `first` on.
Shape inner(const log::Array& array, std::ptrdiff_t first) {
  return Shape(std::vector<std::int64_t>(array.dims.begin() + first, array.dims.end()));
}

/// Is the component named by a file, which can be anyone's code, and not by a name that the program finds by itself?
bool is_file(const std::string& name) { return name.find('/') != name.npos || name.ends_with(".so"); }

/// What the run's divergence puts in the generator's place; null where it fits the generator, or is a game.
std::unique_ptr<Generator> stand_in(const Table& spec, const Data* data, Registry& registry) {
  const Value* divergence = spec.find("divergence");
  if (divergence == nullptr) return nullptr;
  const std::unique_ptr<Divergence> made = make_divergence(registry, *divergence);
  const auto* fit = dynamic_cast<const Fit*>(made.get());
  return fit ? fit->stand_in(data) : nullptr;
}

/// How many classes the run's data has; 0 where it has no labels.
int classes_of(const log::RunFile& run) {
  constexpr std::int64_t most = 1'000'000;
  const auto found = run.provenance.find("data_classes");
  if (found == run.provenance.end()) return 0;
  const auto* classes = std::get_if<std::int64_t>(&found->second);
  if (!classes || *classes < 1 || *classes > most)
    throw Error(Exit::corrupt, fmt::format("{}: data_classes is no number of classes", run.cell));
  return static_cast<int>(*classes);
}

/// Names say what is whose: a network's weights begin with its layer's.
bool has_weights_of(const log::RunFile& run, const Generator& generator, const Shape& sample) {
  const nn::Network network("generator", generator.build_for(sample, classes_of(run)), generator.noise(sample));
  return std::ranges::all_of(network.parameters().entries(), [&](const nn::Parameters::Entry& entry) {
    return run.weights.contains("generator/" + entry.name);
  });
}

/// The component that the run names, or what stands in its place.
std::unique_ptr<Generator> make_generator(const log::RunFile& run, const Table& spec, const Shape& sample,
                                          const Data* data, bool trust) {
  require_trusted(spec, "generator", trust);
  Table parameters = spec.find("generator")->get<Table>();
  const std::string name = text_at(spec, "generator.name");
  parameters.erase("name");
  Registry registry = registry_for(spec, trust);
  auto generator = registry.make<Generator>(name, parameters);
  if (has_weights_of(run, *generator, sample)) return generator;
  require_trusted(spec, "divergence", trust);
  auto other = stand_in(spec, data, registry);
  return other ? std::move(other) : std::move(generator);
}

bool has_averaged(const log::RunFile& run) {
  return std::ranges::any_of(run.weights, [](const auto& w) { return w.first.starts_with("generator_ema/"); });
}

void load_weights(const log::RunFile& run, const nn::Parameters& parameters, bool averaged) {
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

TrainedGenerator restored(const log::RunFile& run, const Shape& sample, const Data* data, bool trust) {
  Table spec = config::from_json(run.spec_json);
  auto generator = make_generator(run, spec, sample, data, trust);
  const Shape noise = generator->noise(sample);
  const nn::LayerPtr layer = generator->build_for(sample, classes_of(run));
  TrainedGenerator trained{std::move(spec),
                           std::move(generator),
                           sample,
                           noise,
                           layer,
                           has_averaged(run),
                           nn::Network("generator", layer, noise)};
  load_weights(run, trained.network.parameters(), trained.averaged);
  return trained;
}

/// What was standardised for training, put back behind the network: its samples are then as the user has them.
void restore_units(const log::RunFile& run, TrainedGenerator& trained) {
  const auto shift = run.weights.find("data/shift"), scale = run.weights.find("data/scale");
  if (shift == run.weights.end() || scale == run.weights.end()) return;
  const auto d = static_cast<std::size_t>(trained.sample.size());
  if (shift->second.values.size() != d || scale->second.values.size() != d)
    throw Error(Exit::corrupt, fmt::format("{}: data/shift and data/scale must hold {} numbers each", run.cell, d));
  trained.layer = nn::sequential({trained.layer, nn::scale_shift(1, 0)});
  nn::Network whole("generator", trained.layer, trained.noise);
  const nn::Parameters &from = trained.network.parameters(), &to = whole.parameters();
  for (std::size_t i = 0; i < from.entries().size(); ++i)
    std::ranges::copy(from.value(static_cast<int>(i)), to.value(static_cast<int>(i)).begin());
  for (std::size_t i = 0; i < from.statistics().size(); ++i)
    std::ranges::copy(from.statistic(static_cast<int>(i)), to.statistic(static_cast<int>(i)).begin());
  const int last = static_cast<int>(from.entries().size());  // the new layer's scale, and its shift
  std::ranges::copy(scale->second.values, to.value(last).begin());
  std::ranges::copy(shift->second.values, to.value(last + 1).begin());
  trained.network = std::move(whole);
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

const log::Array* snapshots(const log::RunFile& run) {
  for (const char* name : {"images", "points"})
    if (const auto found = run.samples.find(name); found != run.samples.end()) return &found->second;
  return nullptr;
}

Shape shape_of(const log::RunFile& run) {
  const log::Array* kept = snapshots(run);
  Shape shape;
  if (run.real.samples.dims.size() > 1)
    shape = inner(run.real.samples, 1);
  else if (kept != nullptr && kept->dims.size() > 2)
    shape = inner(*kept, 2);
  if (run.real.samples.dims.empty() && shape.rank() == 2) shape.dims.push_back(1);
  if (shape.rank() == 0 || std::ranges::any_of(shape.dims, [](std::int64_t n) { return n < 1; }))
    throw Error(Exit::corrupt,
                fmt::format("{}: holds neither real samples nor snapshots: their shape is unknown", run.cell));
  return shape;
}

TrainedGenerator trained_generator(const log::RunFile& run, bool trust) {
  TrainedGenerator trained = restored(run, shape_of(run), nullptr, trust);
  restore_units(run, trained);
  return trained;
}

TrainedGenerator trained_generator(const log::RunFile& run, const Data& data, bool trust) {
  return restored(run, data.shape(), &data, trust);
}

}  // namespace ganzoo::experiment
