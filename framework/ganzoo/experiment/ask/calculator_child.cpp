#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <ganzoo/config/document.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/experiment/ask/calculator.hpp>
#include <ganzoo/experiment/ask/message.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <limits>

namespace ganzoo::experiment {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

using Row = std::function<std::vector<double>(double point)>;

Table tabulate(const Table& question, const std::vector<const char*>& names, const Row& row) {
  std::vector<List> columns(names.size());
  for (const Value& point : question.find("points")->get<List>()) {
    const std::vector<double> numbers = row(point.number());
    for (std::size_t i = 0; i < numbers.size(); ++i) columns[i].emplace_back(numbers[i]);
  }
  Table table, answer;
  for (std::size_t i = 0; i < names.size(); ++i) table.set(names[i], std::move(columns[i]));
  answer.set("columns", std::move(table));
  return answer;
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

Table of_f(const FDivergence& f, const Table& question) {
  return tabulate(question, {"u", "f", "df", "d2f"}, [&](double u) -> std::vector<double> {
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

Table of_conjugate(const FDivergence& f, const Table& question) {
  return tabulate(question, {"t", "fstar", "dfstar"}, [&](double t) -> std::vector<double> {
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

Table of_link(const FDivergence& f, const Table& question) {
  const Link link = f.link();
  const SafeScores certified = f.certified_scores(link), safe = f.safe_scores(link);
  const auto activation = [&](double v) { return f.activation(v, link); };
  const auto fused = [&](double v) { return f.fused(v, link); };
  Table answer = tabulate(question, {"v", "g", "dg", "fstar_g", "dfstar_g_dv"}, [&](double v) -> std::vector<double> {
    const Derivatives g = as_trained(activation, certified.activation, safe.activation, v),
                      c = as_trained(fused, certified.fused, safe.fused, v);
    return {v, g.value, g.first, c.value, c.first};
  });
  Table ranges;
  for (const auto& [name, range] : {std::pair{"g", certified.activation}, {"fstar_g", certified.fused}})
    if (std::isfinite(range.low)) ranges.set(name, List{range.low, range.high});
  answer.set("certified", std::move(ranges));
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

}  // namespace

Table calculate_in_child(Registry& registry, const Table& question) {
  const std::string name = text_of(question, "name"), what = text_of(question, "what");
  Table given = parse_toml(text_of(question, "parameters"), "");
  for (auto& [key, value] : given) value.place = {};  // of the command line, not of this text
  const ComponentInfo& info = registry.load(Kind::divergence, name);
  const auto divergence = registry.make<Divergence>(name, given);
  Table answer;
  if (what == "distance") {
    const Exact d =
        divergence->exact_value(parse_distribution(text_of(question, "p")), parse_distribution(text_of(question, "q")));
    answer.set("distance", d.value);
    answer.set("error", d.error);
    answer.set("reason", d.reason);
    return answer;
  }
  const FDivergence* f = divergence->mathematics();
  if (!f && what != "about")
    throw Error(Exit::usage, fmt::format("divergence {} is no f-divergence: there is no f to evaluate", info.name),
                "ganzoo describe " + info.name);
  if (what == "u") return of_f(*f, question);
  if (what == "t") return of_conjugate(*f, question);
  if (what == "v") return of_link(*f, question);
  answer.set("name", info.name);
  answer.set("title", std::string(info.about.title));
  answer.set("own", to_toml(own_parameters(given, info.schema)));
  answer.set("link", f ? std::string(name_of(f->link())) : std::string());
  return answer;
}

}  // namespace ganzoo::experiment
