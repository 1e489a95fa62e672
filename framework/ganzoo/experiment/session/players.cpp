#include <ganzoo/experiment/session/players.hpp>

#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/two_divergences.hpp>
#include <ganzoo/experiment/session/epochs.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace ganzoo::experiment {
namespace {

const Value& value_at(const Table& spec, std::string_view path) {
  const Value* value = config::find(spec, config::parse_path(path).value());
  if (!value) throw Error(Exit::usage, fmt::format("{} is missing from the cell's spec", path));
  return *value;
}

template <class T>
const T& typed_at(const Table& spec, std::string_view path, const char* type) {
  const Value& value = value_at(spec, path);
  if (const T* typed = value.get_if<T>()) return *typed;
  throw Error(Exit::usage, fmt::format("{} is {}, but must be {}", path, to_string(value), type));
}

/// { name = "kl", … } as a name and the component's own parameters.
std::pair<std::string, Table> split_component(const Value& component, std::string_view path) {
  if (const std::string* name = component.get_if<std::string>()) return {*name, {}};
  const Table* table = component.get_if<Table>();
  if (!table) throw Error(Exit::usage, fmt::format("{} is {}, but must be a component", path, to_string(component)));
  Table parameters = *table;
  parameters.erase("name");
  return {text_at(*table, "name"), parameters};
}

template <class T>
std::unique_ptr<T> make(Registry& registry, const Table& spec, std::string_view path) {
  const auto [name, parameters] = split_component(value_at(spec, path), path);
  return registry.make<T>(name, parameters);
}

List list_at(const Table& spec, std::string_view path) {
  const Value* value = config::find(spec, config::parse_path(path).value());
  return value ? value->get<List>() : List{};
}

}  // namespace

void require_directed(const Table& spec, const std::string& key, const std::vector<NamedMetric>& metrics) {
  const Value* value = config::find(spec, config::parse_path(key).value());
  const auto* wanted = value ? value->get_if<std::string>() : nullptr;
  if (!wanted || wanted->empty()) return;
  std::vector<std::string> known;
  for (const NamedMetric& metric : metrics)
    for (const Quantity& quantity : metric.metric->quantities())
      if (quantity.better != Quantity::Better::neither) known.push_back(metric.name + "." + quantity.name);
  if (std::find(known.begin(), known.end(), *wanted) != known.end()) return;
  const std::string near = nearest(*wanted, known);
  throw Error(
      Exit::usage, fmt::format("{} is {}, but must be a column with a direction that is measured", key, *wanted),
      near.empty() ? fmt::format("there are: {}", fmt::join(known, ", ")) : fmt::format("did you mean {}?", near));
}

std::int64_t integer_at(const Table& spec, std::string_view path) {
  return typed_at<std::int64_t>(spec, path, "an integer");
}

double number_at(const Table& spec, std::string_view path) {
  const Value& value = value_at(spec, path);
  if (value.is_number()) return value.number();
  throw Error(Exit::usage, fmt::format("{} is {}, but must be a number", path, to_string(value)));
}

bool flag_at(const Table& spec, std::string_view path) { return typed_at<bool>(spec, path, "true or false"); }

std::string text_at(const Table& spec, std::string_view path) { return typed_at<std::string>(spec, path, "a string"); }

Registry make_registry(const Table& spec) {
  std::vector<std::filesystem::path> paths;
  for (const Value& path : list_at(spec, "plugins.paths")) paths.emplace_back(path.get<std::string>());
  return Registry(paths);
}

std::unique_ptr<Divergence> make_divergence(Registry& registry, const Value& component) {
  auto [name, parameters] = split_component(component, "divergence");
  const Value* loss = parameters.find("generator_loss");
  if (!loss || !loss->get_if<Table>()) return registry.make<Divergence>(name, parameters);
  const auto [own_name, own_parameters] = split_component(*loss, "divergence.generator_loss");
  parameters.erase("generator_loss");
  return two_divergences(registry.make<Divergence>(name, parameters),
                         registry.make<Divergence>(own_name, own_parameters));
}

bool seat(const Fit& fit, const Data* data, std::unique_ptr<Generator>& generator) {
  auto own = fit.stand_in(data);
  if (!own && data) fit.accept(*data, *generator);
  if (!own) return false;
  generator = std::move(own);
  return true;
}

Players make_players(const Table& spec, Registry& registry) {
  Players players;
  players.data = make<Data>(registry, spec, "data");
  players.generator = make<Generator>(registry, spec, "generator");
  players.divergence = make_divergence(registry, value_at(spec, "divergence"));
  players.scheduler = make<Scheduler>(registry, spec, "scheduler");
  players.generator_optimizer = make<Optimizer>(registry, spec, "optimizer.generator");
  if (const auto* fit = dynamic_cast<const Fit*>(players.divergence.get())) {
    players.encoder_optimizer = make<Optimizer>(registry, spec, "optimizer.generator");
    players.stands_in = seat(*fit, players.data.get(), players.generator);
  }
  if (!players.divergence->traits().needs_critic) return players;
  players.discriminator = make<Discriminator>(registry, spec, "discriminator");
  players.critic_optimizer = make<Optimizer>(registry, spec, "optimizer.discriminator");
  for (const Value& regularizer : list_at(spec, "regularizer")) {
    const auto [name, parameters] = split_component(regularizer, "regularizer");
    players.regularizers.push_back(registry.make<Regularizer>(name, parameters));
  }
  return players;
}

std::vector<std::string> metric_names(const Table& spec) {
  std::vector<std::string> stems, names;
  for (const Value& entry : list_at(spec, "metrics.names"))
    stems.push_back(std::filesystem::path(split_component(entry, "metrics.names").first).stem().string());
  const auto is_taken = [&](const std::string& name) {
    return std::ranges::find(names, name) != names.end() || std::ranges::find(stems, name) != stems.end();
  };
  for (const std::string& stem : stems) {
    std::string name = stem;
    if (std::ranges::find(names, stem) != names.end())
      for (int number = 2; is_taken(name); ++number) name = fmt::format("{}_{}", stem, number);
    names.push_back(name);
  }
  return names;
}

void require_different_columns(const std::vector<NamedMetric>& metrics, bool averaged) {
  std::map<std::string, std::string> columns;
  for (const NamedMetric& metric : metrics)
    for (const Quantity& quantity : metric.metric->quantities())
      for (const char* behind : {"", ".ema"}) {
        if (*behind != 0 && !averaged) continue;
        const std::string column = metric.name + "." + quantity.name + behind;
        const auto [same, is_new] = columns.emplace(column, metric.name);
        if (!is_new)
          throw Error(Exit::usage, fmt::format("metrics.names: the column {} is of {} and of {}, but must be of one",
                                               column, same->second, metric.name));
      }
}

std::vector<NamedMetric> make_metrics(const Table& spec, Registry& registry, const Players& players) {
  const std::vector<std::string> names = metric_names(spec);
  std::vector<NamedMetric> metrics;
  for (const Value& entry : list_at(spec, "metrics.names")) {
    const auto [name, parameters] = split_component(entry, "metrics.names");
    NamedMetric made{.name = names[metrics.size()],
                     .samples = integer_at(spec, "metrics.samples"),
                     .metric = registry.make<Metric>(name, parameters)};
    if (const Value* own = parameters.find("samples"); own && own->get<std::int64_t>() > 0)  // 0: metrics.samples
      made.samples = own->get<std::int64_t>();
    made.metric->accept(*players.data, *players.generator, *players.divergence);
    metrics.push_back(std::move(made));
  }
  require_directed(spec, "metrics.select", metrics);
  return metrics;
}

void require_finite(const Data& data) {
  if (data.size(Split::train) == 0)
    throw Error(Exit::usage, "epochs is given, but must not be: this data is endless",
                "give steps, the generator updates");
}

TrainingOptions training_options(const Table& spec, Registry& registry, const Players& players) {
  TrainingOptions options{.seed = static_cast<std::uint64_t>(integer_at(spec, "seed")),
                          .batch = static_cast<int>(integer_at(spec, "train.batch")),
                          .threads = static_cast<int>(integer_at(spec, "train.threads")),
                          .precision = text_at(spec, "train.precision"),
                          .noise = text_at(spec, "train.noise"),
                          .ema = number_at(spec, "train.ema")};
  if (spec.find("steps")) {
    options.steps = integer_at(spec, "steps");
    return options;
  }
  require_finite(*players.data);
  const std::int64_t size = players.data->size(Split::train);
  const double samples = number_at(spec, "epochs") * static_cast<double>(size);
  // A scheduler of its own: one that adapts shall not see these questions.
  const auto scheduler = make<Scheduler>(registry, spec, "scheduler");
  const std::string who = "scheduler " + split_component(value_at(spec, "scheduler"), "scheduler").first;
  options.steps = players.divergence->traits().needs_critic ? steps_for(samples, options.batch, *scheduler, who)
                                                            : steps_for(samples, options.batch);
  return options;
}

std::vector<std::pair<std::string, std::pair<Kind, std::string>>> components_of(const Table& spec, bool has_critic) {
  std::vector<std::pair<std::string, std::pair<Kind, std::string>>> all;
  const auto one = [&](Kind kind, const std::string& path) {
    all.push_back({path, {kind, split_component(value_at(spec, path), path).first}});
  };
  const auto several = [&](Kind kind, const std::string& path, const std::string& key) {
    const List list = list_at(spec, path);
    for (std::size_t i = 0; i < list.size(); ++i)
      all.push_back({fmt::format("{}.{}", key, i), {kind, split_component(list[i], path).first}});
  };
  one(Kind::data, "data");
  one(Kind::generator, "generator");
  one(Kind::divergence, "divergence");
  if (const Value* own = config::find(spec, {"divergence", "generator_loss"}); own && own->get_if<Table>())
    one(Kind::divergence, "divergence.generator_loss");
  one(Kind::scheduler, "scheduler");
  one(Kind::optimizer, "optimizer.generator");
  if (has_critic) {
    one(Kind::discriminator, "discriminator");
    one(Kind::optimizer, "optimizer.discriminator");
    several(Kind::regularizer, "regularizer", "regularizer");
  }
  several(Kind::metric, "metrics.names", "metric");
  return all;
}

}  // namespace ganzoo::experiment
