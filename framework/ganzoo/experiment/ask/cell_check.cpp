#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/more_memory.hpp>
#include <ganzoo/experiment/ask/cell_check.hpp>
#include <ganzoo/experiment/ask/component_call.hpp>
#include <ganzoo/experiment/session/data_checksum.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/discriminator.hpp>
#include <ganzoo/train/generator.hpp>
#include <ganzoo/train/labels.hpp>
#include <ganzoo/train/machine.hpp>
#include <ganzoo/train/metric.hpp>
#include <ganzoo/train/optimizer.hpp>
#include <ganzoo/train/quantities.hpp>
#include <ganzoo/train/regularizer.hpp>
#include <ganzoo/train/scheduler.hpp>
#include <ganzoo/train/sound.hpp>
#include <new>
#include <optional>
#include <set>

namespace ganzoo::experiment {

namespace {

/// No descriptor is left: a component keeps them all.
bool descriptors_used_up() {
  const int one = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (one < 0) return errno == EMFILE;
  ::close(one);
  return false;
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
class Seats final : public Team {
 public:
  explicit Seats(int size) : size_(size) {}
  int size() const override { return size_; }

 private:
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

void plan_networks(const Generator& generator, const Discriminator* discriminator, const Data& data,
                   const Table& spec) try {
  const Training training(spec);
  const Shape sample = data.shape();
  nn::Network made("generator", generator.build_for(sample, data.classes()), generator.noise(sample));
  if (made.output() != sample)
    throw Error(Exit::usage, fmt::format("generator: makes samples of shape {}, but the data's are {}",
                                         to_string(made.output()), to_string(sample)));
  std::optional<nn::Network> critic;
  if (discriminator) critic.emplace("discriminator", discriminator->build_for(sample, data.classes()), sample);
  require_tied(made, critic ? &*critic : nullptr);
  const int members = members_for(training.threads, training.batch, made, critic ? &*critic : nullptr);
  Seats team(members);
  nn::Engine engine(training.precision, team);
  plan(engine, made, false, training.batch, members);
  if (critic) plan(engine, *critic, true, training.batch, members);
} catch (const std::bad_alloc&) {
  const Table asked = config::part_of(spec, {"generator", "discriminator", "train.batch"});
  throw ComponentFault(Exit::usage, "the networks: " + more_memory_than_there_is(asked));
}

std::string key_of(const Table& spec, std::initializer_list<std::string_view> keys) {
  return to_string(Value(config::part_of(spec, keys)));
}

std::int64_t modes_of(const Data& data) {
  if (const Modes* modes = data.modes()) return modes->centres.rows;
  const ModeClassifier* classifier = data.mode_classifier();
  return classifier ? static_cast<std::int64_t>(classifier->weights().size()) : 0;
}

/// Refuses to look for more modes than there are samples to find them in.
void require_samples_for_modes(const Table& spec, std::size_t index, const Data& data) {
  const std::string path = fmt::format("metrics.names[{}]", index), own = path + ".samples";
  if (std::filesystem::path(text_at(spec, path + ".name")).stem() != "modes") return;
  const bool has_own = config::find(spec, config::parse_path(own).value()) &&
                       integer_at(spec, own) > 0;  // 0: as many as metrics.samples
  const std::string key = has_own ? own : "metrics.samples";
  const std::int64_t samples = integer_at(spec, key), modes = modes_of(data);
  if (samples >= modes) return;
  throw Error(Exit::usage,
              fmt::format("{} is {}, but must be at least the data's number of modes, {}", key, samples, modes));
}

/// 1 where the length is not told: cells that differ in nothing else are rehearsed once, and epochs are not counted yet.
std::int64_t steps_of(const Table& spec) { return spec.find("steps") ? integer_at(spec, "steps") : 1; }

/// Who is fitted, or stands in, and the encoder, planned as training would.
void check_fit(const Fit& fit, const Data& data, std::unique_ptr<Generator>& generator, const Table& spec) {
  seat(fit, &data, generator);
  const Shape sample = data.shape();
  nn::Network made("generator", generator->build_for(sample, data.classes()), generator->noise(sample));
  require_tied(made, nullptr);
  nn::LayerPtr layers = fit.encoder(sample, generator->noise(sample));
  if (!layers) return;
  const Training training(spec);
  nn::Network encoder("encoder", std::move(layers), sample);
  const int members = members_for(training.threads, training.batch, made, &encoder);
  Seats team(members);
  nn::Engine engine(training.precision, team);
  plan(engine, encoder, false, training.batch, members);
  plan(engine, made, true, training.batch, members);
}

}  // namespace

const CellCheck::Opened& CellCheck::open(const Table& spec) {
  const std::string key = key_of(spec, {"data"});
  if (const auto at = opened_.find(key); at != opened_.end()) return at->second;
  const Value* value = spec.find("data");
  if (!value) throw Error(Exit::bug, "a resolved spec holds no data");
  return in(registry_, Kind::data, *value, [&]() -> const Opened& {
    std::shared_ptr<Data> data = make<Data>(registry_, *value);
    require(registry_, Kind::data, *value, fault_of(data->shape()));
    const std::string sha = data_checksum(*data);
    return opened_[key] = {std::move(data), sha};
  });
}

std::string CellCheck::check(const Table& spec) try {
  const Opened& opened = open(spec);
  if (spec.find("epochs")) require_finite(*opened.data);
  check_networks(spec, *opened.data);
  check_training(spec, *opened.data);
  check_metrics(spec, *opened.data);
  return opened.sha256;
} catch (const ComponentFault&) {
  throw;
} catch (const Error& error) {
  if (descriptors_used_up())
    throw ComponentFault(Exit::usage, fmt::format("{} (its components keep every file descriptor)", error.what()));
  throw;
}

void CellCheck::check_networks(const Table& spec, const Data& data) {
  const Value *generator_at = spec.find("generator"), *divergence_at = spec.find("divergence"),
              *critic_at = spec.find("discriminator");
  if (!generator_at || !divergence_at) throw Error(Exit::bug, "a resolved spec lacks a player");
  const auto divergence =
      in(registry_, Kind::divergence, *divergence_at, [&] { return make_divergence(registry_, *divergence_at); });
  const bool has_critic = critic_at && divergence->traits().needs_critic;
  const auto* fit = dynamic_cast<const Fit*>(divergence.get());
  const std::string networks = has_critic ? key_of(spec, {"data", "generator", "discriminator", "train"})
                               : fit      ? key_of(spec, {"data", "generator", "divergence", "train"})
                                          : key_of(spec, {"data", "generator", "train"});
  if (planned_.contains(networks)) return;
  const auto discriminator = has_critic ? in(registry_, Kind::discriminator, *critic_at,
                                             [&] { return make<Discriminator>(registry_, *critic_at); })
                                        : nullptr;
  auto generator =
      in(registry_, Kind::generator, *generator_at, [&] { return make<Generator>(registry_, *generator_at); });
  if (fit) in(registry_, Kind::divergence, *divergence_at, [&] { check_fit(*fit, data, generator, spec); });
  in(registry_, Kind::generator, *generator_at, [&] {
    require(registry_, Kind::generator, *generator_at, fault_of(generator->noise(data.shape())));
    plan_networks(*generator, discriminator.get(), data, spec);
  });
  planned_.insert(networks);
}

void CellCheck::check_training(const Table& spec, const Data& data) {
  if (const Value* regularizers = spec.find("regularizer"); regularizers && regularizers->get_if<List>())
    for (const Value& one : regularizers->get<List>())
      in(registry_, Kind::regularizer, one, [&] { make<Regularizer>(registry_, one)->attach(data.shape()); });
  if (const Value* scheduler = spec.find("scheduler"))
    in(registry_, Kind::scheduler, *scheduler, [&] {
      const Progress begin{.step = 0, .steps = steps_of(spec), .critic_updates = 0};
      require(registry_, Kind::scheduler, *scheduler, fault_of(make<Scheduler>(registry_, *scheduler)->next(begin)));
    });
  if (const Value* optimizers = spec.find("optimizer"); optimizers && optimizers->get_if<Table>())
    for (const auto& [player, optimizer] : optimizers->get<Table>())
      in(registry_, Kind::optimizer, optimizer, [&, &one = optimizer] { make<Optimizer>(registry_, one); });
}

void CellCheck::check_metrics(const Table& spec, const Data& data) {
  const Value* metrics = spec.find("metrics");
  const Value* names = metrics && metrics->get_if<Table>() ? metrics->get<Table>().find("names") : nullptr;
  if (!names || !names->get_if<List>() || names->get<List>().empty())
    return require_directed(spec, "search.metric", {});
  auto generator = make<Generator>(registry_, *spec.find("generator"));
  const auto divergence = make_divergence(registry_, *spec.find("divergence"));
  if (const auto* fit = dynamic_cast<const Fit*>(divergence.get())) seat(*fit, &data, generator);
  const std::vector<std::string> columns = metric_names(spec);
  std::vector<NamedMetric> all;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Value& one = names->get<List>()[i];
    in(registry_, Kind::metric, one, [&] {
      all.push_back({columns[i], 0, make<Metric>(registry_, one)});
      require(registry_, Kind::metric, one, unusable_name(all.back().metric->quantities()).value_or(""));
      all.back().metric->accept(data, *generator, *divergence);
    });
    require_samples_for_modes(spec, i, data);
  }
  require_different_columns(all, number_at(spec, "train.ema") > 0);
  for (const char* key : {"metrics.select", "search.metric"}) require_directed(spec, key, all);
}

}  // namespace ganzoo::experiment
