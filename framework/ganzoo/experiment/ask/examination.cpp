#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/examination.hpp>
#include <ganzoo/experiment/ask/examination_questions.hpp>
#include <ganzoo/remote/channel.hpp>
#include <optional>
#include <thread>

namespace ganzoo::experiment {
namespace {

/// For one that waits; one that computes is ended by its own limit of seconds. The largest networks of the zoo take 25 of
/// them over a law on the slowest instruction set.
constexpr remote::Limits examiner_limits{.patience = 180'000, .seconds = 60, .memory = std::uint64_t{8} << 30};

void fails_to_survive(Examination& examination, const std::string& reason) {
  examination.verdicts.push_back({"survives", "it cannot be loaded, or ends or blocks the process it is used in",
                                  "any end of the process", reason});
}

std::string told(const Error& error) {
  const Complaint& complaint = error.complaints().front();
  return complaint.hint.empty() ? complaint.message : fmt::format("{} (hint: {})", complaint.message, complaint.hint);
}

/// One that kills itself, and one that the system kills twice, look the same.
std::string in_words(const remote::Failure& failure) {
  return failure.reason + (failure.is_from_outside() ? ", twice (by itself, or for want of memory)" : "");
}

/// The answer, or why there is none.
template <class Answer>
struct Reply {
  std::optional<Answer> answer{};
  std::string failure{};
  std::optional<Error> refusal{};  ///< where it was refused, and did not die
};

template <class Q>
Reply<typename Q::Answer> ask_examiner(remote::Channel& child, const Q& question) try {
  auto outcome = child.ask(question, examiner_limits);
  if (auto* failure = std::get_if<remote::Failure>(&outcome)) return {.failure = in_words(*failure)};
  return {.answer = std::move(std::get<typename Q::Answer>(outcome))};
} catch (const Error& error) {
  return {.failure = told(error), .refusal = error};
}

using Clock = std::chrono::system_clock;

/// A component in a process of its own: what it leaks or overwrites is no other's failure.
struct Examinee {
  Subject subject;
  Examination result{.kind = subject.kind, .name = subject.name};
  remote::Channel child{remote::Role::hosts};
  std::optional<std::string>
      first{};  ///< how it behaved before anything else was asked; none where it is examined no further
  Clock::time_point next_second{};  ///< another one than that behaviour's: a clock's seed
};

Verdict process_state(Examinee& examinee) {
  Verdict verdict{"process_state", "it keeps something that outlives its objects: a run depends on what ran before it",
                  "a last bit on a fixed occasion: in two fresh processes, and after all other laws in one of them",
                  ""};
  const auto is_first = [&](remote::Channel& one) {
    const auto reply = ask_examiner(one, Behave{examinee.subject});
    return reply.answer && reply.answer->text == *examinee.first;
  };
  std::this_thread::sleep_until(examinee.next_second);
  remote::Channel fresh(remote::Role::hosts);
  if (!is_first(fresh))
    verdict.counterexample = "the same calls give one result in one fresh process and another in the next";
  else if (!is_first(examinee.child))
    verdict.counterexample = "the same calls give another result after other objects of it have lived in the process";
  return verdict;
}

/// Whether it survives every law; what they find stands in `result`.
bool try_laws(remote::Channel& child, const Subject& subject, const std::vector<LawInWords>& laws,
              Examination& result) {
  for (const LawInWords& law : laws) {
    const auto reply = ask_examiner(child, TryLaw{subject, law.name});
    if (!reply.answer) {
      fails_to_survive(result, fmt::format("{} while the law {} was tried", reply.failure, law.name));
      return false;
    }
    result.verdicts.push_back({law.name, law.meaning, law.sees, reply.answer->text});
  }
  return true;
}

/// All laws but process_state.
void begin(Examinee& examinee) {
  auto& [subject, result, child, first, next_second] = examinee;
  const auto known = ask_examiner(child, ListLaws{subject});
  if (known.refusal && !subject.parameters.empty()) throw Error(*known.refusal);
  if (!known.answer) return fails_to_survive(result, known.failure);
  result.name = known.answer->name;
  result.file = known.answer->file;
  result.notes = known.answer->notes;
  result.unexamined = known.answer->unexamined;
  if (!result.unexamined.empty()) return;
  next_second = std::chrono::floor<std::chrono::seconds>(Clock::now()) + std::chrono::seconds(1);
  const auto behaviour = ask_examiner(child, Behave{subject});
  if (!behaviour.answer) return fails_to_survive(result, fmt::format("{} while it was first used", behaviour.failure));
  if (try_laws(child, subject, known.answer->laws, result)) first = behaviour.answer->text;
}

const Examination& end(Examinee& examinee) {
  if (examinee.first) examinee.result.verdicts.push_back(process_state(examinee));
  return examinee.result;
}

}  // namespace

std::size_t Examination::failures() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(verdicts, [](const Verdict& v) { return !v.counterexample.empty(); }));
}

void examine(const std::vector<std::pair<Kind, std::string>>& components, const Table& parameters,
             const std::function<void(const Examination&)>& tell) {
  // While one waits for the next second others are examined; they are told of in order.
  std::deque<Examinee> examinees;
  const auto tell_first = [&] {
    tell(end(examinees.front()));
    examinees.pop_front();
  };
  for (const auto& [kind, name] : components) {
    begin(examinees.emplace_back(Subject{kind, name, parameters}));
    while (!examinees.empty() && examinees.front().next_second <= Clock::now()) tell_first();
  }
  while (!examinees.empty()) tell_first();
}

}  // namespace ganzoo::experiment
