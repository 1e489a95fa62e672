#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/rehearsal.hpp>
#include <ganzoo/experiment/session/data_checksum.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/discriminator.hpp>
#include <ganzoo/train/generator.hpp>
#include <ganzoo/train/machine.hpp>
#include <ganzoo/train/metric.hpp>
#include <ganzoo/train/quantities.hpp>
#include <ganzoo/train/optimizer.hpp>
#include <ganzoo/train/regularizer.hpp>
#include <ganzoo/train/scheduler.hpp>
#include <new>
#include <optional>
#include <set>

namespace ganzoo::experiment {

namespace {

/// A component's table without its name: its parameters alone.
struct Named {
  std::string name;
  Table parameters;
};

Named named(const Value& value) {
  const Table* table = value.get_if<Table>();
  const Value* name = table ? table->find("name") : nullptr;
  if (!name || !name->get_if<std::string>()) throw Error(Exit::bug, "a resolved spec holds a component without a name");
  Named out{name->get<std::string>(), *table};
  out.parameters.erase("name");
  return out;
}

template <class T>
std::unique_ptr<T> make(Registry& registry, const Value& value) {
  const Named part = named(value);
  return registry.make<T>(part.name, part.parameters);
}

/// The component at `key`, or null where the spec has none.
template <class T>
std::unique_ptr<T> make_at(Registry& registry, const Table& spec, const char* key) {
  const Value* value = spec.find(key);
  return value ? make<T>(registry, *value) : nullptr;
}

/// Of [train], what networks are planned with.
struct Training {
  int batch, threads;
  nn::Precision precision;

  explicit Training(const Table& spec)
      : batch(static_cast<int>(integer_at(spec, "train.batch"))),
        threads(static_cast<int>(integer_at(spec, "train.threads"))),
        precision(nn::parse_precision(text_at(spec, "train.precision"))) {}
};

/// A team of whom one alone has come: to plan with, not to compute.
struct Seats : Team {
  explicit Seats(int size) : size_(size) {}
  int size() const override { return size_; }
  int size_;
};

/// What does not fit shows in so many rows, too, and a rehearsal shall be cheap.
constexpr std::int64_t most_rows = 512;

/// Plans a share of each size that the members get, as training would; of a large one a part, in whole groups.
void plan(nn::Engine& engine, nn::Network& network, bool input_gradient, int batch, int members) {
  const std::int64_t group = network.group(batch), most = std::max(group, most_rows / group * group);
  std::set<std::int64_t> sizes;
  for (int rank = 0; rank < members; ++rank)
    sizes.insert(std::min(most, share_of(network, batch, rank, members).count));
  for (const std::int64_t size : sizes) {
    const nn::Use use{.batch = static_cast<int>(size), .input_gradient = input_gradient, .weight_gradient = true};
    network.plan(engine, use);
  }
}

void plan_networks(const Generator& generator, const Discriminator* discriminator, const Shape& sample,
                   const Training& training) {
  nn::Network made("generator", generator.build(sample), generator.noise(sample));
  if (made.output() != sample)
    throw Error(Exit::usage, fmt::format("generator: makes samples of shape {}, but the data's are {}",
                                         to_string(made.output()), to_string(sample)));
  std::optional<nn::Network> critic;
  if (discriminator) critic.emplace("discriminator", discriminator->build(sample), sample);
  const int members = members_for(training.threads, training.batch, made, critic ? &*critic : nullptr);
  Seats team(members);
  nn::Engine engine(training.precision, team);
  try {
    plan(engine, made, false, training.batch, members);
    if (critic) plan(engine, *critic, true, training.batch, members);
  } catch (const std::bad_alloc&) {  // this cell's own failure, which its worker will tell
  }
}

std::string key_of(const Table& spec, std::initializer_list<const char*> keys) {
  Table part;
  for (const char* key : keys)
    if (const Value* value = spec.find(key)) part.set(key, *value);
  return to_string(Value(part));
}

std::int64_t modes_of(const Data& data) {
  if (const Modes* modes = data.modes()) return modes->centres.rows;
  const ModeClassifier* classifier = data.mode_classifier();
  return classifier ? static_cast<std::int64_t>(classifier->weights().size()) : 0;
}

/// Refuses columns that could not be told apart, or have no name.
void require_sound_names(const Table& spec, std::size_t index, const Metric& metric) {
  const std::string path = fmt::format("metrics.names[{}]", index);
  if (const auto found = unusable_name(metric.quantities()))
    throw Error(Exit::usage, fmt::format("{}: metric {}: {}", path, text_at(spec, path + ".name"), *found),
                "ganzoo check holds a metric to this and more before it is used");
}

/// Refuses to look for more modes than there are samples to find them in.
void require_samples_for_modes(const Table& spec, std::size_t index, const Data& data) {
  const std::string path = fmt::format("metrics.names[{}]", index), own = path + ".samples";
  if (std::filesystem::path(text_at(spec, path + ".name")).stem() != "modes") return;
  const bool has_own =
      find(spec, parse_path(own).value()) && integer_at(spec, own) > 0;  // 0: as many as metrics.samples
  const std::string key = has_own ? own : "metrics.samples";
  const std::int64_t samples = integer_at(spec, key), modes = modes_of(data);
  if (samples >= modes) return;
  throw Error(Exit::usage,
              fmt::format("{} is {}, but must be at least the data's number of modes, {}", key, samples, modes));
}

}  // namespace

const Rehearsal::Opened& Rehearsal::open(const Table& spec) {
  const std::string key = key_of(spec, {"data"});
  if (const auto at = opened_.find(key); at != opened_.end()) return at->second;
  std::shared_ptr<Data> data = make_at<Data>(registry_, spec, "data");
  if (!data) throw Error(Exit::bug, "a resolved spec holds no data");
  const std::string sha = data_checksum(*data);
  return opened_[key] = {std::move(data), sha};
}

std::string Rehearsal::play(const Table& spec) {
  const Opened& opened = open(spec);
  if (spec.find("epochs")) require_finite(*opened.data);
  const auto generator = make_at<Generator>(registry_, spec, "generator");
  const auto divergence = make_at<Divergence>(registry_, spec, "divergence");
  const auto discriminator = make_at<Discriminator>(registry_, spec, "discriminator");
  if (!generator || !divergence) throw Error(Exit::bug, "a resolved spec lacks a player");
  const Discriminator* critic = divergence->traits().needs_critic ? discriminator.get() : nullptr;
  const std::string networks = critic ? key_of(spec, {"data", "generator", "discriminator", "train"})
                                      : key_of(spec, {"data", "generator", "train"});
  if (!planned_.contains(networks)) {
    plan_networks(*generator, critic, opened.data->shape(), Training(spec));
    planned_.insert(networks);
  }
  if (const Value* regularizers = spec.find("regularizer"); regularizers && regularizers->get_if<List>())
    for (const Value& one : regularizers->get<List>()) make<Regularizer>(registry_, one);
  make_at<Scheduler>(registry_, spec, "scheduler");
  if (const Value* optimizers = spec.find("optimizer"); optimizers && optimizers->get_if<Table>())
    for (const auto& [player, optimizer] : optimizers->get<Table>()) make<Optimizer>(registry_, optimizer);
  const Value* metrics = spec.find("metrics");
  const Value* names = metrics && metrics->get_if<Table>() ? metrics->get<Table>().find("names") : nullptr;
  if (!names || !names->get_if<List>()) return opened.sha256;
  const std::vector<std::string> columns = metric_names(spec);
  std::vector<NamedMetric> all;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    all.push_back({columns[i], 0, make<Metric>(registry_, names->get<List>()[i])});
    require_sound_names(spec, i, *all.back().metric);
    all.back().metric->accept(*opened.data, *generator, *divergence);
    require_samples_for_modes(spec, i, *opened.data);
  }
  require_different_columns(all, number_at(spec, "train.ema") > 0);
  require_selected(spec, all);
  return opened.sha256;
}

}  // namespace ganzoo::experiment
