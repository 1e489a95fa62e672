#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/experiment/ask/examination.hpp>
#include <ganzoo/experiment/ask/inspector.hpp>
#include <ganzoo/experiment/ask/message.hpp>

namespace ganzoo::experiment {
namespace {

/// For one that waits; one that computes is ended by its own limit of seconds.
constexpr std::chrono::milliseconds patience{60'000};

/// The component examined: whom every question is about.
struct Subject {
  Kind kind;
  const std::string& name;
  const Table& parameters;

  Table question(const char* what) const {
    Table table;
    table.set("do", what);
    table.set("kind", std::string(name_of(kind)));
    table.set("name", name);
    table.set("parameters", parameters);
    return table;
  }
};

void fails_to_survive(Examination& examination, const std::string& reason) {
  examination.verdicts.push_back(
      {"survives", "it cannot be loaded, or ends or blocks the process it is used in", "any end of the process", reason});
}

std::vector<std::string> strings(const Table& answer, const char* key) {
  std::vector<std::string> all;
  const Value* list = answer.find(key);
  if (list && list->get_if<List>())
    for (const Value& one : list->get<List>())
      if (one.get_if<std::string>()) all.push_back(one.get<std::string>());
  return all;
}

std::string told(const Error& error) {
  const Complaint& complaint = error.complaints().front();
  return complaint.hint.empty() ? complaint.message : fmt::format("{} (hint: {})", complaint.message, complaint.hint);
}

/// The answer, or why there is none.
Inspector::Answer ask(Inspector& inspector, const Table& what) {
  Inspector::Answer answer = inspector.ask(what, patience);
  if (!answer.failure.empty()) return answer;
  if (const Value* error = answer.table.find("error"); error && error->get_if<Table>())
    answer.failure = told(error_from(error->get<Table>()));
  return answer;
}

/// What it does in this process; a failure where it does not survive that.
Inspector::Answer behaviour(Inspector& inspector, const Subject& subject) {
  return ask(inspector, subject.question("behaviour"));
}

/// `first` was its behaviour before anything else was asked of this process.
Verdict process_state(Inspector& inspector, const Subject& subject, const std::string& first) {
  Verdict verdict{"process_state", "it keeps something that outlives its objects: a run depends on what ran before it",
                  "a last bit on a fixed occasion: in two fresh processes, and after all other laws in one of them", ""};
  Inspector fresh({});
  if (text_of(behaviour(fresh, subject).table, "behaviour") != first)
    verdict.counterexample = "the same calls give one result in one fresh process and another in the next";
  else if (text_of(behaviour(inspector, subject).table, "behaviour") != first)
    verdict.counterexample = "the same calls give another result after other objects of it have lived in the process";
  return verdict;
}

/// Whether it survives every law; what they find stands in `result`.
bool try_laws(Inspector& inspector, const Subject& subject, const Table& laws, Examination& result) {
  const std::vector<std::string> names = strings(laws, "laws"), meanings = strings(laws, "meanings"),
                                 sees = strings(laws, "sees");
  for (std::size_t i = 0; i < names.size() && i < meanings.size() && i < sees.size(); ++i) {
    Table law = subject.question("law");
    law.set("law", names[i]);
    const auto [answer, death, killed, timed_out] = ask(inspector, law);
    if (!death.empty()) {
      fails_to_survive(result, fmt::format("{} while the law {} was tried", death, names[i]));
      return false;
    }
    result.verdicts.push_back({names[i], meanings[i], sees[i], text_of(answer, "counterexample")});
  }
  return true;
}

void refuse_parameters(const Inspector::Answer& answer) {
  if (const Value* error = answer.table.find("error"); error && error->get_if<Table>())
    throw error_from(error->get<Table>());
}

/// In a process of its own: what one component leaks or overwrites is no other's failure.
Examination examine_one(const Subject& subject) {
  Inspector inspector({});
  Examination result{.kind = subject.kind, .name = subject.name};
  const Inspector::Answer laws = ask(inspector, subject.question("laws"));
  if (!subject.parameters.empty()) refuse_parameters(laws);
  if (!laws.failure.empty()) {
    fails_to_survive(result, laws.failure);
    return result;
  }
  result.name = text_of(laws.table, "name", subject.name);
  result.file = text_of(laws.table, "file");
  result.notes = strings(laws.table, "notes");
  result.unexamined = text_of(laws.table, "unexamined");
  if (!result.unexamined.empty()) return result;
  const Inspector::Answer first = behaviour(inspector, subject);
  if (!first.failure.empty()) {
    fails_to_survive(result, fmt::format("{} while it was first used", first.failure));
    return result;
  }
  if (try_laws(inspector, subject, laws.table, result))
    result.verdicts.push_back(process_state(inspector, subject, text_of(first.table, "behaviour")));
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
