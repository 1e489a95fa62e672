#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/sha256.hpp>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/experiment/ask/examination.hpp>
#include <ganzoo/experiment/ask/message.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/train/laws/laws.hpp>

namespace ganzoo::experiment {
namespace {

Kind kind_of(const Table& question) {
  for (const Kind kind : all_kinds)
    if (name_of(kind) == text_of(question, "kind")) return kind;
  throw Error(Exit::bug, "the inspector was asked for a kind that does not exist");
}

bool reads_files(const ComponentInfo& info) {
  return std::ranges::any_of(info.schema,
                             [](const ParameterSchema& p) { return p.type == ParameterSchema::Type::file; });
}

constexpr rlim_t seconds_of_computing = 20;

/// From now on; its end is a signal that says so.
void limit_computing() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  rlimit limit{};
  getrlimit(RLIMIT_CPU, &limit);
  const auto spent = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec);
  limit.rlim_cur = std::min(limit.rlim_max, spent + seconds_of_computing + 1);
  setrlimit(RLIMIT_CPU, &limit);
}

/// What no law needs: more than 8 GiB of memory, 256 open files, a file of more than 64 MiB.
void limit_further() {
  const auto lower = [](decltype(RLIMIT_AS) resource, rlim_t most) {
    rlimit limit{};
    getrlimit(resource, &limit);
    limit.rlim_cur = std::min(limit.rlim_cur, most);
    setrlimit(resource, &limit);
  };
  lower(RLIMIT_NOFILE, 256);
  lower(RLIMIT_FSIZE, rlim_t{64} << 20);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // their shadow memory is address space, too
  lower(RLIMIT_AS, rlim_t{8} << 30);
#endif
}

Table parameters_of(const Table& question) {
  const Value* given = question.find("parameters");
  return given ? given->get<Table>() : Table{};
}

Table applicable_laws(const ComponentInfo& info, const Table& parameters) {
  Table answer;
  answer.set("name", info.name);
  answer.set("file", info.file);
  try {
    List names, meanings, sees, notes;
    for (const laws::Law& law : laws::applicable(laws_of(info.kind), info, parameters)) {
      names.emplace_back(law.name);
      meanings.emplace_back(law.meaning);
      sees.emplace_back(law.sees);
    }
    laws::settings(info, parameters);
    for (const std::string& note : laws::certified_ranges(info, parameters)) notes.emplace_back(note);
    answer.set("laws", names);
    answer.set("meanings", meanings);
    answer.set("sees", sees);
    answer.set("notes", notes);
  } catch (const Error& error) {
    if (!reads_files(info) || !parameters.empty()) throw;
    answer.set("unexamined", error.complaints().front().message);
  }
  return answer;
}

std::vector<double> behaviour_of(const laws::Specimen& specimen, Kind kind) {
  switch (kind) {
    case Kind::divergence:
      return laws::divergence_behaviour(specimen);
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

}  // namespace

const std::vector<laws::Law>& laws_of(Kind kind) {
  switch (kind) {
    case Kind::divergence:
      return laws::divergence_laws();
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

Table examine_in_child(Registry& registry, const Table& question) {
  limit_further();
  limit_computing();
  const ComponentInfo& info = registry.load(kind_of(question), text_of(question, "name"));
  const Table parameters = parameters_of(question);
  const std::string what = text_of(question, "do"), name = text_of(question, "law");
  if (what == "laws") return applicable_laws(info, parameters);
  Table answer;
  if (what == "behaviour") answer.set("behaviour", behaviour(info, parameters));
  for (const laws::Law& law : laws::applicable(laws_of(info.kind), info, parameters))
    if (law.name == name)
      if (const laws::Counterexample found = laws::examine(law, info, laws::settings(info, parameters)))
        answer.set("counterexample", *found);
  return answer;
}

}  // namespace ganzoo::experiment
