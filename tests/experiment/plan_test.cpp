/// What a run does with a cell, by what stands in its folder.
#include <ganzoo/experiment/run/plan.hpp>

#include "support/catch.hpp"
#include "toy_catalogue.hpp"

using namespace ganzoo;
using namespace ganzoo::experiment;
using Action = Decision::Action;

namespace {

const std::string data_today = "d1";

Catalogue catalogue_of_today() {
  Catalogue catalogue = toys::catalogue();
  for (auto& [key, known] : catalogue) known.sha256 = "sha of " + known.name;
  return catalogue;
}

Cell a_cell() {
  Cell cell;
  cell.spec = config::parse_toml("generator = { name = \"mlp\" }\n[data]\nname = \"ring\"\n", "cell");
  return cell;
}

CellState state_of(const std::string& status) {
  CellState state;
  state.exists = !status.empty();
  state.status = status;
  state.reason = status == "failed" ? "out of luck" : "";
  state.data_sha256 = data_today;
  state.components = {{"generator", "sha of mlp"}, {"data", "sha of ring"}};
  return state;
}

Decision decision(const CellState& state, const RerunOptions& rerun = {}, const Cell& cell = a_cell()) {
  return decide(cell, state, catalogue_of_today(), data_today, rerun);
}

}  // namespace

TEST_CASE("a cell is trained, resumed or skipped by its status", "[unit]") {
  CHECK(decision(state_of("")).action == Action::train);
  CHECK(decision(state_of("interrupted")).action == Action::resume);
  CHECK(decision(state_of("running")).action == Action::resume);
  CHECK(decision(state_of("finished")).action == Action::skip);
  CHECK(decision(state_of("diverged")).action == Action::skip);
}

TEST_CASE("what failed is not tried again unasked, and then goes on from its last commit", "[unit]") {
  const Decision unasked = decision(state_of("failed"));
  CHECK(unasked.action == Action::failed);
  CHECK(unasked.complaint.message == "out of luck");
  CHECK(unasked.complaint.hint.find("--retry") != std::string::npos);
  const Decision asked = decision(state_of("failed"), {.retry = true});
  CHECK(asked.action == Action::resume);
  CHECK_FALSE(asked.forget);

  CellState of_another = state_of("failed");
  of_another.components[0].second = "before it was mended";
  CHECK(decision(of_another, {.retry = true}).action == Action::train);
  CHECK(decision(of_another, {.retry = true}).forget);
}

TEST_CASE("what is to be fresh begins anew, whatever is there", "[unit]") {
  for (const char* status : {"finished", "diverged", "failed", "interrupted"}) {
    const Decision fresh = decision(state_of(status), {.fresh = true});
    CHECK(fresh.action == Action::train);
    CHECK(fresh.forget);
  }
}

TEST_CASE("an interrupted run does not go on with another component or other data", "[unit]") {
  CellState state = state_of("interrupted");
  state.components[1].second = "another ring";
  CHECK(decision(state).action == Action::refuse);
  CHECK(decision(state).complaint.message.find("another data") != std::string::npos);

  state = state_of("interrupted");
  state.data_sha256 = "d0";
  CHECK(decision(state).action == Action::refuse);

  state.status = "finished";  // it is over: told, not refused
  CHECK(decision(state).action == Action::skip);
  CHECK(decision(state).changed == std::vector<std::string>{"data's files"});
}

TEST_CASE("a file that cannot be read is not trained over, and what nobody knows is left for the next time", "[unit]") {
  CellState state = state_of("interrupted");
  state.failure = "run.h5: checksum differs";
  CHECK(decision(state).action == Action::refuse);
  CHECK(decision(state).complaint.message == state.failure);
  state.unknown = true;
  CHECK(decision(state).action == Action::postpone);
}

TEST_CASE("a component that cannot be loaded fails its cell once, and never what it came to before", "[unit]") {
  Cell cell = a_cell();
  cell.failure = "mlp.so: undefined symbol";
  CHECK(decision(state_of(""), {}, cell).action == Action::record);
  CHECK(decision(state_of("finished"), {}, cell).action == Action::skip);
  CHECK(decision(state_of("interrupted"), {}, cell).action == Action::failed);

  CellState recorded = state_of("failed");
  recorded.reason = cell.failure;
  CHECK(decision(recorded, {}, cell).action == Action::failed);

  cell.outside = Exit::environment;
  CHECK(decision(state_of(""), {}, cell).action == Action::postpone);
  CHECK(decision(state_of(""), {}, cell).code == Exit::environment);
}
