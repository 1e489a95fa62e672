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
std::vector<std::string> changes(const Cell& cell, const CellState& state, const Catalogue& catalogue,
                                 const std::string& data_sha256) {
  std::vector<std::string> today;
  for (const auto& key : named_components(cell.spec))
    if (const auto known = catalogue.find(key); known != catalogue.end()) today.push_back(known->second.sha256);
  std::vector<std::string> changed;
  for (const auto& [kind, sha] : state.components)
    if (std::find(today.begin(), today.end(), sha) == today.end()) changed.push_back(kind);
  if (!data_sha256.empty() && !state.data_sha256.empty() && data_sha256 != state.data_sha256)
    changed.emplace_back("data's files");
  return changed;
}

bool is_over(const CellState& state) { return state.status == "finished" || state.status == "diverged"; }

/// A failed run goes on from its last commit; with another component, a mended one perhaps, it begins anew.
Decision retried(const std::vector<std::string>& changed) {
  const bool anew = !changed.empty();
  return {.action = anew ? Action::train : Action::resume, .forget = anew, .complaint = {}, .changed = {}};
}

Decision settled(const CellState& state, const RerunOptions& rerun, std::vector<std::string> changed) {
  if (state.status == "failed") {
    if (rerun.retry) return retried(changed);
    return {Action::failed, false, {state.reason, "--retry runs it again"}, {}};
  }
  if (is_over(state)) return {Action::skip, false, {}, std::move(changed)};
  if (changed.empty()) return {.action = Action::resume, .forget = false, .complaint = {}, .changed = {}};
  return {Action::refuse,
          false,
          {fmt::format("it was interrupted with another {} than there is now", fmt::join(changed, ", ")),
           "--fresh trains it anew"},
          {},
          Exit::corrupt};
}

Decision postponed(const std::string& failure, Exit code) {
  return {Action::postpone, false, {failure, "the same command tries again"}, {}, code};
}

}  // namespace

Decision decide(const Cell& cell, const CellState& state, const Catalogue& catalogue, const std::string& data_sha256,
                const RerunOptions& rerun) {
  if (!cell.failure.empty() && (rerun.fresh || !is_over(state))) {
    if (cell.outside != Exit::ok) return postponed(cell.failure, cell.outside);
    const bool failed = state.status == "failed";
    if (state.exists && state.failure.empty() && !failed)
      return {Action::failed, false, {cell.failure, "what it came to before is kept"}, {}};
    const bool recorded = failed && state.reason == cell.failure;
    return {recorded ? Action::failed : Action::record, false, {cell.failure, ""}, {}};
  }
  if (!state.exists || rerun.fresh) return {Action::train, state.exists, {}, {}};
  if (state.unknown) return postponed(state.failure, Exit::environment);
  if (!state.failure.empty())
    return {Action::refuse, false, {state.failure, "--fresh trains it anew"}, {}, Exit::corrupt};
  return settled(state, rerun, changes(cell, state, catalogue, data_sha256));
}

}  // namespace ganzoo::experiment
