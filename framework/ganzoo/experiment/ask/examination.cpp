#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/experiment/ask/examination.hpp>
#include <ganzoo/experiment/ask/inspector.hpp>
#include <ganzoo/experiment/ask/message.hpp>

namespace ganzoo::experiment {
namespace {

/// For one that waits; one that computes is ended by its own limit of seconds.
constexpr std::chrono::milliseconds patience{60'000};

Table question(const char* what, Kind kind, const std::string& name) {
  Table table;
  table.set("do", what);
  table.set("kind", std::string(name_of(kind)));
  table.set("name", name);
  return table;
}

void fails_to_survive(Examination& examination, const std::string& reason) {
  examination.verdicts.push_back(
      {"survives", "it cannot be loaded, or ends or blocks the process it is used in", reason});
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
Inspector::Answer ask(Inspector& inspector, Table what) {
  Inspector::Answer answer = inspector.ask(std::move(what), patience);
  if (!answer.failure.empty()) return answer;
  if (const Value* error = answer.table.find("error"); error && error->get_if<Table>())
    answer.failure = told(error_from(error->get<Table>()));
  return answer;
}

/// In a process of its own: what one component leaks or overwrites is no other's failure.
Examination examine_one(Kind kind, const std::string& name) {
  Inspector inspector({});
  Examination result{.kind = kind, .name = name, .file = {}, .verdicts = {}, .notes = {}, .unexamined = {}};
  const auto [laws, failure] = ask(inspector, question("laws", kind, name));
  if (!failure.empty()) {
    fails_to_survive(result, failure);
    return result;
  }
  result.name = text_of(laws, "name", name);
  result.file = text_of(laws, "file");
  result.notes = strings(laws, "notes");
  result.unexamined = text_of(laws, "unexamined");
  const std::vector<std::string> names = strings(laws, "laws"), meanings = strings(laws, "meanings");
  for (std::size_t i = 0; i < names.size() && i < meanings.size(); ++i) {
    Table law = question("law", kind, name);
    law.set("law", names[i]);
    const auto [answer, death] = ask(inspector, std::move(law));
    if (!death.empty()) {
      fails_to_survive(result, fmt::format("{} while the law {} was tried", death, names[i]));
      return result;
    }
    result.verdicts.push_back({names[i], meanings[i], text_of(answer, "counterexample")});
  }
  return result;
}

}  // namespace

std::size_t Examination::failures() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(verdicts, [](const Verdict& v) { return !v.counterexample.empty(); }));
}

void examine(const std::vector<std::pair<Kind, std::string>>& components,
             const std::function<void(const Examination&)>& tell) {
  for (const auto& [kind, name] : components) tell(examine_one(kind, name));
}

}  // namespace ganzoo::experiment
