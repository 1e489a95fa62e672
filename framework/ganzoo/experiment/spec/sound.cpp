#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/experiment/spec/complaints.hpp>
#include <ganzoo/experiment/spec/resolve.hpp>

namespace ganzoo::experiment {
namespace {

const Slot& divergence_slot() { return *slot_at({"divergence"}); }

/// Why the generator cannot descend the divergence that stands in place of a generator loss; empty where it can.
std::string objection_to_own(const Catalogue& catalogue, const Table& experiment, const Table& own) {
  const Value* link = config::find(experiment, {"divergence", "link"});
  if (link && *link != Value("log_ratio"))
    return "a critic's score must be a log p/q for that, which link = \"log_ratio\" makes it";
  const KnownComponent* info = known(catalogue, Kind::divergence, own);
  if (!info || !info->failure.empty()) return "";
  if (!parameter_of(info->schema, "link")) return "it is no f-divergence, which alone can be told of a log p/q";
  const auto convex = info->traits.find("strictly_convex");
  if (convex != info->traits.end() && !convex->second)
    return "its f is not strictly convex, so it has no log_ratio link";
  const Value* own_link = own.find("link");
  return !own_link || *own_link == Value("log_ratio") ? ""
                                                      : "it reads the critic's log p/q: its link must be log_ratio";
}

/// Why this value of a kind's key makes no sense for the divergence; empty where it does.
std::string objection(const Catalogue& catalogue, const Table& experiment, const std::string& key, const Value& value) {
  if (key == "link" && value == Value("log_ratio") &&
      !trait(catalogue, experiment, divergence_slot(), "strictly_convex", true)) {
    return "f is not strictly convex, so no score can be read as log p/q";
  }
  if (key == "link" && value == Value("published") &&
      !trait(catalogue, experiment, divergence_slot(), "published_link", true)) {
    return "its file gives no activation";
  }
  if (const Table* own = value.get_if<Table>(); own && key == "generator_loss")
    return objection_to_own(catalogue, experiment, *own);
  if (key == "generator_loss" && value == Value("non_saturating") &&
      !trait(catalogue, experiment, divergence_slot(), "has_non_saturating", true)) {
    return "it has no non-saturating generator loss";
  }
  return "";
}

/// The place of the key where the file gives it, else of the divergence's name.
Place place_of(const Draft& draft, const config::Path& path) {
  const Value* value = config::find(draft.table, path);
  if (value && value->place.line > 0) return value->place;
  const Value* name = config::find(draft.table, {"divergence", "name"});
  return name ? name->place : Place();
}

void check_kind_keys(const Table& spec, const Draft& draft, const Catalogue& catalogue,
                     std::vector<Complaint>& complaints) {
  const Table& divergence = spec.find("divergence")->get<Table>();
  for (const auto& [key, value] : divergence) {
    const std::string reason = objection(catalogue, spec, key, value);
    if (reason.empty()) continue;
    complain(complaints, place_of(draft, {"divergence", key}),
             fmt::format("divergence.{} is {}, but {} cannot have that: {}", key, ganzoo::to_string(value),
                         divergence.find("name")->get<std::string>(), reason));
  }
}

/// Spectral normalisation is a layer's option; a discriminator that has it names it so among its parameters. Attention
/// multiplies numbers of the sample with each other: of that no norm of weights bounds the slope.
bool is_spectral(const Table& discriminator) {
  const Value* attention = discriminator.find("attention");
  if (attention && *attention != Value(0)) return false;
  return std::any_of(discriminator.begin(), discriminator.end(), [](const auto& entry) {
    const auto& [key, value] = entry;
    return (key != "name" && value == Value("spectral")) || (key.starts_with("spectral") && value == Value(true));
  });
}

bool all_known(const Catalogue& catalogue, const List& components, Kind kind) {
  return std::all_of(components.begin(), components.end(), [&](const Value& component) {
    const KnownComponent* info = known(catalogue, kind, component.get<Table>());
    return info && info->failure.empty();
  });
}

void check_lipschitz(const Table& spec, const Draft& draft, const Catalogue& catalogue,
                     std::vector<Complaint>& complaints) {
  if (!trait(catalogue, spec, divergence_slot(), "needs_lipschitz", false)) return;
  const Value* discriminator = spec.find("discriminator");
  if (!discriminator || is_spectral(discriminator->get<Table>())) return;
  if (trait(catalogue, spec, *slot_at({"discriminator"}), "provides_lipschitz", false)) return;
  const List& regularizers = spec.find("regularizer")->get<List>();
  if (!all_known(catalogue, regularizers, Kind::regularizer)) return;  // that cell fails anyway, for its own reason
  for (const Value& regularizer : regularizers) {
    const KnownComponent* info = known(catalogue, Kind::regularizer, regularizer.get<Table>());
    const auto found = info->traits.find("provides_lipschitz");
    if (found != info->traits.end() && found->second) return;
  }
  complain(complaints, place_of(draft, {"divergence", "name"}),
           fmt::format("divergence.name is {}, but its critic must have a Lipschitz constraint: without one its "
                       "objective is unbounded",
                       ganzoo::to_string(*spec.find("divergence")->get<Table>().find("name"))),
           "add a regularizer, weight_clip or gradient_penalty, or a discriminator with spectral normalisation; in a "
           "grid by [[grid.set]]");
}

/// False where the new component does not know the key, or refuses the value.
bool applies(const Catalogue& catalogue, const Draft& draft, const KnownComponent& info, const std::string& key,
             const Value& value) {
  const ParameterSchema* parameter = parameter_of(info.schema, key);
  if (!parameter) return false;
  Table given;
  given.set(key, value);
  std::vector<Complaint> refused;
  if (!slot_below({name_of(info.kind).data()}, key, value)) complete(given, {*parameter}, "", refused);
  return refused.empty() && (info.kind != Kind::divergence || objection(catalogue, draft.table, key, value).empty());
}

}  // namespace

bool trait(const Catalogue& catalogue, const Table& experiment, const Slot& slot, const char* name, bool otherwise) {
  const Value* value = config::find(experiment, slot.path);
  const Table* component = value ? value->get_if<Table>() : nullptr;
  const KnownComponent* info = component ? known(catalogue, slot.kind, *component) : nullptr;
  if (!info || !info->failure.empty()) return otherwise;
  const auto found = info->traits.find(name);
  return found == info->traits.end() ? otherwise : found->second;
}

void drop_inapplicable(Draft& draft, const Catalogue& catalogue, std::vector<std::string>& ignored) {
  for (const config::Path& path : draft.inherited) {
    const config::Path slot_path(path.begin(), path.end() - 1);
    const Slot* slot = slot_at(slot_path);
    Value* component = slot ? config::find(draft.table, slot_path) : nullptr;
    const Value* value = config::find(draft.table, path);
    const KnownComponent* info = component && value ? known(catalogue, slot->kind, component->get<Table>()) : nullptr;
    if (!info || !info->failure.empty() || !info->found) continue;
    if (applies(catalogue, draft, *info, path.back(), *value)) continue;
    ignored.push_back(config::to_string(path) + " = " + ganzoo::to_string(*value));
    component->get_if<Table>()->erase(path.back());
  }
}

void check_sound(const Table& spec, const Draft& draft, const Catalogue& catalogue,
                 std::vector<Complaint>& complaints) {
  check_kind_keys(spec, draft, catalogue, complaints);
  check_lipschitz(spec, draft, catalogue, complaints);
}

}  // namespace ganzoo::experiment
