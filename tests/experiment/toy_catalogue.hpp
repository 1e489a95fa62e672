/// A catalogue of made-up components, and experiments about them, for tests that load no plugin.
#pragma once

#include <ganzoo/config/toml.hpp>
#include <ganzoo/experiment/grid/expand.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <string>
#include <vector>

namespace toys {

using namespace ganzoo;
using namespace ganzoo::experiment;
using Type = ParameterSchema::Type;

inline ParameterSchema parameter(std::string name, Type type, Value value, Range range = any(), bool kind_key = false,
                                 std::vector<std::string> choices = {}) {
  return {.name = name,
          .type = type,
          .default_value = value,
          .range = range,
          .choices = choices,
          .meaning = "",
          .unit = "",
          .kind_key = kind_key};
}

inline Schema f_keys(bool has_log_ratio = true) {
  return {parameter("link", Type::string, "published", any(), true,
                    has_log_ratio ? std::vector<std::string>{"published", "log_ratio"}
                                  : std::vector<std::string>{"published"}),
          parameter("generator_loss", Type::string, "saturating", any(), true, {"saturating", "non_saturating"})};
}

inline void add(Catalogue& catalogue, Kind kind, const std::string& name, Schema schema,
                std::map<std::string, bool> traits = {}) {
  KnownComponent known;
  known.kind = kind;
  known.name = name;
  known.schema = std::move(schema);
  known.traits = std::move(traits);
  catalogue[{kind, name}] = known;
}

inline Schema with(Schema schema, ParameterSchema parameter) {
  schema.push_back(std::move(parameter));
  return schema;
}

inline Catalogue catalogue() {
  Catalogue c;
  add(c, Kind::data, "ring",
      {parameter("modes", Type::integer, 8, at_least(1)), parameter("std", Type::number, 0.02, positive())});
  add(c, Kind::data, "idx", {parameter("images", Type::file, "")});
  add(c, Kind::generator, "mlp",
      {parameter("noise", Type::integer, 16, at_least(1)),
       parameter("hidden", Type::integers, List{128, 128}, positive())});
  add(c, Kind::discriminator, "mlp",
      {parameter("hidden", Type::integers, List{128, 128}, positive()),
       parameter("norm", Type::string, "none", any(), false, {"none", "spectral"})});
  add(c, Kind::divergence, "kl", f_keys());
  add(c, Kind::divergence, "reverse_kl", f_keys());
  add(c, Kind::divergence, "alpha", with(f_keys(), parameter("alpha", Type::number, 0.5, open(0, 1))));
  add(c, Kind::divergence, "total_variation", f_keys(), {{"strictly_convex", false}});
  add(c, Kind::divergence, "formula", f_keys(), {{"published_link", false}});
  add(c, Kind::divergence, "wasserstein", {}, {{"needs_lipschitz", true}, {"has_non_saturating", false}});
  add(c, Kind::divergence, "mmd", {}, {{"needs_critic", false}});
  add(c, Kind::divergence, "hinge",
      {parameter("generator_loss", Type::string, "saturating", any(), true, {"saturating", "non_saturating"})},
      {{"has_non_saturating", false}});
  add(c, Kind::regularizer, "weight_clip", {parameter("bound", Type::ramp, 0.01, positive())},
      {{"provides_lipschitz", true}});
  add(c, Kind::regularizer, "r1", {parameter("gamma", Type::ramp, 1.0, positive())});
  add(c, Kind::scheduler, "alternating",
      {parameter("critic_steps", Type::integer, 1, at_least(1)),
       parameter("first", Type::string, "critic", any(), false, {"critic", "generator"})});
  add(c, Kind::scheduler, "simultaneous", {});
  add(c, Kind::optimizer, "adam",
      {parameter("rate", Type::ramp, 1e-4, at_least(0)), parameter("beta1", Type::number, 0.5, half_open(0, 1))});
  add(c, Kind::optimizer, "sgd", {parameter("rate", Type::ramp, 1e-2, at_least(0))});
  add(c, Kind::metric, "modes", {parameter("samples", Type::integer, 0, at_least(0))});
  add(c, Kind::metric, "emd", {parameter("samples", Type::integer, 512, at_least(1))});
  return c;
}

/// The smallest experiment; `more` stands behind it.
inline std::string toy(const std::string& more = "") {
  return R"(title = "toy"
steps = 1000
[data]
name = "ring"
[generator]
name = "mlp"
[discriminator]
name = "mlp"
[divergence]
name = "kl"
)" + more;
}

inline Expansion expanded(const std::string& text, bool base = false) {
  return expand(config::parse_toml(text, "toy.toml"), catalogue(), base);
}

/// What `expand` complains of, hints behind " | ".
inline std::vector<std::string> complaints(const std::string& text, const Catalogue& known = catalogue()) {
  std::vector<std::string> lines;
  try {
    expand(config::parse_toml(text, "toy.toml"), known, false);
  } catch (const Error& error) {
    for (const Complaint& c : error.complaints())
      lines.push_back(c.hint.empty() ? c.message : c.message + " | " + c.hint);
  }
  return lines;
}

/// The value at a path of a cell's resolved spec, as TOML; "" where there is none.
inline std::string at(const Cell& cell, std::initializer_list<const char*> path) {
  Value value{cell.spec};
  for (const char* part : path) {
    const Table* table = value.get_if<Table>();
    const Value* next = table ? table->find(part) : nullptr;
    if (!next) return "";
    value = Value(*next);
  }
  return ganzoo::to_string(value);
}

}  // namespace toys
