// The pages of framework/docs that the program writes itself, and what else is told from the same declarations.
#include <fstream>
#include <ganzoo/experiment/session/tables.hpp>
#include <sstream>
#include <string>

#include "cli/harness.hpp"
#include "support/catch.hpp"

namespace {

std::string page(const std::string& name) {
  std::ifstream in(GANZOO_SOURCE_DIR "/framework/docs/" + name);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string printed(const std::vector<std::string>& arguments) {
  const cli::Result result = cli::Bench().ganzoo(arguments);
  CHECK(result.code == 0);
  CHECK(result.err.empty());
  return result.out;
}

}  // namespace

TEST_CASE("the manual's pages are what the program prints", "[unit]") {
  INFO("stale? print them anew: describe experiment, describe run_file and man, each with --format markdown");
  CHECK(page("experiment_file.md") == printed({"describe", "experiment", "--format", "markdown"}));
  CHECK(page("run_file.md") == printed({"describe", "run_file", "--format", "markdown"}));
  CHECK(page("command_line.md") == printed({"man", "--format", "markdown"}));
}

TEST_CASE("describe tells each column of /train, beside the section of that name", "[unit]") {
  const std::string all = printed({"describe", "train"});
  CHECK(all.starts_with("[train]: "));
  for (const ganzoo::RowColumn& column : ganzoo::experiment::train_columns()) {
    INFO(column.name);
    CHECK(all.find("\n" + std::string(column.name) + "  ") != std::string::npos);
    const std::string one = printed({"describe", "train." + std::string(column.name)});
    CHECK(one.starts_with("/train/" + std::string(column.name) + ": " + column.meaning + "\n"));
  }
  CHECK(printed({"describe", "train.critic_gradient_norm"}) ==
        "/train/critic_gradient_norm: of the critic's gradient, penalties included\n  unit   1\n  range  at least 0\n");
  CHECK(cli::Bench().ganzoo({"describe", "train.critic_gradient"}).code == 2);
}

TEST_CASE("a verb that nobody has has no manual", "[unit]") {
  const cli::Result result = cli::Bench().ganzoo({"man", "rum"});
  CHECK(result.code == 2);
  CHECK(result.err == "ganzoo: error: unknown verb rum\nhint: did you mean run?\n");
}
