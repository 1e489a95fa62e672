#include <algorithm>
#include <ganzoo/experiment/spec/schema.hpp>

namespace ganzoo::experiment {
namespace {

using Type = ParameterSchema::Type;

ParameterSchema choice_of(const char* name, std::vector<std::string> choices, const char* meaning) {
  return {.name = name,
          .type = Type::string,
          .default_value = choices.front(),
          .range = any(),
          .choices = choices,
          .meaning = meaning,
          .unit = "",
          .kind_key = false};
}

constexpr double most_steps = 1e15;

std::vector<Section> make_sections() {
  return {
      {"",
       "the run",
       {key("title", Type::string, {}, any(), "the experiment's name, and its folder's under runs/; must be given"),
        key("steps", Type::integer, {}, closed(1, most_steps), "generator updates; these or epochs must be given"),
        key("epochs", Type::number, {}, positive(), "passes over finite data, instead of steps"),
        key("seed", Type::integer, 0, closed(0, 9e18), "the key of every random number"),
        key("tuned_on", Type::integers, {}, closed(0, 9e18),
            "the seeds on which these settings were chosen, as `compare --tune --write-winners` writes them: compare "
            "refuses to report them")}},
      {"train",
       "how it is computed",
       {key("batch", Type::integer, 256, closed(1, 1 << 24), "samples a batch"),
        key("threads", Type::integer, 1, closed(1, 1024), "of one run; another number may change the last bits"),
        choice_of("precision", {"fp32", "bf16", "split"},
                  "bf16: products in bfloat16; split: fp32-grade from three bfloat16 products"),
        choice_of(
            "noise", {"independent", "stratified"},
            "z of a batch; stratified: a Latin hypercube, one row in each batch-th of every coordinate's law, which "
            "takes most of the noise out of gradients where z is low-dimensional"),
        key("ema", Type::number, 0.0, half_open(0, 1),
            "decay of the averaged generator that metrics and samples use; 0: off")}},
      {"metrics",
       "what is measured",
       {key("every", Type::integer, 0, at_least(0),
            "steps between measurements; 0 or not given: a twentieth of the run", "steps"),
        key("floor", Type::integer, 39, closed(0, 1e6),
            "draws of real samples that are measured against real ones at step 0: what no generator can do better; 0: "
            "none"),
        key("select", Type::string, "", any(),
            "a metric's column, \"modes.covered\", that is measured on validation samples too: `compare --at best` "
            "chooses "
            "the step by it"),
        key("samples", Type::integer, 2500, closed(1, 1e8), "real and generated samples that a metric sees")}},
      {"log",
       "what is written",
       {key("every", Type::integer, 10, at_least(1), "between rows of /train", "steps"),
        key("snapshots", Type::integer, 20, at_least(0), "of samples over the run, evenly spaced"),
        key("commit", Type::number, 10.0, at_least(0), "between commits of run.h5", "s"),
        key("keep_checkpoint", Type::boolean, false, any(), "keep what resuming needs in a finished run")}},
      {"plugins",
       "where components are found",
       {key("paths", Type::strings, List(), any(), "folders searched before the build's own")}},
  };
}

bool is_number_part(const std::string& part) {
  return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

ParameterSchema key(const char* name, ParameterSchema::Type type, Value default_value, Range range, const char* meaning,
                    const char* unit) {
  return {.name = name,
          .type = type,
          .default_value = std::move(default_value),
          .range = range,
          .choices = {},
          .meaning = meaning,
          .unit = unit,
          .kind_key = false};
}

const std::vector<Section>& sections() {
  static const std::vector<Section> all = make_sections();
  return all;
}

const std::vector<Slot>& slots() {
  static const std::vector<Slot> all{
      {{"data"}, Kind::data, ""},
      {{"generator"}, Kind::generator, ""},
      {{"discriminator"}, Kind::discriminator, ""},
      {{"divergence"}, Kind::divergence, ""},
      {.path = {"divergence", "generator_loss"}, .kind = Kind::divergence, .default_name = "", .only_as_table = true},
      {{"regularizer"}, Kind::regularizer, "", true},
      {{"scheduler"}, Kind::scheduler, "alternating"},
      {{"optimizer", "generator"}, Kind::optimizer, "adam"},
      {{"optimizer", "discriminator"}, Kind::optimizer, "adam"},
      {{"metrics", "names"}, Kind::metric, "", true},
  };
  return all;
}

const std::vector<std::string>& kind_keys(Kind kind) {
  static const std::vector<std::string> none, of_divergence{"link", "generator_loss"};
  return kind == Kind::divergence ? of_divergence : none;
}

const Slot* slot_at(const config::Path& path) {
  for (const Slot& slot : slots()) {
    const std::size_t length = slot.path.size();
    if (path.size() < length || !std::equal(slot.path.begin(), slot.path.end(), path.begin())) continue;
    if (path.size() == length || (slot.list && path.size() == length + 1 && is_number_part(path.back()))) return &slot;
  }
  return nullptr;
}

const Slot* slot_below(const config::Path& path, const std::string& key, const Value& value) {
  config::Path inner = path;
  inner.push_back(key);
  const Slot* slot = value.get_if<Table>() ? slot_at(inner) : nullptr;
  return slot && slot->only_as_table ? slot : nullptr;
}

}  // namespace ganzoo::experiment
