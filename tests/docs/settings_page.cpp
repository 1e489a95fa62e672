// `describe` of an experiment file's keys, against the declarations.
#include <ganzoo/experiment/spec/schema.hpp>
#include <string>

#include "cli/harness.hpp"
#include "support/catch.hpp"

namespace {

cli::Result describe(const std::string& name) { return cli::Bench().ganzoo({"describe", name}); }

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("describe experiment tells every key of every section, and every place of a component", "[unit]") {
  const cli::Result all = describe("experiment");
  REQUIRE(all.code == 0);
  for (const ganzoo::experiment::Section& section : ganzoo::experiment::sections()) {
    if (!section.name.empty()) CHECK(holds(all.out, "\n[" + section.name + "]: " + section.meaning + "\n"));
    for (const ganzoo::ParameterSchema& key : section.schema) {
      INFO(section.name << "." << key.name);
      CHECK(holds(all.out, "\n" + key.name + "  "));
      CHECK(holds(all.out, key.meaning));
      const cli::Result one = describe((section.name.empty() ? "experiment" : section.name) + "." + key.name);
      CHECK(one.code == 0);
      CHECK(holds(one.out, ": " + key.meaning));
    }
  }
  for (const char* place : {"data", "generator", "optimizer.generator", "names"})
    CHECK(holds(all.out, "\n" + std::string(place) + "  "));
}

TEST_CASE("describe tells a key's type, default, range and meaning", "[unit]") {
  CHECK(describe("train.batch").out ==
        "train.batch: samples a batch\n  type     integer\n  default  256\n  range    in [1, 16777216]\n");
  CHECK(holds(describe("train.precision").out, "fp32 | bf16 | split\n"));
  CHECK(holds(describe("metrics.names").out, "list of metrics\n"));
  CHECK(holds(describe("optimizer.generator").out, "  default  \"adam\"\n"));
  CHECK(describe("log").out.starts_with("[log]: what is written\n\nkey"));
  CHECK(holds(describe("seed").out, "the key of every random number"));
}

TEST_CASE("describe grid tells the section and the data of that name", "[unit]") {
  const cli::Result both = describe("grid");
  REQUIRE(both.code == 0);
  CHECK(both.out.starts_with("[grid]: many cells out of one file"));
  for (const char* block : {"\nzip  ", "\nrandom  ", "\nset  ", "\nskip  "}) CHECK(holds(both.out, block));
  CHECK(holds(both.out, "\ndata grid: "));
  CHECK(!holds(describe("grid.random").out, "data grid"));
}

TEST_CASE("describe answers a wrong key with the nearest", "[unit]") {
  const cli::Result wrong = describe("train.bach");
  CHECK(wrong.code == 2);
  CHECK(wrong.out.empty());
  CHECK(wrong.err == "ganzoo: error: train.bach is no known key\nhint: did you mean train.batch?\n");
  CHECK(describe("nothing.batch").code == 2);
  CHECK(cli::Bench().ganzoo({"describe", "train", "--format", "markdown"}).code == 2);
}
