#include <fmt/format.h>

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

Table of_f(const FDivergence& f, const Table& question) {
  return tabulate(question, {"u", "f", "df", "d2f"}, [&](double u) -> std::vector<double> {
    const Derivatives y = u > 0    ? f.f(u)
                          : u == 0 ? Derivatives{f.f_at_0(), undefined, undefined}
                                   : Derivatives{undefined, undefined, undefined};
    return {u, y.value, y.first, y.second};
  });
}

Table of_conjugate(const FDivergence& f, const Table& question) {
  return tabulate(question, {"t", "fstar", "dfstar"}, [&](double t) -> std::vector<double> {
    const Derivatives y = f.conjugate(t);
    const bool outside = y.value == std::numeric_limits<double>::infinity();
    return {t, y.value, outside ? undefined : y.first};
  });
}

Table of_link(const FDivergence& f, const Table& question) {
  return tabulate(question, {"v", "g", "dg", "fstar_g", "dfstar_g_dv"}, [&](double v) -> std::vector<double> {
    const Derivatives g = f.activation(v, f.link()), c = f.fused(v, f.link());
    return {v, g.value, g.first, c.value, c.first};
  });
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
  const FDivergence* f = divergence->mathematics();
  if (!f)
    throw Error(Exit::usage, fmt::format("divergence {} is no f-divergence: there is no f to evaluate", info.name),
                "ganzoo describe " + info.name);
  if (what == "u") return of_f(*f, question);
  if (what == "t") return of_conjugate(*f, question);
  if (what == "v") return of_link(*f, question);
  Table answer;
  if (what == "distance") {
    const Distribution p = parse_distribution(text_of(question, "p")), q = parse_distribution(text_of(question, "q"));
    answer.set("distance", exact_divergence(*f, p, q));
    return answer;
  }
  answer.set("name", info.name);
  answer.set("title", std::string(info.about.title));
  answer.set("own", to_toml(own_parameters(given, info.schema)));
  answer.set("link", std::string(name_of(f->link())));
  return answer;
}

}  // namespace ganzoo::experiment
