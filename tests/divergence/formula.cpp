#include <cmath>
#include <filesystem>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/formula.hpp>
#include <map>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "divergence/zoo.hpp"
#include "support/catch.hpp"

using ganzoo::Formula;

namespace {

bool near(double got, double truth, double tolerance = 1e-12) {
  return std::abs(got - truth) <= tolerance * std::max(1.0, std::abs(truth));
}

/// Message and hint of the error, as "message | hint".
template <class Call>
std::string complaint(Call call) {
  try {
    call();
  } catch (const ganzoo::Error& error) {
    CHECK(error.code() == ganzoo::Exit::usage);
    return error.complaints().front().message + " | " + error.complaints().front().hint;
  }
  return "nothing was thrown";
}

std::string refusal(const std::string& text) {
  return complaint([&] { examine_divergence(Formula(text)); });
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE(
    "A formula means what algebra says: powers before products before sums, from the left, powers from the right") {
  const std::vector<std::pair<std::string, double>> at_3{{"1 - u - 2", -4},
                                                         {"2 + 3*u", 11},
                                                         {"12/u/2", 2},
                                                         {"2^u^2", 512},
                                                         {"-u^2", -9},
                                                         {"2*-u", -6},
                                                         {"u**2", 9},
                                                         {"(1 + u)*(1 - u)", -8},
                                                         {"u^-1", 1.0 / 3},
                                                         {"1/2 * u", 1.5},
                                                         {"-(-u)", 3},
                                                         {"+u - -u", 6},
                                                         {"1e-3*u", 3e-3},
                                                         {".5u", 1.5},
                                                         {"2u", 6},
                                                         {"u(u - 1)", 6},
                                                         {"(u-1)(u+1)", 8},
                                                         {"2 log(u)", 2 * std::log(3)},
                                                         {"u log u", 3 * std::log(3)},
                                                         {"log u^2", std::log(9)},
                                                         {"|1 - u|", 2},
                                                         {"2|1 - u|u", 12},
                                                         {"||1-u| - 5|", 3},
                                                         {"pow(u, 0.5)", std::sqrt(3)},
                                                         {"max(u, 4)", 4},
                                                         {"min(4, u)", 3},
                                                         {"pi", std::numbers::pi},
                                                         {"e^u", std::exp(3)},
                                                         {"u^u", 27},
                                                         {"xlogx(u)", 3 * std::log(3)},
                                                         {"expm1(log1p(u))", 3},
                                                         {"tanh(u)", std::tanh(3)},
                                                         {"sigmoid(u)", 1 / (1 + std::exp(-3))},
                                                         {"softplus(u)", std::log1p(std::exp(3))},
                                                         {"lambert_w(u e^u)", 3}};
  for (const auto& [text, value] : at_3) {
    INFO(text);
    CHECK(near(Formula(text).at(3).value, value));
  }
}

TEST_CASE("A formula may be copied from a paper: minus signs, roots, fractions, squares, products without a sign") {
  const std::vector<std::pair<std::string, std::string>> same{
      {"(√u − 1)²", "(sqrt(u) - 1)^2"},
      {"½|u − 1|", "abs(u - 1)/2"},
      {"u log u − (u+1) log((u+1)/2)", "u*log(u) - (u + 1)*log((u + 1)/2)"},
      {"e^{u−1} − 1", "exp(u - 1) - 1"},
      {"(u−1)²(u+1)/u", "(u - 1)*(u - 1)*(u + 1)/u"},
      {"2·u³×π", "2*u^3*pi"}};
  for (const auto& [printed, typed] : same)
    for (const double u : {0.3, 1.0, 2.5}) {
      INFO(printed);
      CHECK(near(Formula(printed).at(u).value, Formula(typed).at(u).value));
    }
}

TEST_CASE("A formula's derivatives are its differences") {
  for (const std::string text :
       {"u*log(u)", "(sqrt(u) - 1)^2", "pow(u, -0.3)/u", "log(1 + exp(u))*tanh(u)", "2^u/(1 + u)",
        "lambert_w(u)*xlogx(u)", "sigmoid(u)*softplus(-u)", "u^u", "expm1(u)*log1p(u)"}) {
    const Formula f(text);
    for (const double u : {0.4, 1.3, 2.2}) {
      INFO(text << " at " << u);
      const double h = 1e-5;
      CHECK(near(f.at(u).first, (f.at(u + h).value - f.at(u - h).value) / (2 * h), 1e-8));
      CHECK(near(f.at(u).second, (f.at(u + h).first - f.at(u - h).first) / (2 * h), 1e-8));
    }
  }
}

TEST_CASE("Constants that a formula names can be given, and come before pi") {
  CHECK(near(Formula("π u^α", {{"α", 2}, {"pi", 0.5}}).at(3).value, 4.5));
}

TEST_CASE("A formula's error names the column and, for a word, the nearest known one") {
  CHECK(complaint([] { Formula("u*lgo(u)"); }) ==
        "formula \"u*lgo(u)\", column 3: it has \"lgo\", which is neither u nor a function | did you mean log?");
  CHECK(holds(complaint([] { Formula("√u − bogus"); }), "column 6: it has \"bogus\""));
  CHECK(holds(complaint([] { Formula("u*log(u"); }), "column 8: it must have ')' here"));
  CHECK(holds(complaint([] { Formula("|u - 1"); }), "column 7: it must have '|' here"));
  CHECK(holds(complaint([] { Formula("u)"); }), "column 2: it must end or have an operator here"));
  CHECK(holds(complaint([] { Formula("2 3"); }), "column 3: it must end or have an operator here"));
  CHECK(holds(complaint([] { Formula("1/2u"); }), "column 4: it must have * or brackets here"));
  CHECK(holds(complaint([] { Formula("u +"); }), "column 4: it must have a number, u, a function or a bracket here"));
  CHECK(holds(complaint([] { Formula("log(u, 2)"); }), "column 1: it gives log 2 arguments, but must give 1"));
  CHECK(holds(complaint([] { Formula("pow u"); }), "column 5: it must have a bracket behind pow here"));
  CHECK(holds(complaint([] { Formula("u ; 1"); }), "column 3: it has a ';', which is nothing in a formula"));
  CHECK(holds(complaint([] { Formula("1e999 u"); }), "column 1: it must have a number here"));
  CHECK(holds(complaint([] { Formula(" "); }), "column 2: it is empty"));
  CHECK(holds(complaint([] { Formula(std::string(100000, '(')); }), "nested too deeply"));
}

TEST_CASE("A formula that is no f of an f-divergence is refused with its reason") {
  CHECK(refusal("u^2") ==
        "formula \"u^2\" is 1 at u = 1, but must be 0: P differs from itself by nothing | --f 'u^2 - 1'");
  CHECK(holds(refusal("log(u) + u*log(u) - 1"), "--f 'log(u) + u*log(u) - 1 + 1'"));
  CHECK(holds(refusal("1/(u - 1)"), "is inf at u = 1, but must be 0"));
  CHECK(holds(refusal("log(u - 0.5) - log(0.5)"), "must be finite for every u > 0"));
  CHECK(holds(refusal("log(u)"), "is not convex"));
  CHECK(holds(refusal("log(u)"), "it is concave: --f '-(log(u))' is convex"));
  CHECK(holds(refusal("(u - 1)^3"), "is not convex"));
  CHECK(holds(refusal("2*(u - 1)"), "is linear"));
  CHECK(holds(refusal("abs(u - 1)/2"), "is not strictly convex"));
  CHECK(holds(refusal("max(u - 1, 0)^2"), "is not strictly convex"));
  CHECK(refusal("u*log(u)") == "nothing was thrown");
}

TEST_CASE("Whether an f-divergence is symmetric and bounded is measured") {
  const auto facts = [](const char* text) { return examine_divergence(Formula(text)); };
  CHECK(facts("(√u − 1)²").symmetric);
  CHECK(facts("(√u − 1)²").bounded);
  CHECK(facts("(u−1) log u").symmetric);
  CHECK_FALSE(facts("(u−1) log u").bounded);
  CHECK(facts("u log u − (u+1) log((u+1)/2)").bounded);
  CHECK(facts("(√u − 1)² + 3(u - 1)").symmetric);
  CHECK_FALSE(facts("u log u").symmetric);
  CHECK_FALSE(facts("u log u").bounded);
  CHECK(facts("u log(u/(1+u)) − 1/(2(1+u)) + (log 2 − ⅝)u + ⅞").bounded);
}

TEST_CASE("A formula is written as C++ with the same brackets, doubles among constants, and std:: only there") {
  const std::vector<std::pair<std::string, std::string>> written{
      {"u*log(u)", "u * log(u)"},          {"3-(u+2)", "3 - (u + 2)"},
      {"1/(2*u)", "1 / (2 * u)"},          {"u/2/3", "u / 2 / 3"},
      {"u*(1/2)", "u * (1.0 / 2.0)"},      {"-(-u)", "-(-u)"},
      {"(u-1)^2", "pow(u - 1, 2)"},        {"e^u", "exp(u)"},
      {"log(2) + u", "std::log(2.0) + u"}, {"pi*u", "std::numbers::pi * u"},
      {"|u - 1|", "abs(u - 1)"},           {"softplus(0)*u", "ganzoo::softplus(0.0) * u"}};
  for (const auto& [text, cpp] : written) CHECK(Formula(text).cpp() == cpp);
}

TEST_CASE("What a divergence's About prints as f and as its optimal critic is what its file computes") {
  int read = 0;
  for (const auto& module : std::filesystem::directory_iterator(GANZOO_SOURCE_DIR "/divergences/f")) {
    const std::string name = module.path().stem().string();
    INFO(name);
    ganzoo::Registry registry;
    const ganzoo::ComponentInfo& info = registry.load(ganzoo::Kind::divergence, name);
    CHECK_FALSE(info.about.formula.empty());
    CHECK_FALSE(info.about.optimal_critic.empty());
    std::map<std::string, double> parameters;
    const std::map<std::string, std::string> letters{{"alpha", "α"}, {"lambda", "λ"}, {"gamma", "γ"}};
    for (const auto& p : info.schema)
      if (!p.kind_key) parameters[letters.contains(p.name) ? letters.at(p.name) : p.name] = p.default_value.number();
    const auto divergence = registry.make<ganzoo::Divergence>(name, {});
    const ganzoo::FDivergence& f = *divergence->mathematics();
    const Formula formula(std::string(info.about.formula), parameters);
    for (const double u : {0.2, 0.7, 1.0, 1.9, 6.0}) CHECK(near(formula.at(u).value, f.f(u).value));
    ++read;
    if (!info.about.strictly_convex) continue;  // its critic is a sign
    const Formula critic(std::string(info.about.optimal_critic), parameters);
    for (const double u : {0.2, 0.7, 1.0, 1.9, 6.0}) CHECK(near(critic.at(u).value, f.f(u).first));
  }
  CHECK(read >= 20);
}
