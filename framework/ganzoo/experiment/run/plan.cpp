#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ganzoo/experiment/grid/cell.hpp>
#include <ganzoo/experiment/grid/named_components.hpp>
#include <ganzoo/experiment/run/plan.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>

namespace ganzoo::experiment {

namespace {

using Action = Decision::Action;

/// What the run in the folder was made with that is another today.
std::vector<std::string> changes(const Cell& cell, const Standing& standing, const Catalogue& catalogue,
                                 const std::string& data_sha256) {
  std::vector<std::string> today;
  for (const auto& key : named_components(cell.spec))
    if (const auto known = catalogue.find(key); known != catalogue.end()) today.push_back(known->second.sha256);
  std::vector<std::string> changed;
  for (const auto& [kind, sha] : standing.components)
    if (std::find(today.begin(), today.end(), sha) == today.end()) changed.push_back(kind);
  if (!data_sha256.empty() && !standing.data_sha256.empty() && data_sha256 != standing.data_sha256)
    changed.emplace_back("data's files");
  return changed;
}

bool is_over(const Standing& standing) { return standing.status == "finished" || standing.status == "diverged"; }

/// A failed run goes on from its last commit; with another component, a mended one perhaps, it begins anew.
Decision retried(const std::vector<std::string>& changed) {
  const bool anew = !changed.empty();
  return {.action = anew ? Action::train : Action::resume, .forget = anew, .complaint = {}, .changed = {}};
}

Decision settled(const Standing& standing, const Wishes& wishes, std::vector<std::string> changed) {
  if (standing.status == "failed") {
    if (wishes.retry) return retried(changed);
    return {Action::failed, false, {standing.reason, "--retry runs it again"}, {}};
  }
  if (is_over(standing)) return {Action::skip, false, {}, std::move(changed)};
  if (changed.empty()) return {.action = Action::resume, .forget = false, .complaint = {}, .changed = {}};
  return {Action::refuse,
          false,
          {fmt::format("it was interrupted with another {} than there is now", fmt::join(changed, ", ")),
           "--fresh trains it anew"},
          {}};
}

}  // namespace

Decision decide(const Cell& cell, const Standing& standing, const Catalogue& catalogue, const std::string& data_sha256,
                const Wishes& wishes) {
  if (!cell.failure.empty() && (wishes.fresh || !is_over(standing))) {
    if (cell.unknown) return {Action::postpone, false, {cell.failure, "the same command tries again"}, {}};
    const bool failed = standing.status == "failed";
    if (standing.exists && standing.failure.empty() && !failed)
      return {Action::failed, false, {cell.failure, "what it came to before is kept"}, {}};
    const bool recorded = failed && standing.reason == cell.failure;
    return {recorded ? Action::failed : Action::record, false, {cell.failure, ""}, {}};
  }
  if (!standing.exists || wishes.fresh) return {Action::train, standing.exists, {}, {}};
  if (standing.unknown) return {Action::postpone, false, {standing.failure, "the same command tries again"}, {}};
  if (!standing.failure.empty()) return {Action::refuse, false, {standing.failure, "--fresh trains it anew"}, {}};
  return settled(standing, wishes, changes(cell, standing, catalogue, data_sha256));
}

}  // namespace ganzoo::experiment
