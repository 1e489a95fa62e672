#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/train/laws/laws.hpp>
#include <ganzoo/train/laws/metric_scene.hpp>
#include <ganzoo/train/quantities.hpp>
#include <optional>
#include <set>
#include <string_view>

namespace ganzoo::laws {
namespace {

bool measurable(const Specimen& s) { return accepted_dimensions(*s.make<Metric>()) > 0; }

Counterexample sound_names(const Specimen& s) {
  const auto quantities = s.make<Metric>()->quantities();
  if (const auto found = unusable_name(quantities)) return found;
  for (const Quantity& q : quantities)
    if (q.meaning.empty()) return fmt::format("{} says nothing of its meaning", q.name);
  return {};
}

Counterexample fills_values(const Specimen& s) {
  const auto metric = s.make<Metric>();
  const auto quantities = metric->quantities();
  for (const double shift : {0.0, 0.5}) {
    const std::vector<double> values = MetricScene(accepted_dimensions(*metric), shift).values(*metric);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!std::isfinite(values[i]) || values[i] == MetricScene::untouched)
        return fmt::format("{} of ordinary samples is {}", quantities[i].name,
                           values[i] == MetricScene::untouched ? "left unset" : fmt::format("{}", values[i]));
  }
  return {};
}

/// `compare` builds its intervals on the declared bounds.
Counterexample in_range(const Specimen& s) {
  const auto metric = s.make<Metric>();
  const auto quantities = metric->quantities();
  for (const double shift : {0.0, 0.5, 1.7, 40.0}) {
    const MetricScene scene(accepted_dimensions(*metric), shift);
    const std::vector<double> values = scene.values(*metric);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!quantities[i].range || std::isnan(values[i])) continue;
      const Range range = quantities[i].range(&scene.data);
      if (values[i] < range.low || values[i] > range.high)
        return fmt::format("{} of samples moved by {} is {:.17g}, but its range is declared as [{}, {}]",
                           quantities[i].name, shift, values[i], range.low, range.high);
    }
  }
  return {};
}

/// +1 where lower is better, −1 where higher is, 0 where neither.
double sign_of(const Quantity& q) {
  return q.better == Quantity::Better::lower ? 1 : q.better == Quantity::Better::higher ? -1 : 0;
}

Counterexample tells_better(const Specimen& s) {
  const auto metric = s.make<Metric>();
  const auto quantities = metric->quantities();
  const std::int64_t d = accepted_dimensions(*metric);
  constexpr double far = 1.7;
  const std::vector<double> good = MetricScene(d, 0).values(*metric), everywhere = MetricScene(d, far).values(*metric);
  for (std::int64_t axis = MetricScene::all_axes; axis < d; ++axis)
    for (const double shift : {far, -far}) {
      const std::vector<double> bad = MetricScene(d, shift, axis).values(*metric);
      for (std::size_t i = 0; i < good.size(); ++i) {
        const double sign = sign_of(quantities[i]), worse = sign * (bad[i] - good[i]), size = 1 + std::abs(good[i]);
        const bool sees = sign * (everywhere[i] - good[i]) > 0.1 * size;
        if (!(worse >= -1e-3 * size) || (sees && !(worse > 1e-3 * size)))
          return fmt::format(
              "{} is {:.6g} of the data's own samples and {:.6g} of samples moved by {} along {}, where {} is better",
              quantities[i].name, good[i], bad[i], shift,
              axis == MetricScene::all_axes ? "every axis" : fmt::format("axis {}", axis),
              sign > 0 ? "lower" : "higher");
      }
    }
  return {};
}

/// The numbers that its own integer parameters, one or several together, name.
std::set<std::int64_t> counts_of_its_own(const Specimen& s) {
  std::set<std::int64_t> sums{0};
  for (const ParameterSchema& p : s.schema()) {
    const ganzoo::Value* set = s.parameters().find(p.name);
    if (p.type != ParameterSchema::Type::integer || p.kind_key) continue;
    const std::int64_t value = (set ? *set : p.default_value).get<std::int64_t>();
    for (const std::int64_t sum : std::set(sums)) sums.insert(sum + value);
  }
  sums.erase(0);
  return sums;
}

/// Any sample will do of a generator that makes one point: then one is enough.
bool is_count(std::int64_t asked, std::int64_t told, const std::set<std::int64_t>& own, bool of_fakes) {
  return asked == 0 || asked == told || own.contains(asked) || (of_fakes && asked == 1);
}

/// Its parameter `samples`, where it means a count (Metric::evaluate) and this one is in its range.
bool takes_samples(const Specimen& s, std::int64_t count) {
  return std::ranges::any_of(s.schema(), [&](const ParameterSchema& p) {
    const auto x = static_cast<double>(count);
    return p.name == "samples" && p.type == ParameterSchema::Type::integer && x >= p.range.low && x <= p.range.high;
  });
}

Counterexample obeys_samples(const Specimen& s) {
  const std::set<std::int64_t> own = counts_of_its_own(s);
  for (const std::int64_t told : {300, 702}) {
    Table more;
    more.set("samples", told);
    for (const Table& table : {Table{}, takes_samples(s, told) ? more : Table{}}) {
      const auto metric = s.make<Metric>(table);
      const MetricScene scene(accepted_dimensions(*metric), 0.5);
      scene.values(*metric, told);
      for (const auto& [side, asked] : {std::pair{"real", scene.reals_asked}, {"generated", scene.fakes_asked}})
        if (!is_count(asked, told, own, side[0] == 'g'))
          return fmt::format("told to look at {} samples it asks for {} {} ones", told, asked, side);
    }
  }
  return {};
}

/// Rows of one side's samples.
struct Part {
  bool of_fakes;
  std::int64_t first, end;
};

/// Whether the values change when these samples lie far away.
bool shows(const Specimen& s, std::int64_t d, std::int64_t n, const Part& part) {
  MetricScene scene(d, 0.5);
  const std::vector<double> before = scene.values(*s.make<Metric>(), n);
  const Matrix samples = part.of_fakes ? scene.fake : scene.real;
  for (std::int64_t i = part.first; i < part.end; ++i)
    for (float& x : samples.row(i)) x += 40;
  const std::vector<double> after = scene.values(*s.make<Metric>(), n);
  for (std::size_t i = 0; i < after.size(); ++i)
    if (after[i] != before[i] && !(std::isnan(after[i]) && std::isnan(before[i]))) return true;
  return false;
}

Counterexample uses_samples(const Specimen& s) {
  constexpr std::int64_t told = 256;
  const auto metric = s.make<Metric>();
  const MetricScene scene(accepted_dimensions(*metric), 0.5);
  scene.values(*metric, told);
  for (const bool of_fakes : {true, false}) {
    const std::int64_t asked = of_fakes ? scene.fakes_asked : scene.reals_asked, d = scene.real.columns;
    if (asked < 8 || asked > MetricScene::samples || !shows(s, d, told, {of_fakes, 0, asked})) continue;
    for (int k = 0; k < 8; ++k)
      if (!shows(s, d, told, {of_fakes, k * asked / 8, (k + 1) * asked / 8}))
        return fmt::format("of the {} {} samples that it asks for, those from {} on may lie where they like", asked,
                           of_fakes ? "generated" : "real", k * asked / 8);
  }
  return {};
}

/// A metric lives as long as its run: what it saw of an earlier generator must not show.
Counterexample forgets(const Specimen& s) {
  const std::int64_t d = accepted_dimensions(*s.make<Metric>());
  const MetricScene now(d, 0.5);
  const std::vector<double> fresh = now.values(*s.make<Metric>());
  for (const double earlier : {0.0, 1.1}) {
    const auto metric = s.make<Metric>();
    MetricScene(d, earlier).values(*metric);
    const std::vector<double> used = now.values(*metric);
    for (std::size_t i = 0; i < used.size(); ++i)
      if (used[i] != fresh[i] && !(std::isnan(used[i]) && std::isnan(fresh[i])))
        return fmt::format("{} is {:.17g} after another evaluation and {:.17g} without", metric->quantities()[i].name,
                           used[i], fresh[i]);
  }
  return {};
}

Counterexample any_order(const Specimen& s) {
  const auto metric = s.make<Metric>();
  MetricScene scene(accepted_dimensions(*metric), 0.5);
  const auto quantities = metric->quantities();
  const std::vector<double> before = scene.values(*metric), again = scene.values(*metric);
  if (scene.fakes_asked == 1) return {};  // of a generator that makes one point, any sample will do
  OwnedMatrix turned(1024, scene.fake.columns);
  for (std::int64_t i = 0; i < 1024; ++i)
    std::ranges::copy(scene.fake.view().row(1023 - i), turned.view().row(i).begin());
  std::ranges::copy(turned.view().flat(), scene.fake.view().data);
  const std::vector<double> after = scene.values(*s.make<Metric>());
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] != again[i])
      return fmt::format("{} of the same samples is {:.17g} once and {:.17g} another time", quantities[i].name,
                         before[i], again[i]);
    if (!(std::abs(after[i] - before[i]) <= 1e-6 * (1 + std::abs(before[i]))))
      return fmt::format("{} is {:.10g}, and {:.10g} of the same fakes in reverse", quantities[i].name, before[i],
                         after[i]);
  }
  return {};
}

Counterexample survives_nan(const Specimen& s) {
  const auto metric = s.make<Metric>();
  MetricScene scene(accepted_dimensions(*metric), 0);
  for (const float x : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    scene.fake.view()(3, 0) = x;
    scene.values(*metric);  // any number, NaN too: a generator that has diverged is measured like any other
  }
  return {};
}

/// The place of a quantity of that name; nothing where there is none.
std::optional<std::size_t> place_of(const Metric& metric, std::string_view name) {
  const auto quantities = metric.quantities();
  const auto found = std::ranges::find(quantities, name, &Quantity::name);
  if (found == quantities.end()) return std::nullopt;
  return static_cast<std::size_t>(found - quantities.begin());
}

bool tells_precision_and_recall(const Specimen& s) {
  const auto metric = s.make<Metric>();
  return measurable(s) && place_of(*metric, "precision") && place_of(*metric, "recall");
}
bool tells_p(const Specimen& s) { return measurable(s) && place_of(*s.make<Metric>(), "p"); }

/// Fakes about one real sample are all precise and recall nothing; spread far and wide they recall all and few are precise.
Counterexample precision_and_recall(const Specimen& s) {
  const auto metric = s.make<Metric>();
  const std::size_t precision = *place_of(*metric, "precision"), recall = *place_of(*metric, "recall");
  MetricScene scene(accepted_dimensions(*metric), 0);
  const Rng rng(9, Purpose::other, 1);
  rng.child(0).fill_normal(scene.fake.view().flat(), 0, 1e-3F);
  for (std::int64_t i = 0; i < scene.fake.rows; ++i)
    for (std::int64_t j = 0; j < scene.fake.columns; ++j) scene.fake.view()(i, j) += scene.real.view()(0, j);
  const std::vector<double> collapsed = scene.values(*metric);
  rng.child(1).fill_uniform(scene.fake.view().flat(), -40, 40);
  const std::vector<double> blurred = scene.values(*s.make<Metric>());
  if (collapsed[precision] >= 0.9 && collapsed[recall] <= 0.1 && blurred[precision] <= 0.3 && blurred[recall] >= 0.7)
    return {};
  return fmt::format(
      "of samples about one point of the data precision is {:.4g} and recall {:.4g}; of samples spread ten times as "
      "wide as "
      "the data {:.4g} and {:.4g}",
      collapsed[precision], collapsed[recall], blurred[precision], blurred[recall]);
}

/// The order that was seen is one of those that chance gives: no p is 0.
Counterexample possible_p(const Specimen& s) {
  const auto metric = s.make<Metric>();
  const std::size_t p = *place_of(*metric, "p");
  for (const double shift : {0.0, 0.5, 40.0}) {
    const double value = MetricScene(accepted_dimensions(*metric), shift).values(*metric)[p];
    if (!(value > 0 && value <= 1)) return fmt::format("p of samples moved by {} is {:.6g}", shift, value);
  }
  return {};
}

}  // namespace

std::vector<double> metric_behaviour(const Specimen& s) {
  const auto metric = s.make<Metric>();
  const std::int64_t d = accepted_dimensions(*metric);
  return d > 0 ? MetricScene(d, 0.5).values(*metric, 256) : std::vector<double>{};
}

const std::vector<Law>& metric_laws() {
  static const std::vector<Law> all{
      {"sound_names", "a column of the log would have no name, or that of another", "one name", sound_names},
      {"fills_values", "ordinary samples give no number", "one number", fills_values, false, measurable},
      {"in_range", "a value lies outside of the declared range, on which compare builds its intervals", "a last bit",
       in_range, true, measurable},
      {"tells_better", "worse samples are called better: the declared direction or the formula is wrong",
       "0.1 % better, or no worse, for samples moved by 1.7 along one axis", tells_better, true, measurable},
      {"obeys_samples", "it looks at another number of samples than it is told: two runs are not measured alike",
       "one sample more or less", obeys_samples, true, measurable},
      {"uses_samples", "it asks for samples that it does not look at: its number is that of fewer",
       "an eighth of the samples that count for nothing", uses_samples, true, measurable},
      {"any_order", "the order of the samples matters, or the same samples give another number",
       "a last bit, or 1e-6 in another order", any_order, true, measurable},
      {"forgets", "an earlier evaluation shows in a later one", "a last bit", forgets, true, measurable},
      {"precision_and_recall", "what it calls precision is recall, or neither is what the field calls so",
       "0.9 and 0.1 of a generator that makes one sample, 0.3 and 0.7 of one that makes all and more",
       precision_and_recall, true, tells_precision_and_recall},
      {"possible_p", "a p of 0: what was seen is not counted among what chance gives", "one p that is 0", possible_p,
       true, tells_p},
      {"survives_nan", "samples that are not finite end the run instead of being measured", "one such sample",
       survives_nan, true, measurable},
  };
  return all;
}

}  // namespace ganzoo::laws
