#include <fmt/format.h>

#include <array>
#include <csignal>
#include <ganzoo/experiment/run/ledger.hpp>

namespace ganzoo::experiment {
namespace {

constexpr std::size_t most_errors = 20;

std::string signal_name(int number) {
  switch (number) {
    case SIGINT:
      return "SIGINT";
    case SIGHUP:
      return "SIGHUP";
    case SIGUSR2:
      return "SIGUSR2";
    case SIGXCPU:
      return "SIGXCPU: the processor time is nearly up";
    case SIGUSR1:
      return "SIGUSR1: the time is nearly up";
    default:
      return "SIGTERM";
  }
}

std::string signal_words(int number) { return fmt::format("interrupted by {}", signal_name(number)); }

/// "resumes at step 300"
std::string words_of(const Decision& decision, const CellState& state) {
  switch (decision.action) {
    case Decision::Action::train:
      return decision.forget ? "starts anew" : "starts";
    case Decision::Action::resume:
      return state.status == "failed" ? "goes on from its last commit" : fmt::format("resumes at step {}", state.step);
    case Decision::Action::skip:
      return fmt::format("is skipped: {} at step {}", state.status, state.step);
    case Decision::Action::postpone:
      return "is not trained: its components could not be tried";
    case Decision::Action::failed:
      return state.status == "failed" ? "is not trained: failed before" : "is not trained: cannot be loaded";
    case Decision::Action::record:
      return "is recorded as failed: cannot be loaded";
    case Decision::Action::refuse:
      return "is refused: what is there cannot be gone on from";
  }
  return "";
}

/// Of several codes the one that says most about what to do: locked, environment, corrupt, then failed cells.
int rank(int code) { return code == 3 ? 4 : code == 4 ? 3 : code == 5 ? 2 : code == 0 ? 0 : 1; }

}  // namespace

void Ledger::decided(const Cell& cell, const Decision& decision, const CellState& state) {
  using Action = Decision::Action;
  const Action action = decision.action;
  progress_.detail(fmt::format("{}: {}", cell.id, words_of(decision, state)));
  if (action == Action::skip) ++skipped_;
  if (action == Action::postpone) ++not_started_;
  if (action == Action::failed || action == Action::refuse) ++failed_;
  if (action == Action::postpone || action == Action::failed || action == Action::refuse)
    complain(cell.id, {decision.complaint}, decision.code);
  for (const std::string& component : decision.changed) ++changed_[component];
}

void Ledger::became(const std::string& cell, const Outcome& outcome) {
  using K = Outcome::Kind;
  switch (outcome.kind) {
    case K::finished:
      ++finished_;
      break;
    case K::diverged:
      ++diverged_;
      break;
    case K::failed:
      ++failed_;
      complain(cell, outcome.complaints, Exit::cells_failed);
      break;
    case K::killed:
      ++interrupted_;
      complain(cell, outcome.complaints, Exit::cells_failed);
      break;
    case K::interrupted:
      ++interrupted_;
      interrupted_code_ = outcome.code == 130 ? 130 : 143;
      break;
    case K::paused:
    case K::cut:
      break;
    case K::not_started:
      ++not_started_;
      if (!outcome.complaints.empty()) complain(cell, outcome.complaints, static_cast<Exit>(outcome.code));
      break;
    case K::stopped:
      ++(outcome.code == static_cast<int>(Exit::corrupt) ? failed_ : interrupted_);
      complain(cell, outcome.complaints, static_cast<Exit>(outcome.code));
      break;
  }
}

void Ledger::notices() {
  if (quiet_) return;
  for (const auto& [component, cells] : changed_)
    progress_.say(
        fmt::format("notice: {} finished cell{} {} trained with another {} than there is now; --fresh trains anew",
                    cells, cells == 1 ? "" : "s", cells == 1 ? "was" : "were", component));
}

int Ledger::close(int caught, const std::filesystem::path& out) {
  if (errors_ > most_errors) progress_.say(fmt::format("ganzoo: error: and {} more", errors_ - most_errors));
  const int code = interrupted_by(caught);
  if (!quiet_) progress_.say(out.string() + ": " + counts());
  return code == 0 ? code_ : code;
}

/// 130 or 143, and says so; 0 where no signal came, or one that came too late to stop anything.
int Ledger::interrupted_by(int caught) const {
  if ((interrupted_ == 0 && not_started_ == 0 && waiting_ == 0) || (caught == 0 && interrupted_code_ == 0)) return 0;
  progress_.say(fmt::format("ganzoo: error: {}, resumable", signal_words(caught != 0 ? caught : SIGTERM)));
  progress_.say("hint: the same command goes on where it stopped");
  return caught == SIGINT || (caught == 0 && interrupted_code_ == 130) ? 130 : 143;
}

std::string Ledger::counts() const {
  std::string text =
      fmt::format("{} finished, {} diverged, {} failed, {} skipped", finished_, diverged_, failed_, skipped_);
  if (cut_ > 0) text += fmt::format(", {} cut", cut_);
  if (waiting_ > 0) text += fmt::format(", {} waiting", waiting_);
  if (interrupted_ > 0) text += fmt::format(", {} interrupted", interrupted_);
  if (not_started_ > 0) text += fmt::format(", {} not started", not_started_);
  if (not_chosen_ > 0) text += fmt::format(", {} not chosen", not_chosen_);
  return text;
}

void Ledger::complain(const std::string& cell, const std::vector<Complaint>& complaints, Exit code) {
  if (rank(static_cast<int>(code)) > rank(code_)) code_ = static_cast<int>(code);
  for (const Complaint& complaint : complaints) {
    if (++errors_ > most_errors) continue;
    progress_.say(fmt::format("ganzoo: error: {}: {}", cell, complaint.message));
    if (!complaint.hint.empty()) progress_.say("hint: " + complaint.hint);
  }
}

}  // namespace ganzoo::experiment
