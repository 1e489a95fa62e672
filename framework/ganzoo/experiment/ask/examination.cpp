#include <fmt/format.h>

#include <algorithm>
#include <chrono>
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

/// `first` was its behaviour before anything else was asked of this process, at that time.
Verdict process_state(remote::Channel& child, const Subject& subject, const std::string& first,
                      Clock::time_point then) {
  Verdict verdict{"process_state", "it keeps something that outlives its objects: a run depends on what ran before it",
                  "a last bit on a fixed occasion: in two fresh processes, and after all other laws in one of them",
                  ""};
  const auto is_first = [&](remote::Channel& one) {
    const auto reply = ask_examiner(one, Behave{subject});
    return reply.answer && reply.answer->text == first;
  };
  std::this_thread::sleep_until(std::chrono::floor<std::chrono::seconds>(then) +
                                std::chrono::seconds(1));  // a clock's seed
  remote::Channel fresh(remote::Role::hosts);
  if (!is_first(fresh))
    verdict.counterexample = "the same calls give one result in one fresh process and another in the next";
  else if (!is_first(child))
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

/// In a process of its own: what one component leaks or overwrites is no other's failure.
Examination examine_one(const Subject& subject) {
  remote::Channel child(remote::Role::hosts);
  Examination result{.kind = subject.kind, .name = subject.name};
  const auto known = ask_examiner(child, ListLaws{subject});
  if (known.refusal && !subject.parameters.empty()) throw Error(*known.refusal);
  if (!known.answer) {
    fails_to_survive(result, known.failure);
    return result;
  }
  result.name = known.answer->name;
  result.file = known.answer->file;
  result.notes = known.answer->notes;
  result.unexamined = known.answer->unexamined;
  if (!result.unexamined.empty()) return result;
  const Clock::time_point then = Clock::now();
  const auto first = ask_examiner(child, Behave{subject});
  if (!first.answer) {
    fails_to_survive(result, fmt::format("{} while it was first used", first.failure));
    return result;
  }
  if (try_laws(child, subject, known.answer->laws, result))
    result.verdicts.push_back(process_state(child, subject, first.answer->text, then));
  return result;
}

}  // namespace

std::size_t Examination::failures() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(verdicts, [](const Verdict& v) { return !v.counterexample.empty(); }));
}

void examine(const std::vector<std::pair<Kind, std::string>>& components, const Table& parameters,
             const std::function<void(const Examination&)>& tell) {
  for (const auto& [kind, name] : components) tell(examine_one({kind, name, parameters}));
}

}  // namespace ganzoo::experiment
