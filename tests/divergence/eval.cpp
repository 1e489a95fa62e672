// `ganzoo eval` from the outside.
#include <fstream>

#include "run_eval.hpp"
#include "support/catch.hpp"
#include "support/temporary.hpp"
#include "zoo.hpp"

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("eval prints one JSON object with the keys of what was asked", "[unit]") {
  const Ran ran = run_eval(
      "alpha alpha=0.5 --u 0,0.5 --t -3,2,5 --v -1:1:3 --p 'discrete(0.3,0.7)' --q 'discrete(0.6, 0.4)' --format json");
  REQUIRE(ran.exit_code == 0);
  const auto out = nlohmann::json::parse(ran.output);
  CHECK(out["name"] == "alpha");
  CHECK(out["parameters"]["alpha"] == 0.5);
  CHECK(out["link"] == "published");
  for (const char* key : {"f", "df", "d2f"}) CHECK(out[key].size() == 2);
  CHECK(out["f"][0] == 2.0);
  CHECK(out["df"][0].is_null());
  CHECK(out["fstar"][1] == "inf");
  CHECK(out["dfstar"][2].is_null());
  CHECK(out["v"] == nlohmann::json({-1.0, 0.0, 1.0}));
  const auto& golden = zoo::golden();
  CHECK(zoo::error(out["D"].get<double>(), golden["discrete"]["bern"]["D"]["alpha(alpha=0.5)"].get<double>()) <= 1e-14);
  CHECK(zoo::error(out["fstar_g"][1].get<double>(), 3.7707801635558535) <= 1e-14);
}

TEST_CASE("eval says what is wrong, and exits 2", "[unit]") {
  const auto refused = [](const std::string& arguments, const std::string& part) {
    const Ran ran = run_eval(arguments);
    INFO(ran.output);
    CHECK(ran.exit_code == 2);
    CHECK(contains(ran.output, part));
    CHECK(contains(ran.output, "ganzoo: error: "));
  };
  refused("total_variation --link log_ratio", "not strictly convex");
  refused("kl --link logit", "link");
  refused("kl alpha=3", "alpha");
  refused("js_weighted pi=1.5", "pi");
  refused("kle", "kl");
  refused("wasserstein", "no f-divergence");
  refused("kl --u 1,x", "--u holds \"x\"");
  refused("kl --v 1:2", "from:to:count");
  refused("kl --v 1:2:1", "count");
  refused("kl --p 'normal(0, 1)'", "--p is given without --q");
  refused("kl --p 'normal(0, 1)' --q 'normal(0; 1)'", "column 9");
}

TEST_CASE("eval prints a table for people", "[unit]") {
  const Ran ran = run_eval("js");
  CHECK(ran.exit_code == 0);
  for (const char* part : {"js: Jensen", "d2f", "dfstar_g_dv", "0.379885493042"}) CHECK(contains(ran.output, part));
}

TEST_CASE("eval tells the error of D, or why there is no number", "[unit]") {
  const auto asked = [](const std::string& arguments) {
    const Ran ran = run_eval(arguments + " --format json");
    INFO(ran.output);
    REQUIRE(ran.exit_code == 0);
    return nlohmann::json::parse(ran.output);
  };
  const auto js = asked(GANZOO_TYPED_JS " --p 'normal(0, 1)' --q 'normal(1, 1)'");
  CHECK(std::abs(js["D"].get<double>() - 0.22284296436947235943) <= js["D_error"].get<double>());
  CHECK(js["D_error"].get<double>() <= 1e-13);
  CHECK(!js.contains("D_reason"));
  const auto large = asked("pearson --p 'normal(30, 1)' --q 'normal(0, 1)'");
  CHECK(large["D"] == "inf");
  CHECK(large["D_error"].is_null());
  CHECK(contains(large["D_reason"], "larger than a double"));
  const auto game = asked("hinge --p 'normal(0, 1)' --q 'normal(1, 1)'");
  CHECK(game["D"].is_null());
  CHECK(game["link"].is_null());
  CHECK(contains(game["D_reason"], "without a trained critic"));
  CHECK(contains(asked("sinkhorn --p 'normal(0, 1)' --q 'normal(1, 1)'")["D_reason"], "a distance between samples"));
  CHECK(asked("wasserstein p=2 --p 'normal(0, 1)' --q 'normal(3, 5)'")["D"] == 5);
}

TEST_CASE("eval prints as many digits of D as are right", "[unit]") {
  CHECK(contains(run_eval("total_variation --p 'normal(0, 1)' --q 'normal(1, 1)'").output, "= 0.382924922548 ± "));
  CHECK(contains(run_eval("kl --p 'normal(0, 1)' --q 'normal(1e-9, 1)'").output, "= 5e-19 ± "));
  CHECK(contains(run_eval(GANZOO_TYPED_JS " --p 'normal(0, 1)' --q 'normal(1e-9, 1)'").output, "= 0 ± "));
  CHECK(contains(run_eval("neyman --p 'normal(0, 1)' --q 'normal(0, 2)'").output, "= inf: the integral diverges"));
}

TEST_CASE("far out eval prints what training uses of a term that follows from f alone, and says so", "[unit]") {
  const std::string typed = GANZOO_TYPED_JS;
  const auto out = nlohmann::json::parse(run_eval(typed + " --v 2,60 --format json").output);
  // f*(g(v)) = log((1 + e^v)/2), whose slope is 1 within 1e-10 where the range ends.
  CHECK(std::abs(out["fstar_g"][0].get<double>() - std::log((1 + std::exp(2.0)) / 2)) <= 1e-12);
  CHECK(std::abs(out["fstar_g"][1].get<double>() - (60 - std::log(2))) <= 1e-3);
  CHECK(std::abs(out["dg"][1].get<double>()) <= 1e-6);
  for (const char* term : {"g", "fstar_g"}) CHECK((out["certified"][term][1] > 15 && out["certified"][term][1] < 40));
  CHECK(contains(run_eval(typed + " --v 60").output, "fstar_g follows from f alone: right for v from "));
  CHECK(!contains(run_eval("js --v 60").output, "follows from f alone"));
  CHECK(nlohmann::json::parse(run_eval("triangular --u 1e200 --format json").output)["f"][0] == 1e200);
}

TEST_CASE("eval draws a picture of an f-divergence, and of nothing else", "[unit]") {
  const TemporaryFolder folder;
  const auto png = (folder.path / "alpha.png").string();
  CHECK(run_eval("alpha alpha=0.3 --u 1 --out " + png).exit_code == 0);
  std::string head(8, ' ');
  std::ifstream(png, std::ios::binary).read(head.data(), 8);
  CHECK(head == "\x89PNG\r\n\x1a\n");
  const Ran wrong = run_eval("kl --out " + (folder.path / "kl.jpg").string());
  CHECK(wrong.exit_code == 2);
  CHECK(contains(wrong.output, "but must end in .png"));
  CHECK(run_eval("kl --out " + (folder.path / "none/kl.png").string()).exit_code == 4);
}
