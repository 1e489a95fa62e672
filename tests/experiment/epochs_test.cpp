// Epochs, counted in steps.
#include "session_scene.hpp"

using namespace ganzoo;
using namespace ganzoo::experiment;
namespace fs = std::filesystem;
using namespace session_scene;

TEST_CASE("epochs of endless data are refused", "[unit]") {
  const TemporaryFolder folder;
  try {
    run_session(session_in(folder.path, replaced(small_ring, "steps = 60", "epochs = 2")));
    FAIL("it was accepted");
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find("epochs is given, but must not be") != std::string::npos);
  }
}

TEST_CASE("epochs end when the critic has seen the data that often, by the scheduler's own turns", "[unit]") {
  struct Ten : Data {
    Shape shape() const override { return {1}; }
    std::int64_t size(Split) const override { return 10; }
  };
  Table spec = config::parse_toml(replaced(small_ring, "steps = 60", "epochs = 3"), "");
  Registry registry = make_registry(spec);
  Players players = make_players(spec, registry);
  players.data = std::make_unique<Ten>();
  spec.find("train")->get_if<Table>()->set("batch", 3);
  CHECK(training_options(spec, registry, players).steps == 5);  // 30 samples: 10 batches of 3, two a step
}

TEST_CASE("epochs that a scheduler's turns do not lead to are its failure, in its name", "[unit]") {
  struct Ten : Data {
    Shape shape() const override { return {1}; }
    std::int64_t size(Split) const override { return 10; }
  };
  const std::string hostile = GANZOO_BUILD_DIR "/hostile/scheduler.so";
  const auto refusal = [&](const std::string& way) {
    Table spec = config::parse_toml(replaced(small_ring, "steps = 60", "epochs = 20"), "");
    Table scheduler;
    scheduler.set("name", hostile);
    scheduler.set("way", way);
    scheduler.set("at", 3);
    spec.set("scheduler", scheduler);
    Registry registry = make_registry(spec);
    Players players = make_players(spec, registry);
    players.data = std::make_unique<Ten>();
    try {
      return std::to_string(training_options(spec, registry, players).steps) + " steps";
    } catch (const Error& error) {
      CHECK(error.code() == Exit::cells_failed);
      return std::string(error.what());
    }
  };
  CHECK(refusal("none") == "7 steps");
  CHECK(refusal("negative_steps") ==
        "scheduler " + hostile + ": its turn at step 3: critic_steps is -5, but must be in [0, 1000000]");
  CHECK(refusal("no_steps") == "scheduler " + hostile +
                                   ": critic_steps is 0 in the 1000000 turns before step 1000000, but must be positive "
                                   "in some: its epochs never end");
}
