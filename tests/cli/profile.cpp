#include "cli/harness.hpp"
#include "support/catch.hpp"

TEST_CASE("GANZOO_PROFILE tells the time of each phase and layer at a run's end", "[unit]") {
  const cli::Bench bench;
  bench.write("tiny.toml", cli::tiny(20));
  const cli::Result profiled = bench.ganzoo({"run", "tiny.toml"}, {.environment = {{"GANZOO_PROFILE", "1"}}});
  INFO(profiled.err);
  REQUIRE(profiled.code == 0);
  for (const char* phase : {"ms/step", "\ntraining step", "\n  critic update", "\n    critic backward",
                            "\n      dense_0", "\n  generator update", "\n    optimizer", "\nlog and commit"}) {
    CAPTURE(phase);
    CHECK(profiled.err.find(phase) != std::string::npos);
  }
  CHECK(bench.ganzoo({"run", "tiny.toml", "--fresh"}).err.find("training step") == std::string::npos);
}

TEST_CASE("a precision that the processor has not is refused with the reason", "[unit]") {
  const cli::Bench bench;
  bench.write("tiny.toml", cli::tiny(20));
  for (const char* precision : {"bf16", "split"}) {
    const cli::Result refused = bench.ganzoo({"run", "tiny.toml", std::string("train.precision=") + precision},
                                             {.environment = {{"DNNL_MAX_CPU_ISA", "AVX2"}}});
    INFO(refused.err);
    CHECK(refused.code == 2);
    CHECK(bench.entries("runs").empty());
    CHECK(cli::says(refused, {std::string("train.precision is \"") + precision + "\"",
                              "this processor has neither AVX-512 BF16 nor AMX"}));
    CHECK(refused.err.find("hint: use precision = \"fp32\"") != std::string::npos);
  }
  std::string text = cli::tiny(20);
  text.insert(text.find("[metrics]"), "precision = \"bf16\"\n");
  bench.write("placed.toml", text);
  const cli::Result placed = bench.ganzoo({"run", "placed.toml"}, {.environment = {{"DNNL_MAX_CPU_ISA", "AVX2"}}});
  CHECK(placed.code == 2);
  CHECK(cli::says(placed, {"placed.toml:17:13: train.precision is \"bf16\""}));
}
