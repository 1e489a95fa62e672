#include "eval_information.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/exact/information.hpp>
#include <numbers>

#include "numbers.hpp"

namespace ganzoo::app {
namespace {

/// What each takes, and how it is made of it.
struct InformationKind {
  const char *name, *formula;
  bool takes_q, takes_x;
  void (*fill)(const InformationRequest&, Information&);
};

/// What an identity leaves over: 0 to within the errors of its terms, or one of them is wrong.
Figure remainder(std::string label, double left, std::initializer_list<Exact> terms) {
  double size = 0, error = 0;
  for (const Exact& term : terms) size += std::abs(term.value), error += term.error;
  const Exact rest{left, error + 2e-16 * size, ""};
  if (!std::isfinite(left)) return {"remainder", std::move(label), {std::nan(""), 0, "its terms are not finite"}};
  if (std::abs(left) > rest.error)
    throw Error(Exit::bug, fmt::format("{} is {:.3g}, but the errors allow {:.1g}", label, left, rest.error));
  return {"remainder", std::move(label), rest};
}

void fill_entropy(const InformationRequest& request, Information& answer) {
  const Distribution p = parse_distribution(request.p);
  answer.figures = {{"H", "H(P)", exact_entropy(p)}};
  if (!p.is_discrete()) return;
  answer.figures.push_back({"huffman", "Huffman's code, mean length", huffman_mean_length(p.probabilities)});
  answer.code_lengths = huffman_lengths(p.probabilities);
}

void fill_cross_entropy(const InformationRequest& request, Information& answer) {
  const Distribution p = parse_distribution(request.p), q = parse_distribution(request.q);
  const Exact cross = exact_cross_entropy(p, q), own = exact_entropy(p), kl = exact_renyi(1, p, q);
  answer.figures = {{"H_PQ", "H(P, Q)", cross},
                    {"H_P", "H(P)", own},
                    {"KL", "KL(P‖Q)", kl},
                    remainder("H(P, Q) − H(P) − KL(P‖Q)", cross.value - own.value - kl.value, {cross, own, kl})};
}

void fill_self_information(const InformationRequest& request, Information& answer) {
  const Distribution p = parse_distribution(request.p);
  answer.x = request.x;
  for (const double x : request.x) answer.surprises.push_back(exact_self_information(p, x));
}

void fill_mutual_information(const InformationRequest& request, Information& answer) {
  const Joint table = parse_joint(request.p);
  const Exact shared = exact_mutual_information(table), x = exact_entropy(table.of_x()),
              y = exact_entropy(table.of_y()), both = exact_entropy(table.both);
  answer.figures = {{"I", "I(X; Y)", shared},
                    {"H_X", "H(X)", x},
                    {"H_Y", "H(Y)", y},
                    {"H_XY", "H(X, Y)", both},
                    remainder("I(X; Y) − H(X) − H(Y) + H(X, Y)", shared.value - x.value - y.value + both.value,
                              {shared, x, y, both})};
}

constexpr std::array kinds{
    InformationKind{"entropy", "H(P) = −E_P log p", false, false, fill_entropy},
    InformationKind{"cross_entropy", "H(P, Q) = −E_P log q", true, false, fill_cross_entropy},
    InformationKind{"self_information", "I(x) = −log p(x)", false, true, fill_self_information},
    InformationKind{"mutual_information", "I(X; Y) = KL(P(X, Y)‖P(X) P(Y))", false, false, fill_mutual_information}};

const InformationKind* kind_named(const std::string& name) {
  for (const InformationKind& kind : kinds)
    if (name == kind.name) return &kind;
  return nullptr;
}

void require(bool given, bool wanted, const std::string& name, const char* option) {
  if (given == wanted) return;
  throw Error(Exit::usage, fmt::format("eval {}: {} is {}", name, option,
                                       wanted ? "missing, but must be given" : "given, but it takes none"));
}

void convert(Exact& x, const std::string& unit) {
  if (unit != "bits" || !std::isfinite(x.value)) return;
  x.value /= std::numbers::ln2;
  x.error = x.error / std::numbers::ln2 + 3e-16 * std::abs(x.value);
}

}  // namespace

bool is_information(const std::string& name) { return kind_named(name) != nullptr; }

std::string names_of_information() {
  std::string names;
  for (const InformationKind& kind : kinds) names += (names.empty() ? "" : ", ") + std::string(kind.name);
  return names;
}

Information inform(const InformationRequest& request) {
  const InformationKind& kind = *kind_named(request.name);
  require(!request.p.empty(), true, request.name, "--p");
  require(!request.q.empty(), kind.takes_q, request.name, "--q");
  require(!request.x.empty(), kind.takes_x, request.name, "--x");
  Information answer{kind.name, kind.formula, request.unit.empty() ? "nats" : request.unit, {}, {}, {}, {}};
  kind.fill(request, answer);
  for (Figure& figure : answer.figures) convert(figure.value, answer.unit);
  for (Exact& surprise : answer.surprises) convert(surprise, answer.unit);
  return answer;
}

nlohmann::ordered_json to_json(const Information& answer) {
  nlohmann::ordered_json out{{"name", answer.name}, {"unit", answer.unit}};
  for (const Figure& figure : answer.figures) put(out, figure.key, figure.value);
  if (!answer.code_lengths.empty()) out["huffman_lengths"] = answer.code_lengths;
  for (std::size_t i = 0; i < answer.x.size(); ++i) {
    out["x"].push_back(to_json(answer.x[i]));
    out["I"].push_back(to_json(answer.surprises[i].value));
    out["I_error"].push_back(to_json(answer.surprises[i].error));
  }
  return out;
}

std::string to_table(const Information& answer) {
  std::string text = fmt::format("{}: {}, in {}\n\n", answer.name, answer.formula, answer.unit);
  for (const Figure& figure : answer.figures) text += fmt::format("{} = {}\n", figure.label, to_text(figure.value));
  if (!answer.code_lengths.empty())
    text += fmt::format("its words have {} binary digits\n", fmt::join(answer.code_lengths, ", "));
  for (std::size_t i = 0; i < answer.x.size(); ++i)
    text += fmt::format("I({}) = {}\n", to_text(answer.x[i]), to_text(answer.surprises[i]));
  return text;
}

}  // namespace ganzoo::app
