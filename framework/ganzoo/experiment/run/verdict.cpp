#include <fmt/format.h>

#include <csignal>
#include <ganzoo/experiment/run/verdict.hpp>
#include <ganzoo/remote/child.hpp>

namespace ganzoo::experiment {
namespace {

using K = Outcome::Kind;

constexpr const char* resumes = "the same command resumes it";

/// A fault of the code that ran, not a wish from outside.
bool is_fault(int number) {
  for (const int fault : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS, SIGTRAP})
    if (number == fault) return true;
  return false;
}

/// What a worker stops for, committed.
bool is_request(int number) { return number == SIGINT || number == SIGTERM || number == SIGXCPU; }

std::string where(const Evidence& evidence) {
  std::string text;
  if (!evidence.culprit.empty()) text += " in " + evidence.culprit;
  return text + (evidence.step < 0 ? std::string(" before the first step") : fmt::format(" at step {}", evidence.step));
}

Outcome failed(const std::string& reason, const std::string& hint = {}) {
  return {.kind = K::failed, .complaints = {{reason, hint}}, .code = 0, .to_be_recorded = true};
}

Outcome cut_off(K kind, const std::string& reason, int code) {
  return {.kind = kind, .complaints = {{reason, resumes}}, .code = code};
}

Outcome killed(const Evidence& evidence) {
  const int number = evidence.ending.code;
  const std::string reason = evidence.ending.text() + where(evidence);
  if (is_fault(number)) return failed(reason);  // asked to stop or not
  if (evidence.asked_to_stop) return cut_off(K::interrupted, "interrupted" + where(evidence), 128 + number);
  return cut_off(K::killed, reason, 128 + number);
}

/// With how to go on, where nothing better is said.
Outcome stopped(const Error& error) {
  const bool passes = error.code() == Exit::environment;
  std::vector<Complaint> complaints = error.complaints();
  for (Complaint& complaint : complaints)
    if (passes && complaint.hint.empty()) complaint.hint = resumes;
  return {.kind = K::stopped,
          .complaints = std::move(complaints),
          .code = static_cast<int>(error.code()),
          .concerns_all = passes};
}

/// The worker said why, and ended as it said.
Outcome explained(const Evidence& evidence) {
  const Error& error = *evidence.error;
  const Exit code = error.code();
  if (code == Exit::environment || code == Exit::locked || code == Exit::corrupt) return stopped(error);
  return {.kind = K::failed,
          .complaints = error.complaints(),
          .code = static_cast<int>(code),
          .to_be_recorded = evidence.state.status != "failed"};
}

}  // namespace

const char* name_of(K kind) {
  switch (kind) {
    case K::not_started:
      return "not_started";
    case K::finished:
      return "finished";
    case K::diverged:
      return "diverged";
    case K::failed:
      return "failed";
    case K::killed:
      return "killed";
    case K::interrupted:
      return "interrupted";
    case K::paused:
      return "paused";
    case K::cut:
      return "cut";
    case K::stopped:
      return "stopped";
  }
  return "";
}

Outcome judge(const Evidence& evidence) {
  const os::Ending& ending = evidence.ending;
  const std::string& status = evidence.state.status;
  if (status == "finished") return {.kind = K::finished, .ran_away = evidence.state.ran_away};
  if (status == "diverged") return {.kind = K::diverged, .complaints = {{evidence.state.reason, ""}}};
  if (!evidence.given_up.empty()) return failed(evidence.given_up + where(evidence), evidence.hint);
  if (ending.signalled) return killed(evidence);
  if (ending.code == 0 && !evidence.state.failure.empty())
    return {
        .kind = K::stopped, .complaints = {{evidence.state.failure, ""}}, .code = static_cast<int>(Exit::environment)};
  if (ending.code == 0 && evidence.until > 0 && status == "interrupted" && evidence.state.step >= evidence.until)
    return {.kind = K::paused};
  if (ending.code == 0) return failed("ended before the run did");
  if (ending.code == remote::descriptors_closed) return failed("closed descriptors not its own" + where(evidence));
  if (is_request(ending.code - 128) && status == "interrupted")
    return cut_off(K::interrupted, "interrupted" + where(evidence), ending.code);
  if (evidence.error && static_cast<int>(evidence.error->code()) == ending.code) return explained(evidence);
  return failed(ending.text() + where(evidence));
}

}  // namespace ganzoo::experiment
