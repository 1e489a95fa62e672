#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/f_divergence.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/laws/laws.hpp>
#include <ganzoo/train/metric.hpp>
#include <ganzoo/train/quantities.hpp>
#include <set>

namespace ganzoo::laws {
namespace {

/// Three narrow modes, on the line or in the plane, of which everything is known.
struct Known : Data {
  explicit Known(std::int64_t d) : modes_{OwnedMatrix(3, d), {1.0 / 3, 1.0 / 3, 1.0 / 3}, 0.25} {
    for (std::int64_t i = 0; i < 3; ++i)
      for (std::int64_t j = 0; j < d; ++j)
        modes_.centres.view()(i, j) = static_cast<float>(j == 0 ? 4 * (i - 1) : i % 2);
  }
  Shape shape() const override { return {modes_.centres.columns}; }
  const Modes* modes() const override { return &modes_; }
  std::optional<Distribution> density() const override {
    if (modes_.centres.columns != 1) return std::nullopt;
    return Distribution::of_mixture({{1.0 / 3, -4, 0.25}, {1.0 / 3, 0, 0.25}, {1 - 2.0 / 3, 4, 0.25}});
  }
  void draw(Matrix batch, const Rng& rng) const override {
    rng.child(1).fill_normal(batch.flat(), 0, 0.25F);
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const auto mode = static_cast<std::int64_t>(rng.child(0).below(static_cast<std::uint64_t>(i), 3));
      for (std::int64_t j = 0; j < batch.columns; ++j) batch(i, j) += modes_.centres.view()(mode, j);
    }
  }
  Modes modes_;
};

/// A generator whose samples are the data's, moved by `shift`.
struct Moved : Generator {
  Moved(const Known& d, double s) : data(d), shift(s) {}
  Shape noise(const Shape& sample) const override { return sample; }
  nn::LayerPtr build(const Shape&) const override { return nn::sequential({nn::scale_shift(1, 0)}); }
  std::optional<Distribution> density(const nn::Parameters&) const override {
    auto d = data.density();
    if (d)
      for (auto& c : d->mixture) c.mean += shift;
    return d;
  }
  const Known& data;
  double shift;
};

struct JensenShannon {
  static constexpr About about{.title = "", .source = ""};
  auto f(auto u) const { return -u * log1p((1 - u) / (2 * u)) - log1p((u - 1) / 2); }
  auto log_ratio(auto v) const { return -log_mean_exp(-v, 0.5); }
  auto conjugate_of_log_ratio(auto v) const { return log_mean_exp(v, 0.5); }
  auto activation(auto v) const { return std::log(2.0) - softplus(-v); }
  auto conjugate_of_activation(auto v) const { return softplus(v) - std::log(2.0); }
};

constexpr std::int64_t most = 2048;

/// What a metric may look at, with fakes moved by `shift`: along one axis, or along all of them.
struct Scene {
  Known data;
  Moved generator;
  f_divergence<JensenShannon> divergence;
  nn::Network network;
  OwnedMatrix real, fake, validation;
  Evaluation evaluation;
  std::int64_t reals_asked = 0, fakes_asked = 0;  ///< the most at a time

  static constexpr std::int64_t all_axes = -1;

  Scene(std::int64_t d, double shift, std::int64_t axis = all_axes)
      : data(d),
        generator(data, shift),
        network("generator", generator.build({d}), {d}),
        real(most, d),
        fake(most, d),
        validation(most, d) {
    divergence.prepare();
    network.parameters().initialise(0);
    data.draw(real, Rng(9, Purpose::evaluation_data));
    data.draw(fake, Rng(9, Purpose::evaluation_noise));
    data.draw(validation, Rng(9, Purpose::other));
    for (std::int64_t i = 0; i < most * d; ++i)
      if (axis == all_axes || i % d == axis) fake.view().data[i] += static_cast<float>(shift);
    evaluation.data = &data;
    evaluation.generator = &generator;
    evaluation.generator_parameters = &network.parameters();
    evaluation.divergence = &divergence;
    evaluation.real = [this](std::int64_t n) {
      reals_asked = std::max(reals_asked, n);
      return first(real, n);
    };
    evaluation.fake = [this](std::int64_t n) {
      fakes_asked = std::max(fakes_asked, n);
      return first(fake, n);
    };
    evaluation.split = [this](Split split, std::int64_t n) {
      return first(split == Split::validation ? validation : real, n);
    };
    evaluation.score = [](ConstMatrix x, std::span<float> scores) {
      for (std::int64_t i = 0; i < x.rows; ++i) scores[static_cast<std::size_t>(i)] = -0.2F * x(i, 0);
    };
  }
  static ConstMatrix first(const OwnedMatrix& all, std::int64_t n) { return all.view().slice(0, std::min(n, most)); }

  std::vector<double> values(Metric& metric, std::int64_t n = 1024) const {
    std::vector<double> all(metric.quantities().size(), untouched);
    metric.evaluate(evaluation, n, all);
    return all;
  }
  static constexpr double untouched = -123456.789;
};

/// The dimensions of the scenes that the metric accepts, the first of them; 0 where it accepts none.
std::int64_t accepted(const Metric& metric) {
  for (const std::int64_t d : {1, 2}) {
    const Scene scene(d, 0);
    try {
      metric.accept(scene.data, scene.generator, scene.divergence);
      return d;
    } catch (const Error&) {  // it says why; another scene may suit it
    }
  }
  return 0;
}

bool measurable(const Specimen& s) { return accepted(*s.make<Metric>()) > 0; }

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
    const std::vector<double> values = Scene(accepted(*metric), shift).values(*metric);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!std::isfinite(values[i]) || values[i] == Scene::untouched)
        return fmt::format("{} of ordinary samples is {}", quantities[i].name,
                           values[i] == Scene::untouched ? "left unset" : fmt::format("{}", values[i]));
  }
  return {};
}

/// `compare` builds its intervals on the declared bounds.
Counterexample in_range(const Specimen& s) {
  const auto metric = s.make<Metric>();
  const auto quantities = metric->quantities();
  for (const double shift : {0.0, 0.5, 1.7, 40.0}) {
    const Scene scene(accepted(*metric), shift);
    const std::vector<double> values = scene.values(*metric);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!quantities[i].range || std::isnan(values[i])) continue;
      const Range range = quantities[i].range(&scene.data);
      if (values[i] < range.low || values[i] > range.high)
        return fmt::format("{} of samples moved by {} is {:.17g}, but its range is declared as [{}, {}]", quantities[i].name,
                           shift, values[i], range.low, range.high);
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
  const std::int64_t d = accepted(*metric);
  constexpr double far = 1.7;
  const std::vector<double> good = Scene(d, 0).values(*metric), everywhere = Scene(d, far).values(*metric);
  for (std::int64_t axis = Scene::all_axes; axis < d; ++axis)
    for (const double shift : {far, -far}) {
      const std::vector<double> bad = Scene(d, shift, axis).values(*metric);
      for (std::size_t i = 0; i < good.size(); ++i) {
        const double sign = sign_of(quantities[i]), worse = sign * (bad[i] - good[i]), size = 1 + std::abs(good[i]);
        const bool sees = sign * (everywhere[i] - good[i]) > 0.1 * size;
        if (!(worse >= -1e-3 * size) || (sees && !(worse > 1e-3 * size)))
          return fmt::format(
              "{} is {:.6g} of the data's own samples and {:.6g} of samples moved by {} along {}, where {} is better",
              quantities[i].name, good[i], bad[i], shift,
              axis == Scene::all_axes ? "every axis" : fmt::format("axis {}", axis), sign > 0 ? "lower" : "higher");
      }
    }
  return {};
}

/// The numbers that its own integer parameters, one or several together, name.
std::set<std::int64_t> counts_of_its_own(const Specimen& s) {
  std::set<std::int64_t> sums{0};
  for (const ParameterSchema& p : s.schema()) {
    const Value* set = s.parameters().find(p.name);
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

Counterexample obeys_samples(const Specimen& s) {
  const std::set<std::int64_t> own = counts_of_its_own(s);
  for (const std::int64_t told : {300, 702}) {
    Table more;
    if (s.has("samples")) more.set("samples", told);
    for (const Table& table : {Table{}, more}) {
      const auto metric = s.make<Metric>(table);
      const Scene scene(accepted(*metric), 0.5);
      scene.values(*metric, told);
      for (const auto& [side, asked] : {std::pair{"real", scene.reals_asked}, {"generated", scene.fakes_asked}})
        if (!is_count(asked, told, own, side[0] == 'g'))
          return fmt::format("told to look at {} samples it asks for {} {} ones", told, asked, side);
    }
  }
  return {};
}

/// A metric lives as long as its run: what it saw of an earlier generator must not show.
Counterexample forgets(const Specimen& s) {
  const std::int64_t d = accepted(*s.make<Metric>());
  const Scene now(d, 0.5);
  const std::vector<double> fresh = now.values(*s.make<Metric>());
  for (const double earlier : {0.0, 1.1}) {
    const auto metric = s.make<Metric>();
    Scene(d, earlier).values(*metric);
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
  Scene scene(accepted(*metric), 0.5);
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
  Scene scene(accepted(*metric), 0);
  for (const float x : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    scene.fake.view()(3, 0) = x;
    scene.values(*metric);  // any number, NaN too: a generator that has diverged is measured like any other
  }
  return {};
}

}  // namespace

std::vector<double> metric_behaviour(const Specimen& s) {
  const auto metric = s.make<Metric>();
  const std::int64_t d = accepted(*metric);
  return d > 0 ? Scene(d, 0.5).values(*metric, 256) : std::vector<double>{};
}

const std::vector<Law>& metric_laws() {
  static const std::vector<Law> all{
      {"sound_names", "a column of the log would have no name, or that of another", "one name", sound_names},
      {"fills_values", "ordinary samples give no number", "one number", fills_values, false, measurable},
      {"in_range", "a value lies outside of the declared range, on which compare builds its intervals", "a last bit", in_range,
       true, measurable},
      {"tells_better", "worse samples are called better: the declared direction or the formula is wrong",
       "0.1 % better, or no worse, for samples moved by 1.7 along one axis", tells_better, true, measurable},
      {"obeys_samples", "it looks at another number of samples than it is told: two runs are not measured alike",
       "one sample more or less", obeys_samples, true, measurable},
      {"any_order", "the order of the samples matters, or the same samples give another number",
       "a last bit, or 1e-6 in another order", any_order, true, measurable},
      {"forgets", "an earlier evaluation shows in a later one", "a last bit", forgets, true, measurable},
      {"survives_nan", "samples that are not finite end the run instead of being measured", "one such sample",
       survives_nan, true, measurable},
  };
  return all;
}

}  // namespace ganzoo::laws
