#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/sha256.hpp>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/experiment/ask/examination.hpp>
#include <ganzoo/experiment/ask/examination_questions.hpp>
#include <ganzoo/experiment/ask/registries.hpp>
#include <ganzoo/remote/answers.hpp>
#include <ganzoo/train/laws/laws.hpp>

namespace ganzoo::experiment {
namespace {

bool reads_files(const ComponentInfo& info) {
  return std::ranges::any_of(info.schema,
                             [](const ParameterSchema& p) { return p.type == ParameterSchema::Type::file; });
}

/// What no law needs: 256 open files, a file of more than 64 MiB.
void limit_further() {
  const auto lower = [](decltype(RLIMIT_AS) resource, rlim_t most) {
    rlimit limit{};
    getrlimit(resource, &limit);
    limit.rlim_cur = std::min(limit.rlim_cur, most);
    setrlimit(resource, &limit);
  };
  lower(RLIMIT_NOFILE, 256);
  lower(RLIMIT_FSIZE, rlim_t{64} << 20);
}

std::vector<Table> settings(const ComponentInfo& info, const Table& parameters) {
  return laws::settings(info, parameters, info.kind == Kind::divergence ? laws::require_trainable : nullptr);
}

ApplicableLaws applicable_laws(const ComponentInfo& info, const Table& parameters) {
  ApplicableLaws all{.name = info.name, .file = info.file, .laws = {}, .notes = {}, .unexamined = {}};
  try {
    settings(info, parameters);  // throws where it refuses these
    for (const laws::Law& law : laws::applicable(laws_of(info.kind), info, parameters))
      all.laws.push_back({law.name, law.meaning, law.sees});
    all.notes = laws::certified_ranges(info, parameters);
  } catch (const Error& error) {
    if (!reads_files(info) || !parameters.empty()) throw;
    all.unexamined = error.complaints().front().message;
  }
  return all;
}

std::vector<double> behaviour_of(const laws::Specimen& specimen, Kind kind) {
  switch (kind) {
    case Kind::divergence:
      return laws::fits(specimen) ? laws::fit_behaviour(specimen) : laws::divergence_behaviour(specimen);
    case Kind::generator:
      return laws::generator_behaviour(specimen);
    case Kind::discriminator:
      return laws::discriminator_behaviour(specimen);
    case Kind::regularizer:
      return laws::regularizer_behaviour(specimen);
    case Kind::scheduler:
      return laws::scheduler_behaviour(specimen);
    case Kind::optimizer:
      return laws::optimizer_behaviour(specimen);
    case Kind::data:
      return laws::data_behaviour(specimen);
    case Kind::metric:
      return laws::metric_behaviour(specimen);
  }
  throw Error(Exit::bug, "no such kind");
}

/// The numbers bit for bit; what is thrown on the way is other laws' affair, and told as it is.
std::string behaviour(const ComponentInfo& info, const Table& parameters) {
  try {
    std::string text;
    for (const double number : behaviour_of({info, parameters}, info.kind)) text += fmt::format("{:a} ", number);
    return sha256(text);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "something that is no std::exception";
  }
}

std::string counterexample(const ComponentInfo& info, const Table& parameters, const std::string& name) {
  for (const laws::Law& law : laws::applicable(laws_of(info.kind), info, parameters))
    if (law.name == name) return laws::examine(law, info, settings(info, parameters)).value_or("");
  throw Error(Exit::bug, fmt::format("no law is called {}", name));
}

const ComponentInfo& loaded(const Subject& subject) {
  limit_further();
  return registry_with({}).load(subject.kind, subject.name);
}

const remote::Answers<ListLaws> list_laws{
    [](const ListLaws& question) { return applicable_laws(loaded(question.subject), question.subject.parameters); }};

const remote::Answers<TryLaw> try_law{[](const TryLaw& question) -> Words {
  return {counterexample(loaded(question.subject), question.subject.parameters, question.law)};
}};

const remote::Answers<Behave> behave{
    [](const Behave& question) -> Words { return {behaviour(loaded(question.subject), question.subject.parameters)}; }};

}  // namespace

const std::vector<laws::Law>& laws_of(Kind kind) {
  static const std::vector<laws::Law> of_divergences = [] {
    std::vector<laws::Law> all = laws::divergence_laws();
    all.insert(all.end(), laws::fit_laws().begin(), laws::fit_laws().end());
    return all;
  }();
  switch (kind) {
    case Kind::divergence:
      return of_divergences;
    case Kind::generator:
      return laws::generator_laws();
    case Kind::discriminator:
      return laws::discriminator_laws();
    case Kind::regularizer:
      return laws::regularizer_laws();
    case Kind::scheduler:
      return laws::scheduler_laws();
    case Kind::optimizer:
      return laws::optimizer_laws();
    case Kind::data:
      return laws::data_laws();
    case Kind::metric:
      return laws::metric_laws();
  }
  throw Error(Exit::bug, "no such kind");
}

}  // namespace ganzoo::experiment
