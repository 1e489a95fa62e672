#include <ganzoo/report/comparison/cross.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/config/json.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/divergence/estimate/estimate.hpp>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/experiment/session/trained_generator.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/remote/answers.hpp>
#include <ganzoo/remote/channel.hpp>
#include <ganzoo/remote/unanswered.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/train/labels.hpp>
#include <ganzoo/train/sampler.hpp>

namespace ganzoo::report {
namespace {

/// One number of a run.
struct Crossed {
  double value = undefined, least = 0, most = std::numeric_limits<double>::infinity();
  std::string reason;  ///< why there is none; "" where it is exact

  static constexpr auto fields =
      std::tuple{remote::field("value", &Crossed::value), remote::field("least", &Crossed::least),
                 remote::field("most", &Crossed::most), remote::field("reason", &Crossed::reason)};
};

struct CrossedRun {
  std::vector<Crossed> values;
  bool exact = false;

  static constexpr auto fields =
      std::tuple{remote::field("values", &CrossedRun::values), remote::field("exact", &CrossedRun::exact)};
};

/// What the process that loads the run's components is asked.
struct CrossRun {
  static constexpr const char* name = "cross run";
  using Answer = CrossedRun;

  std::string file;
  std::vector<std::string> divergences;

  static constexpr auto fields =
      std::tuple{remote::field("file", &CrossRun::file), remote::field("divergences", &CrossRun::divergences)};
};

// ---- the child's side -----------------------------------------------------------------------------------------------

constexpr std::int64_t samples_of_each = 2500;
constexpr int folds = 5;

std::unique_ptr<Data> data_of(const Table& spec) {
  experiment::require_trusted(spec, "data", false);
  Table parameters = spec.find("data")->get<Table>();
  const std::string name = parameters.find("name")->get<std::string>();
  parameters.erase("name");
  try {
    return Registry().make<Data>(name, parameters);
  } catch (const Error& e) {
    if (e.code() != Exit::environment) throw;
    throw Error(e.code(), e.complaints().front().message,
                "the run is measured anew, on its data, which must lie where it lay when it was trained");
  }
}

OwnedMatrix real_samples(const Data& data, const Rng& rng) {
  const std::int64_t size = data.size(Split::test), n = size > 0 ? std::min(size, samples_of_each) : samples_of_each;
  OwnedMatrix real(n, data.shape().size());
  if (size == 0) {
    data.draw(real, rng);
    return real;
  }
  std::vector<std::int64_t> order(static_cast<std::size_t>(size));
  rng.fill_permutation(order);
  data.fetch(Split::test, {order.data(), static_cast<std::size_t>(n)}, real);
  return real;
}

OwnedMatrix fake_samples(experiment::TrainedGenerator& trained, const Data& data, const Table& spec, const Rng& rng) {
  const Shape sample = data.shape();
  set_float_mode();
  nn::Engine engine(nn::parse_precision(experiment::text_at(spec, "train.precision")));
  OwnedMatrix noise(samples_of_each, trained.generator->noise(sample).size()), fake(samples_of_each, sample.size());
  if (trained.generator->uniform_noise())
    rng.fill_uniform(noise.view().flat(), -1, 1);
  else
    rng.fill_normal(noise.view().flat(), 0, 1);
  std::vector<Label> labels(trained.network.classes() > 0 ? static_cast<std::size_t>(samples_of_each) : 0);
  if (!labels.empty()) fill_labels(data, rng.child(1), labels);
  const auto batch = static_cast<int>(std::clamp<std::int64_t>(experiment::integer_at(spec, "train.batch"), 1, 4096));
  Sampler(engine, trained.network, batch).run(noise, fake, labels);
  return fake;
}

std::vector<double> doubles(ConstMatrix x) { return {x.flat().begin(), x.flat().end()}; }

std::vector<CrossFitted> fitted(ConstMatrix real, ConstMatrix fake, const Rng& rng) {
  const std::vector<double> r = doubles(real), f = doubles(fake);
  return cross_fit({r.data(), real.rows, real.columns}, {f.data(), fake.rows, fake.columns}, folds, rng);
}

/// By name. Throws where it is no f-divergence.
std::unique_ptr<Divergence> measure_named(const std::string& name) {
  auto divergence = Registry().make<Divergence>(name, {});
  if (!divergence->mathematics())
    throw Error(Exit::usage, fmt::format("--cross: {} is no f-divergence, but must be one", name),
                "ganzoo measure knows distances between samples");
  return divergence;
}

Crossed exactly(const FDivergence& f, const Distribution& p, const Distribution& q) {
  const Exact exact = ganzoo::exact(f, p, q);
  return {.value = exact.value,
          .least = f.f(1).value,
          .most = f.f_at_0() + f.f_prime_at_infinity(),
          .reason = exact.reason};
}

Crossed estimated(const Divergence& divergence, const std::vector<CrossFitted>& fits) {
  const FDivergence& f = *divergence.mathematics();
  const Estimated bound = estimate(divergence, fits);
  // A bound that a critic proves may lie below the least that the divergence can be.
  return {.value = bound.held_out,
          .least = -std::numeric_limits<double>::infinity(),
          .most = f.f_at_0() + f.f_prime_at_infinity(),
          .reason = bound.reason};
}

const remote::Answers<CrossRun> answer{[](const CrossRun& question) {
  const log::RunFile run = log::read(question.file);
  const Table spec = config::from_json(run.spec_json);
  const auto data = data_of(spec);
  auto trained = experiment::trained_generator(run, *data, false);
  const auto p = data->density(), q = trained.generator->density(trained.network.parameters());
  CrossedRun crossed{{}, p && q};
  std::vector<CrossFitted> fits;
  for (const std::string& name : question.divergences) {
    const auto divergence = measure_named(name);
    if (crossed.exact) {
      crossed.values.push_back(exactly(*divergence->mathematics(), *p, *q));
      continue;
    }
    const Rng rng(static_cast<std::uint64_t>(run.seed), Purpose::evaluation_data);
    if (fits.empty())
      fits = fitted(real_samples(*data, rng.child(0)), fake_samples(trained, *data, spec, rng.child(1)), rng.child(2));
    crossed.values.push_back(estimated(*divergence, fits));
  }
  return crossed;
}};

// ---- the parent's side ----------------------------------------------------------------------------------------------

CrossedRun ask(remote::Channel& child, const Run& run, const std::vector<std::string>& divergences) {
  const auto outcome =
      child.ask(CrossRun{run.file.string(), divergences}, {.patience = remote::no_end, .seconds = remote::no_end});
  if (const auto* failure = std::get_if<remote::Failure>(&outcome))
    throw remote::unanswered(*failure, run.name(), "its generator was measured");
  return std::get<CrossedRun>(outcome);
}

Series series_of(const Crossed& crossed) {
  return {.measured = true,
          .values = {crossed.value},
          .validation = {},
          .bounds = {crossed.least, crossed.most},
          .floor = {}};
}

void require_end(const CompareOptions& options) {
  const auto refuse = [](const char* option, const char* why) {
    throw Error(Exit::usage, fmt::format("--cross and {} exclude each other: {}", option, why));
  };
  if (!options.metrics.empty()) refuse("--metric", "it is what --cross stands in place of");
  if (options.at != "last") refuse("--at", "a run file holds the weights of its last step alone");
  if (options.axis != "step") refuse("--axis", "runs are measured where they end");
  if (!options.tune.empty()) refuse("--tune", "settings are chosen by what was measured in training");
}

void widen(Bounds& bounds, const Crossed& crossed) {
  bounds.lower = std::min(bounds.lower, crossed.least);
  bounds.upper = std::max(bounds.upper, crossed.most);
}

}  // namespace

Frame cross_frame(std::vector<Run> runs, const std::vector<std::string>& divergences,
                  std::vector<std::string>& notices) {
  Frame frame;
  for (const std::string& name : divergences) {
    Measure measure;
    measure.name = name, measure.unit = "1", measure.better = "lower";
    measure.bounds = {0, 0};
    frame.measures.push_back(std::move(measure));
  }
  remote::Channel child(remote::Role::hosts);
  std::size_t bounds_only = 0;
  for (const Run& run : runs) {
    const auto step = static_cast<double>(run.log->step);
    frame.rows.push_back({{step}, {step}, step});
    auto& series = frame.series.emplace_back(divergences.size());
    if (!run.is_over()) continue;
    const CrossedRun crossed = ask(child, run, divergences);
    bounds_only += !crossed.exact;
    for (std::size_t i = 0; i < divergences.size(); ++i) {
      series[i] = series_of(crossed.values[i]);
      widen(frame.measures[i].bounds, crossed.values[i]);
      if (!crossed.values[i].reason.empty())
        notices.push_back(fmt::format("{}: {}: {}", run.name(), divergences[i], crossed.values[i].reason));
    }
  }
  if (bounds_only > 0)
    notices.push_back(fmt::format(
        "{} of {} runs have no density that is known on the line: theirs are bounds by critics on samples that these "
        "have not seen",
        bounds_only, runs.size()));
  frame.runs = std::move(runs);
  return frame;
}

Comparison compare_cross(const CompareOptions& options, const std::vector<std::string>& divergences) {
  std::vector<std::string> notices;
  const std::vector<Run> all = load_runs(options, notices);
  Comparison comparison = compare_cross(all, options, divergences);
  comparison.notices.insert(comparison.notices.begin(), notices.begin(), notices.end());
  return comparison;
}

Comparison compare_cross(const std::vector<Run>& all, const CompareOptions& options,
                         const std::vector<std::string>& divergences) {
  require_end(options);
  return compare(all, options, [&](std::vector<Run> runs, std::vector<std::string>& notices) {
    return cross_frame(std::move(runs), divergences, notices);
  });
}

}  // namespace ganzoo::report
