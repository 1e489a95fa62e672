#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/calculator.hpp>
#include <ganzoo/experiment/ask/calculator_questions.hpp>
#include <ganzoo/remote/channel.hpp>
#include <ganzoo/remote/unanswered.hpp>

namespace ganzoo::experiment {
namespace {

constexpr remote::Limits calculator_limits{.patience = 60'000, .seconds = remote::no_end};
/// So many points at a time, so that no answer is long and none takes long.
constexpr std::size_t points_at_once = 5000;

template <class Q>
typename Q::Answer ask_calculator(remote::Channel& child, const Q& question) {
  auto outcome = child.ask(question, calculator_limits);
  if (const auto* failure = std::get_if<remote::Failure>(&outcome))
    throw remote::unanswered(*failure, "divergence " + question.divergence.name, "it was evaluated");
  return std::move(std::get<typename Q::Answer>(outcome));
}

void append(Columns& all, const Columns& more) {
  if (all.names.empty()) all = {more.names, std::vector<std::vector<double>>(more.names.size())};
  for (std::size_t i = 0; i < std::min(all.values.size(), more.values.size()); ++i)
    all.values[i].insert(all.values[i].end(), more.values[i].begin(), more.values[i].end());
}

Tabulated tabulate(remote::Channel& child, Tabulate question) {
  const std::vector<double> points = std::move(question.points);
  Tabulated all;
  for (std::size_t first = 0; first < points.size(); first += points_at_once) {
    const auto from = points.begin() + static_cast<std::ptrdiff_t>(first);
    const std::size_t count = std::min(points_at_once, points.size() - first);
    question.points.assign(from, from + static_cast<std::ptrdiff_t>(count));
    Tabulated part = ask_calculator(child, question);
    append(all.columns, part.columns);
    all.certified = std::move(part.certified);
  }
  return all;
}

}  // namespace

Calculation calculate(const Calculate& request) {
  remote::Channel child(remote::Role::hosts);
  const ChosenDivergence divergence{request.divergence, request.parameters};
  auto [name, title, parameters, link] = ask_calculator(child, DescribeDivergence{divergence});
  Calculation result{name, title, std::move(parameters), link, {}, {}, {}};
  for (const auto& [argument, points] :
       {std::pair{Argument::u, &request.u}, {Argument::t, &request.t}, {Argument::v, &request.v}}) {
    if (points->empty()) continue;
    Tabulated table = tabulate(child, {divergence, argument, *points});
    result.columns.push_back(std::move(table.columns));
    if (argument == Argument::v) result.certified = std::move(table.certified);
  }
  if (!request.p.empty()) result.distance = ask_calculator(child, MeasureDistance{divergence, request.p, request.q});
  return result;
}

}  // namespace ganzoo::experiment
