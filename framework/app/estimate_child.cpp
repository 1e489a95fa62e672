/// The process in which `ganzoo estimate` loads divergences and reads samples.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/distribution.hpp>
#include <ganzoo/experiment/spec/override.hpp>
#include <ganzoo/io/samples.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/remote/answers.hpp>
#include <memory>
#include <optional>

#include "estimate_question.hpp"

namespace ganzoo::app {
namespace {

using Doubles = MatrixView<const double>;

constexpr int folds = 5;
constexpr std::int64_t least_samples = 40, most_for_test = 2000, most_for_distance = 1000;

/// A divergence as it was asked for, with the parameters given behind its name.
struct Asked {
  ComponentInfo info;
  Table given, parameters;
  std::unique_ptr<Divergence> divergence;
  bool of_critic = true;  ///< from critics' scores; else from the samples themselves
};

/// Real samples out of a file, or drawn from a distribution on the line, as many as there are fakes.
struct Real {
  std::optional<io::Samples> file;
  std::vector<double> drawn;
  Doubles samples;

  Real(const std::string& name, std::int64_t count, std::uint64_t seed) {
    if (name.find('(') != name.npos) {
      drawn = draw(parse_distribution(name), count, Rng(seed, Purpose::evaluation_data));
      samples = {drawn.data(), count, 1};
    } else {
      file.emplace(name);
      samples = file->first(file->rows(), "estimate");
    }
  }

 private:
  static std::vector<double> draw(const Distribution& from, std::int64_t count, const Rng& rng) {
    if (from.is_discrete())
      throw Error(Exit::usage, "--real is a discrete distribution, but must be a normal or a mixture, or a file");
    std::vector<double> all;
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(count); ++i) {
      double left = rng.child(0).uniform(i);
      auto component = from.mixture.begin();
      while (left >= component->weight && component + 1 != from.mixture.end()) left -= (component++)->weight;
      all.push_back(component->mean + component->std * rng.child(1).normal(i));
    }
    return all;
  }
};

std::vector<Asked> asked_for(Registry& registry, const std::vector<std::string>& words) {
  std::vector<std::pair<std::string, Table>> named;
  for (const std::string& word : words)
    if (word.find('=') == word.npos)
      named.emplace_back(word, Table{});
    else if (named.empty())
      throw Error(Exit::usage, fmt::format("\"{}\" stands first, but must stand behind its divergence", word),
                  "ganzoo estimate alpha alpha=0.3 --real FILE --fake FILE");
    else
      experiment::apply_override(named.back().second, word);
  std::vector<Asked> all;
  for (const auto& [name, given] : named) {
    const ComponentInfo& info = registry.load(Kind::divergence, name);
    std::vector<Complaint> none;
    Asked asked{info, given, complete(given, info.schema, info.name, none), registry.make<Divergence>(name, given)};
    asked.of_critic = is_tight_at_log_ratio(*asked.divergence, info.about);
    const DivergenceTraits traits = asked.divergence->traits();
    if (!asked.of_critic && (traits.needs_critic || traits.fits))
      throw Error(
          Exit::usage,
          fmt::format("divergence {} is not estimated, but must be an f-divergence, a bound that log p/q makes tight, "
                      "or a distance between samples",
                      info.name),
          "`ganzoo measure emd` computes Wasserstein distances; a game estimates no divergence");
    all.push_back(std::move(asked));
  }
  return all;
}

void require_usable(Doubles x, const std::string& name) {
  if (x.rows < least_samples)
    throw Error(Exit::usage,
                fmt::format("{}: holds {} samples, but must hold at least {}", name, x.rows, least_samples));
  for (std::int64_t i = 0; i < x.rows; ++i)
    for (const double v : x.row(i))
      if (!std::isfinite(v))
        throw Error(Exit::corrupt, fmt::format("{}: sample {} holds {}, but must be finite", name, i + 1, v));
}

/// At most `most` rows, drawn at random.
std::vector<double> some(Doubles x, std::int64_t most, const Rng& rng) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(x.rows));
  rng.fill_permutation(order);
  std::vector<double> all;
  for (std::int64_t i = 0; i < std::min(most, x.rows); ++i) {
    const auto row = x.row(order[static_cast<std::size_t>(i)]);
    all.insert(all.end(), row.begin(), row.end());
  }
  return all;
}

struct Subset {
  std::vector<double> real, fake;
  std::int64_t reals, fakes, columns;

  Subset(Doubles r, Doubles f, std::int64_t most, const Rng& rng)
      : real(some(r, most, rng.child(0))),
        fake(some(f, most, rng.child(1))),
        reals(std::min(most, r.rows)),
        fakes(std::min(most, f.rows)),
        columns(r.columns) {}
};

/// Less what they share, which a float would round.
OwnedMatrix floats(const std::vector<double>& x, std::int64_t columns, std::span<const double> origin) {
  OwnedMatrix out(static_cast<std::int64_t>(x.size()) / columns, columns);
  for (std::size_t i = 0; i < x.size(); ++i) out.view().data[i] = static_cast<float>(x[i] - origin[i % origin.size()]);
  return out;
}

EstimateRow distance_row(Asked& asked, Doubles real, Doubles fake, const Rng& rng) {
  const Subset part(real, fake, most_for_distance, rng.child(0));
  const OwnedMatrix r = floats(part.real, part.columns, real.row(0)), f = floats(part.fake, part.columns, real.row(0));
  return {asked.info.name, asked.given, asked.parameters, estimate_distance(*asked.divergence, r, f, rng.child(1)),
          part.reals,      part.fakes};
}

EstimateReport estimate_all(std::vector<Asked>& asked, Doubles real, Doubles fake, std::uint64_t seed) {
  const Rng rng(seed, Purpose::other);
  EstimateReport report{.reals = real.rows, .fakes = fake.rows, .numbers = real.columns};
  std::vector<CrossFitted> fits;
  if (std::ranges::any_of(asked, &Asked::of_critic)) fits = cross_fit(real, fake, folds, rng.child(0));
  for (const CrossFitted& fit : fits) report.forms.push_back(fit.form);
  for (Asked& a : asked)
    report.rows.push_back(a.of_critic ? EstimateRow{a.info.name, a.given, a.parameters, estimate(*a.divergence, fits),
                                                    real.rows, fake.rows}
                                      : distance_row(a, real, fake, rng.child(1)));
  const Subset part(real, fake, most_for_test, rng.child(2));
  report.test = energy_test({part.real.data(), part.reals, part.columns}, {part.fake.data(), part.fakes, part.columns},
                            EstimateReport::permutations, rng.child(3));
  report.reals_tested = part.reals;
  report.fakes_tested = part.fakes;
  return report;
}

const remote::Answers<EstimateQuestion> answer{[](const EstimateQuestion& question) {
  Registry registry;
  std::vector<Asked> asked = asked_for(registry, question.divergences);
  const auto seed = static_cast<std::uint64_t>(question.seed);
  const io::Samples fakes(question.fake);
  const Real reals(question.real, fakes.rows(), seed);
  const Doubles real = reals.samples, fake = fakes.first(fakes.rows(), "estimate");
  if (real.columns != fake.columns)
    throw Error(Exit::corrupt, fmt::format("{}: its samples have {} numbers, but must have {} as in {}", question.fake,
                                           fake.columns, real.columns, question.real));
  require_usable(real, question.real);
  require_usable(fake, question.fake);
  return estimate_all(asked, real, fake, seed);
}};

}  // namespace
}  // namespace ganzoo::app
