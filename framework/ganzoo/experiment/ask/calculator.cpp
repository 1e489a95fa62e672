#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/config/document.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/calculator.hpp>
#include <ganzoo/experiment/ask/inspector.hpp>
#include <ganzoo/experiment/ask/message.hpp>
#include <limits>

namespace ganzoo::experiment {
namespace {

constexpr std::chrono::milliseconds patience{60'000};
/// So many points at a time, so that no answer is long and none takes long.
constexpr std::size_t points_at_once = 5000;

List to_list(const std::vector<double>& numbers) { return {numbers.begin(), numbers.end()}; }

/// JSON has neither infinities nor NaN: strings and null stand for them.
double number_from(const Value& value) {
  if (value.is_number()) return value.number();
  const auto* text = value.get_if<std::string>();
  if (!text) return std::numeric_limits<double>::quiet_NaN();
  return *text == "-inf" ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
}

class Conversation {
 public:
  explicit Conversation(const Sum& sum) : sum_(sum), inspector_({}) {}

  Table ask(const char* what, Table question) {
    question.set("do", "eval");
    question.set("what", what);
    question.set("name", sum_.divergence);
    question.set("parameters", to_toml(sum_.parameters));
    const Inspector::Answer reply = inspector_.ask(question, patience);
    const Table& answer = reply.table;
    if (!reply.failure.empty())
      throw Error(Exit::usage, fmt::format("divergence {}: {} while it was evaluated", sum_.divergence, reply.failure));
    if (const Value* error = answer.find("error"); error && error->get_if<Table>())
      throw error_from(error->get<Table>());
    return answer;
  }

  Columns columns(const char* what, const std::vector<double>& points, std::vector<CertifiedRange>& certified) {
    Columns all;
    certified.clear();
    for (std::size_t first = 0; first < points.size(); first += points_at_once) {
      const std::size_t count = std::min(points_at_once, points.size() - first);
      const auto from = points.begin() + static_cast<std::ptrdiff_t>(first);
      Table question;
      question.set("points", to_list({from, from + static_cast<std::ptrdiff_t>(count)}));
      const Table answer = ask(what, std::move(question));
      append(all, answer);
      if (certified.empty()) certified = ranges(answer);
    }
    return all;
  }

 private:
  static std::vector<CertifiedRange> ranges(const Table& answer) {
    std::vector<CertifiedRange> all;
    if (const Value* certified = answer.find("certified"))
      for (const auto& [name, ends] : certified->get<Table>())
        all.push_back({name, number_from(ends.get<List>()[0]), number_from(ends.get<List>()[1])});
    return all;
  }
  static void append(Columns& all, const Table& answer) {
    const Value* columns = answer.find("columns");
    if (!columns || !columns->get_if<Table>()) return;
    const Table& table = columns->get<Table>();
    if (all.names.empty()) {
      for (const auto& [name, numbers] : table) all.names.push_back(name);
      all.values.resize(all.names.size());
    }
    auto into = all.values.begin();
    for (const auto& [name, numbers] : table) {
      for (const Value& number : numbers.get<List>()) into->push_back(number_from(number));
      ++into;
    }
  }

  const Sum& sum_;
  Inspector inspector_;
};

}  // namespace

Calculation calculate(const Sum& sum) {
  Conversation child(sum);
  const Table about = child.ask("about", {});
  Calculation result{.name = text_of(about, "name"),
                     .title = text_of(about, "title"),
                     .parameters = parse_toml(text_of(about, "own"), ""),
                     .link = text_of(about, "link"),
                     .columns = {},
                     .certified = {},
                     .distance = {}};
  for (const auto& [what, points] : {std::pair{"u", &sum.u}, std::pair{"t", &sum.t}, std::pair{"v", &sum.v}})
    if (!points->empty()) result.columns.push_back(child.columns(what, *points, result.certified));
  if (sum.p.empty()) return result;
  Table question;
  question.set("p", sum.p);
  question.set("q", sum.q);
  const Table answer = child.ask("distance", std::move(question));
  const auto number = [&](const char* key) {
    const Value* value = answer.find(key);
    return value ? number_from(*value) : std::numeric_limits<double>::quiet_NaN();
  };
  result.distance = Exact{number("distance"), number("error"), text_of(answer, "reason")};
  return result;
}

}  // namespace ganzoo::experiment
