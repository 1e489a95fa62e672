#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <functional>
#include <ganzoo/config/path.hpp>
#include <ganzoo/config/json.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/sha256.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/experiment/ask/calculator.hpp>
#include <ganzoo/experiment/ask/examination.hpp>
#include <ganzoo/experiment/ask/inspector.hpp>
#include <ganzoo/experiment/ask/message.hpp>
#include <ganzoo/experiment/ask/rehearsal.hpp>
#include <ganzoo/experiment/session/ran_away.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/train/discriminator.hpp>
#include <ganzoo/train/regularizer.hpp>
#include <iostream>
#include <optional>

namespace ganzoo::experiment {

namespace {

void tell_about(KnownComponent& known, const About& about) {
  const std::pair<const char*, std::string_view> texts[] = {{"title", about.title},
                                                            {"source", about.source},
                                                            {"summary", about.summary},
                                                            {"formula", about.formula},
                                                            {"follows", about.follows},
                                                            {"optimal_critic", about.optimal_critic}};
  for (const auto& [key, text] : texts)
    if (!text.empty()) known.about[key] = std::string(text);
  known.version = about.version;
}

/// What only an instance can tell; made with its defaults.
void tell_traits(KnownComponent& known, Registry& registry, const About& about) {
  if (known.kind == Kind::divergence) {
    const auto divergence = registry.make<Divergence>(known.name, {});
    const DivergenceTraits traits = divergence->traits();
    known.traits = {{"needs_critic", traits.needs_critic},
                    {"needs_lipschitz", traits.needs_lipschitz},
                    {"needs_real_scores", traits.needs_real_scores},
                    {"zero_sum", traits.zero_sum},
                    {"has_non_saturating", traits.has_non_saturating},
                    {"f_divergence", divergence->mathematics() != nullptr},
                    {"published_link", !divergence->mathematics() || divergence->mathematics()->has(Link::published)},
                    {"symmetric", about.symmetric},
                    {"bounded", about.bounded},
                    {"strictly_convex", about.strictly_convex},
                    {"conjugate_on_reals", about.conjugate_on_reals}};
  } else if (known.kind == Kind::regularizer) {
    const auto regularizer = registry.make<Regularizer>(known.name, {});
    known.traits = {{"provides_lipschitz", regularizer->provides_lipschitz()},
                    {"penalises_inputs", regularizer->penalises_inputs()}};
  } else if (known.kind == Kind::discriminator) {
    known.traits = {{"provides_lipschitz", registry.make<Discriminator>(known.name, {})->provides_lipschitz()}};
  }
}

void fail(KnownComponent& known, const Error& error) {
  known.failure = error.complaints().front().message;
  known.hint = error.complaints().front().hint;
}

/// Everything about one component, or why it cannot be had.
KnownComponent learn(Registry& registry, Kind kind, const std::string& name) {
  KnownComponent known{};
  known.kind = kind;
  known.name = name;
  known.found = false;
  try {
    known.file = registry.find(kind, name).file.string();
    known.found = true;
    const ComponentInfo& info = registry.load(kind, name);
    known.file = info.file;
    known.sha256 = sha256_of_file(info.file);
    known.schema = info.schema;
    tell_about(known, info.about);
    tell_traits(known, registry, info.about);
  } catch (const Error& error) {
    fail(known, error);
  } catch (const std::bad_alloc&) {
    known.failure = fmt::format("{} {}: asked for more memory than there is while it was made", name_of(kind), name);
  } catch (const std::exception& error) {
    known.failure = fmt::format("{} {}: threw \"{}\" while it was made", name_of(kind), name, error.what());
  } catch (...) {
    known.failure =
        fmt::format("{} {}: threw something that is no std::exception while it was made", name_of(kind), name);
  }
  return known;
}

Table status(const std::string& file) {
  const log::RunFile run = log::read(file, log::Part::tables);
  Table answer, components;
  for (const auto& [kind, attributes] : run.provenance_components)
    if (const auto sha = attributes.find("sha256"); sha != attributes.end())
      if (const auto* text = std::get_if<std::string>(&sha->second)) components.set(kind, *text);
  if (const auto sha = run.provenance.find("data_sha256"); sha != run.provenance.end())
    if (const auto* text = std::get_if<std::string>(&sha->second)) answer.set("data_sha256", *text);
  answer.set("status", std::string(name_of(run.status)));
  answer.set("reason", run.reason);
  answer.set("cell", run.cell);
  answer.set("spec", run.spec);
  answer.set("step", run.step);
  if (const auto step = ran_away_at(run.train)) answer.set("ran_away", *step);
  answer.set("components", components);
  return answer;
}

/// Without places: those in this text are not the file's, which the asker knows.
Table spec_of(const Table& question) {
  Value spec = parse_toml(text_of(question, "spec"), "");
  put_place(spec, {});
  return spec.get<Table>();
}

Kind kind_of(const Table& question) {
  for (const Kind kind : all_kinds)
    if (name_of(kind) == text_of(question, "kind")) return kind;
  throw Error(Exit::bug, "the inspector was asked for a kind that does not exist");
}

class Respondent {
 public:
  Table answer(const Table& question) {
    const std::string what = text_of(question, "do");
    if (what == "status") return status(text_of(question, "file"));
    Registry& registry = registry_for(question);
    if (what == "load") return to_message(learn(registry, kind_of(question), text_of(question, "name")));
    if (what == "eval") return calculate_in_child(registry, question);
    if (what == "laws" || what == "law" || what == "behaviour") return examine_in_child(registry, question);
    if (!rehearsal_) rehearsal_.emplace(registry);
    Table answer;
    try {
      answer.set("data_sha256", rehearsal_->play(spec_of(question)));
    } catch (const ComponentFault& fault) {
      answer.set("fault", std::string(fault.what()));
    }
    return answer;
  }

 private:
  Registry& registry_for(const Table& question) {
    if (registry_) return *registry_;
    std::vector<std::filesystem::path> paths;
    if (const Value* given = question.find("plugin_paths"))
      for (const Value& path : given->get<List>()) paths.emplace_back(path.get<std::string>());
    return registry_.emplace(std::move(paths));
  }

  std::optional<Registry> registry_;
  std::optional<Rehearsal> rehearsal_;
};

Table answer_or_error(Respondent& respondent, const Table& question) {
  Table answer;
  try {
    return respondent.answer(question);
  } catch (const std::exception& error) {
    answer.set("error", to_message(as_error(error)));
  } catch (...) {
    answer.set("error", to_message(Error(Exit::bug, "a component threw something that is no std::exception")));
  }
  return answer;
}

/// Which file a descriptor stands for, so that one closed and opened again by a component is noticed.
std::pair<dev_t, ino_t> identity(int descriptor) {
  struct stat about {};
  return fstat(descriptor, &about) == 0 ? std::pair{about.st_dev, about.st_ino} : std::pair<dev_t, ino_t>{};
}

}  // namespace

int inspector_main(int answer_descriptor) {
  limit_resources();
  const auto answers = identity(answer_descriptor), questions = identity(STDIN_FILENO);
  Respondent respondent;
  for (std::string line; std::getline(std::cin, line);) {
    const Table question = from_json(line);
    Table answer = answer_or_error(respondent, question);
    answer.set("id", integer_of(question, "id"));
    if (identity(answer_descriptor) != answers || identity(STDIN_FILENO) != questions) _exit(descriptors_closed);
    if (!write_line(answer_descriptor, to_json(answer))) break;
  }
  std::fflush(nullptr);
  _exit(0);  // a component's destructors are not run: they could still hang
}

}  // namespace ganzoo::experiment
