/// From a resolved spec to objects: the players, the metrics and the training options that a cell names.
#pragma once

#include <cstdint>
#include <ganzoo/core/value.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/train/fit.hpp>
#include <ganzoo/train/trainer.hpp>
#include <memory>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// A metric as a cell uses it; its columns are `name.<quantity>`.
struct NamedMetric {
  std::string name;  ///< the component's, or name_2, name_3, … where metrics before it have that
  std::int64_t samples = 0;
  std::unique_ptr<Metric> metric;
};

/// Of the cell's spec, what stands at "train.batch"; throws ganzoo::Error (usage) where it is missing or of another
/// type.
std::int64_t integer_at(const Table& spec, std::string_view path);
double number_at(const Table& spec, std::string_view path);
bool flag_at(const Table& spec, std::string_view path);
std::string text_at(const Table& spec, std::string_view path);

/// Throws ganzoo::Error (usage) where a key that names a column, metrics.select, names none or one without a direction;
/// "" or no such key asks for nothing.
void require_directed(const Table& spec, const std::string& key, const std::vector<NamedMetric>& metrics);

/// With the spec's plugins.paths.
Registry make_registry(const Table& spec);
/// Loads and makes the divergence of a resolved spec; two in one where its generator_loss is one of its own.
std::unique_ptr<Divergence> make_divergence(Registry& registry, const Value& component);
/// True where the fit stands in the generator's place, whom it then replaces; else throws where it does not accept it.
bool seat(const Fit&, const Data*, std::unique_ptr<Generator>&);
/// Loads and makes every player; the discriminator only where the divergence needs one.
Players make_players(const Table& spec, Registry& registry);
/// Loads and makes the metrics; throws where one does not accept these players.
std::vector<NamedMetric> make_metrics(const Table& spec, Registry& registry, const Players& players);
/// What each of the spec's metrics is called in its columns, all different: a second one of a name, or of another
/// folder's file of that name, is name_2 unless a third is called so itself.
std::vector<std::string> metric_names(const Table& spec);
/// Throws ganzoo::Error (usage) where two columns of /metrics have one name, as metric a's number b.c and metric a.b's
/// number c have, with averages or without.
void require_different_columns(const std::vector<NamedMetric>& metrics, bool averaged);
/// Throws ganzoo::Error (usage) where the data is endless: it has no epochs.
void require_finite(const Data& data);
/// `epochs` become the steps in which the players see that many times the training data.
TrainingOptions training_options(const Table& spec, Registry& registry, const Players& players);

/// Every component that the spec names, by the kind's key: "optimizer.generator" → "adam".
std::vector<std::pair<std::string, std::pair<Kind, std::string>>> components_of(const Table& spec, bool has_critic);

}  // namespace ganzoo::experiment
