#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/experiment/ask/calculator_questions.hpp>
#include <ganzoo/experiment/ask/registries.hpp>
#include <ganzoo/remote/answers.hpp>
#include <limits>
#include <memory>

namespace ganzoo::experiment {
namespace {

using Row = std::function<std::vector<double>(double point)>;

Tabulated tabulate(const std::vector<double>& points, std::vector<std::string> names, const Row& row) {
  std::vector<std::vector<double>> columns(names.size());
  for (const double point : points) {
    const std::vector<double> numbers = row(point);
    for (std::size_t i = 0; i < numbers.size(); ++i) columns[i].push_back(numbers[i]);
  }
  return {{std::move(names), std::move(columns)}, {}};
}

/// f and f′ by way of balls where a double overflows on the way (u² at u = 10²⁰⁰).
Derivatives of_any_size(const FDivergence& f, double u) {
  Derivatives y = f.f(u);
  if (std::isfinite(y.value) && std::isfinite(y.first)) return y;
  const Ball at = Ball::exactly(u);
  const Enclosed excess = f.excess(at), tangent = f.tangent();
  const Ball value = excess.value + tangent.value + tangent.first * (at - Ball::exactly(1));
  y.value = value.value();
  y.first = (excess.first + tangent.first).value();
  return y;
}

Tabulated of_f(const FDivergence& f, const std::vector<double>& points) {
  return tabulate(points, {"u", "f", "df", "d2f"}, [&](double u) -> std::vector<double> {
    const Derivatives y = u > 0    ? of_any_size(f, u)
                          : u == 0 ? Derivatives{f.f_at_0(), undefined, undefined}
                                   : Derivatives{undefined, undefined, undefined};
    return {u, y.value, y.first, y.second};
  });
}

/// The supremum of ut − f(u) by numbers, undefined where rounding of f has hidden it or its maximiser.
Derivatives vouched_conjugate(const FDivergence& f, double t) {
  constexpr double digits = 1e-9;
  const Derivatives y = f.conjugate(t);
  if (!std::isfinite(y.value) || !(y.first > 0) || !std::isfinite(y.first)) return y;
  const Ball u = Ball::exactly(y.first);
  const Enclosed excess = f.excess(u), tangent = f.tangent();
  const Ball value = u * Ball(t) - (excess.value + tangent.value + tangent.first * (u - Ball::exactly(1)));
  const double stiffness = y.first * f.f(y.first).second, doubt = (excess.first + tangent.first).error();
  return {value.error() <= digits * std::max(1.0, std::abs(y.value)) ? y.value : undefined,
          doubt <= 1e3 * digits * stiffness ? y.first : undefined};
}

Tabulated of_conjugate(const FDivergence& f, const std::vector<double>& points) {
  return tabulate(points, {"t", "fstar", "dfstar"}, [&](double t) -> std::vector<double> {
    const Derivatives y = f.has_conjugate() ? f.conjugate(t) : vouched_conjugate(f, t);
    const bool outside = y.value == std::numeric_limits<double>::infinity();
    return {t, y.value, outside ? undefined : y.first};
  });
}

bool contains(const Interval& range, double v) { return v >= range.low && v <= range.high; }

/// A term as mathematics has it where it is certified, elsewhere as training continues it: with the slope held.
Derivatives as_trained(const std::function<Derivatives(double)>& term, const Interval& certified, const Interval& safe,
                       double v) {
  if (contains(certified, v)) return term(v);
  const double end = v < safe.low ? safe.low : safe.high;
  const Derivatives y = term(end);
  return {y.value + y.first * (v - end), y.first};
}

Tabulated of_link(const FDivergence& f, const std::vector<double>& points) {
  const Link link = f.link();
  const SafeScores certified = f.certified_scores(link), safe = f.safe_scores(link);
  const auto activation = [&](double v) { return f.activation(v, link); };
  const auto fused = [&](double v) { return f.fused(v, link); };
  Tabulated answer = tabulate(points, {"v", "g", "dg", "fstar_g", "dfstar_g_dv"}, [&](double v) -> std::vector<double> {
    const Derivatives g = as_trained(activation, certified.activation, safe.activation, v),
                      c = as_trained(fused, certified.fused, safe.fused, v);
    return {v, g.value, g.first, c.value, c.first};
  });
  for (const auto& [name, range] : {std::pair{"g", certified.activation}, {"fstar_g", certified.fused}})
    if (std::isfinite(range.low)) answer.certified.push_back({name, range.low, range.high});
  return answer;
}

/// The parameters, completed and without the kind's own keys.
Table own_parameters(const Table& given, const Schema& schema) {
  std::vector<Complaint> complaints;
  const Table all = complete(given, schema, "divergence", complaints);
  Table own;
  for (const ParameterSchema& p : schema)
    if (!p.kind_key) own.set(p.name, *all.find(p.name));
  return own;
}

std::unique_ptr<Divergence> made(const ChosenDivergence& chosen) {
  return registry_with({}).make<Divergence>(chosen.name, chosen.parameters);
}

const remote::Answers<DescribeDivergence> describe{[](const DescribeDivergence& question) -> DivergenceInWords {
  const auto& [name, parameters] = question.divergence;
  const ComponentInfo info = registry_with({}).load(Kind::divergence, name);
  const auto divergence = made(question.divergence);
  const FDivergence* f = divergence->mathematics();
  return {info.name, std::string(info.about.title), own_parameters(parameters, info.schema),
          f ? std::string(name_of(f->link())) : std::string()};
}};

const remote::Answers<Tabulate> table{[](const Tabulate& question) {
  const auto divergence = made(question.divergence);
  const FDivergence* f = divergence->mathematics();
  if (!f) {
    const std::string& name = registry_with({}).load(Kind::divergence, question.divergence.name).name;
    throw Error(Exit::usage, fmt::format("divergence {} is no f-divergence: there is no f to evaluate", name),
                "ganzoo describe " + name);
  }
  switch (question.argument) {
    case Argument::u:
      return of_f(*f, question.points);
    case Argument::t:
      return of_conjugate(*f, question.points);
    case Argument::v:
      return of_link(*f, question.points);
  }
  throw Error(Exit::bug, "no such argument");
}};

const remote::Answers<MeasureDistance> distance{[](const MeasureDistance& question) {
  return made(question.divergence)->exact_value(parse_distribution(question.p), parse_distribution(question.q));
}};

}  // namespace
}  // namespace ganzoo::experiment
