#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/core/sha256.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/experiment/ask/declarations.hpp>
#include <ganzoo/experiment/ask/inspection.hpp>
#include <ganzoo/experiment/ask/registries.hpp>
#include <ganzoo/os/memory.hpp>
#include <ganzoo/remote/answers.hpp>
#include <ganzoo/remote/channel.hpp>
#include <ganzoo/train/discriminator.hpp>
#include <ganzoo/train/regularizer.hpp>
#include <new>

namespace ganzoo::experiment {
namespace {

struct LoadComponent {
  static constexpr const char* name = "load component";
  using Answer = KnownComponent;

  std::vector<std::string> plugin_paths;
  Kind kind;
  std::string component;

  static constexpr auto fields =
      std::tuple{remote::field("plugin_paths", &LoadComponent::plugin_paths),
                 remote::field("kind", &LoadComponent::kind), remote::field("component", &LoadComponent::component)};
};

// ---- the child's side -----------------------------------------------------------------------------------------------

void tell_about(KnownComponent& known, const About& about) {
  const std::pair<const char*, std::string_view> texts[] = {
      {"title", about.title},     {"source", about.source},   {"summary", about.summary},
      {"formula", about.formula}, {"follows", about.follows}, {"optimal_critic", about.optimal_critic}};
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
                    {"fits", traits.fits},
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

/// A file that cannot be read is the disk's fault; what its code throws is the component's own, whatever it says.
const ComponentInfo& load(KnownComponent& known, Registry& registry) try {
  known.file = registry.find(known.kind, known.name).file.string();
  known.found = true;
  const ComponentInfo& info = registry.load(known.kind, known.name);
  known.file = info.file;
  known.sha256 = sha256_of_file(info.file);
  return info;
} catch (const Error& error) {
  known.readable = error.code() != Exit::environment;
  throw;
}

/// Everything about one component, or why it cannot be had.
KnownComponent learn(Registry& registry, Kind kind, const std::string& name) {
  KnownComponent known{};
  known.kind = kind;
  known.name = name;
  known.found = false;
  try {
    os::with_memory([&] {
      const ComponentInfo& info = load(known, registry);
      known.schema = info.schema;
      tell_about(known, info.about);
      tell_traits(known, registry, info.about);
    });
  } catch (const Error& error) {
    fail(known, error);
  } catch (const std::bad_alloc&) {
    if (os::memory_is_short()) throw;
    known.failure = fmt::format("{} {}: asked for more memory than there is while it was made", name_of(kind), name);
  } catch (const std::exception& error) {
    known.failure = fmt::format("{} {}: threw \"{}\" while it was made", name_of(kind), name, error.what());
  } catch (...) {
    known.failure =
        fmt::format("{} {}: threw something that is no std::exception while it was made", name_of(kind), name);
  }
  return known;
}

const remote::Answers<LoadComponent> inspector_answer{[](const LoadComponent& question) {
  return learn(registry_with(question.plugin_paths), question.kind, question.component);
}};

// ---- the parent's side ----------------------------------------------------------------------------------------------

constexpr remote::Limits inspector_limits{.patience = 10'000, .seconds = remote::no_end};

KnownComponent failed(const LoadComponent& question, const remote::Failure& failure) {
  KnownComponent known{};
  known.failure =
      fmt::format("{} {}: {} while it was loaded", name_of(question.kind), question.component, failure.reason);
  known.outside = outside(failure);
  if (failure.signal == SIGKILL) known.hint = "SIGKILL comes from outside: is there too little memory?";
  if (failure.lacking) known.hint = "the machine is short of it, and the component not at fault";
  return known;
}

KnownComponent ask_inspector(remote::Channel& child, const LoadComponent& question) {
  const auto has_failed = [](const KnownComponent& known) { return !known.failure.empty(); };
  auto outcome = child.ask(question, inspector_limits, has_failed);
  const auto* failure = std::get_if<remote::Failure>(&outcome);
  KnownComponent known = failure ? failed(question, *failure) : std::move(std::get<KnownComponent>(outcome));
  if (!known.readable) known.outside = Exit::environment;
  known.kind = question.kind;
  known.name = question.component;
  return known;
}

}  // namespace

Exit outside(const remote::Failure& failure) {
  if (!failure.is_from_outside()) return Exit::ok;
  return failure.lacking ? Exit::environment : Exit::cells_failed;
}

Catalogue inspect(const std::vector<std::pair<Kind, std::string>>& components,
                  const std::vector<std::string>& plugin_paths) {
  remote::Channel child(remote::Role::hosts);
  Catalogue catalogue;
  for (const auto& [kind, name] : components)
    catalogue[{kind, name}] = ask_inspector(child, {plugin_paths, kind, name});
  return catalogue;
}

}  // namespace ganzoo::experiment
