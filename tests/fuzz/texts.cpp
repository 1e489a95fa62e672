/// What a user writes: experiment files, overrides, formulas, distributions, conditions.
#include <ganzoo/config/document.hpp>
#include <ganzoo/config/json.hpp>
#include <ganzoo/config/path.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/divergence/distribution.hpp>
#include <ganzoo/divergence/formula.hpp>
#include <ganzoo/experiment/spec/override.hpp>
#include <ganzoo/report/runs/where.hpp>

#include "target.hpp"

namespace {

using namespace ganzoo;

const std::string ring8 = R"(title = "ring8"
steps = 20_000
seed = 0x1
[data]
name = 'ring'
std = 2e-2
[generator]
hidden = [128, 128, { a = "x" }]
[[regularizer]]
name = """weight
clip"""
[grid]
"divergence" = ["kl", { name = "alpha", alpha = 0.3 }, inf]
[[grid.zip]]
"a.b" = [true, false]
)";

const fuzz::Registered toml{
    {"toml", {ring8, "a = [[1], {b.c = \"\\u00e9\"}]\n", "'' = 1\n\"a b\".c = -0.0\n"}, [](const std::string& bytes) {
       const Table table = config::parse_toml(bytes, "f.toml");
       fuzz::require(config::parse_toml(config::to_toml(table), "g.toml") == table);
     }}};

const fuzz::Registered json{{"json",
                             {R"({"a":[1,2.5,"inf",null,true],"b":{"c":"\u001b"}})", "{}"},
                             [](const std::string& bytes) { config::to_json(config::from_json(bytes)); }}};

const fuzz::Registered override_{
    {"override",
     {"divergence.name=kl", "grid.seed=[0,1]", "regularizer[0].bound=0.1", "a.\"b.c\"='x'",
      "divergence={name=\"alpha\",alpha=0.3}", "grid.\"optimizer.generator.rate\"=[1e-4]", "a={b=\xef\xbb\xb7{"},
     [](const std::string& bytes) {
       static const Table parsed = config::parse_toml(ring8, "f.toml");
       Table table = parsed;
       experiment::apply_override(table, bytes);
     }}};

const fuzz::Registered formula{{"formula",
                                {"u*log(u)", "u log u - (u+1) log((u+1)/2)", "2u^2 - |u-1|**3", "√u·½ − π",
                                 "max(u, -1)e", "lambert_w(softplus(sigmoid(xlogx(tanh(u)))))"},
                                [](const std::string& bytes) {
                                  const Formula f(bytes);
                                  f.at(0.5);
                                  f.at(1e300);
                                  f.cpp();
                                }}};

const fuzz::Registered distribution{
    {"distribution",
     {"normal(0, 1)", "mixture(0.5*normal(-1, 2) + 0.5*normal(1e0, .2))", "discrete(0.2, 0.3, 0.5)"},
     [](const std::string& bytes) { parse_distribution(bytes); }}};

const fuzz::Registered where{
    {"where",
     {"divergence.name == kl and seed < 3", "not (a.b[0] != 'x y' or c >= -1.5e3)", "seed in [1]"},
     [](const std::string& bytes) {
       static const Table spec = config::parse_toml(ring8, "f.toml");
       report::Where(bytes).matches(spec);
     }}};

}  // namespace
