#include "support/catch.hpp"

#include <ganzoo/core/archive.hpp>
#include <ganzoo/core/error.hpp>

#include <string>

using ganzoo::Archive;
using ganzoo::Error;
using ganzoo::Exit;
using ganzoo::Saved;

namespace {

struct State {
  double average = 0;
  std::int64_t count = 0;
  bool warm = false;
  std::vector<double> history;
  std::vector<std::int64_t> order;
  std::vector<float> moments = std::vector<float>(3);

  void state(Archive a) {
    a("average", average);
    a("count", count);
    a("warm", warm);
    a("history", history);
    a("order", order);
    a("moments", std::span<float>(moments));
  }
};

std::string message(const Saved& saved) {
  try {
    State fresh;
    fresh.state(Archive::loader(saved).scope("metric"));
  } catch (const Error& error) {
    CHECK(error.code() == Exit::corrupt);
    return error.what();
  }
  return "";
}

Saved some() {
  State state{0.1, 7, true, {1, 2}, {3}, {0.5f, 1.5f, 2.5f}};
  Saved saved;
  state.state(Archive::saver(saved).scope("metric"));
  return saved;
}

}  // namespace

TEST_CASE("A state that is saved and loaded is equal to the bit", "[unit]") {
  State fresh;
  fresh.state(Archive::loader(some()).scope("metric"));
  CHECK(fresh.average == 0.1);
  CHECK(fresh.count == 7);
  CHECK(fresh.warm);
  CHECK(fresh.history == std::vector<double>{1, 2});
  CHECK(fresh.order == std::vector<std::int64_t>{3});
  CHECK(fresh.moments == std::vector<float>{0.5f, 1.5f, 2.5f});
}

TEST_CASE("Loading names the array that is missing, of another type or of another length", "[unit]") {
  Saved saved = some();
  saved.erase("metric/count");
  CHECK(message(saved) == "checkpoint: metric/count is missing");

  saved = some();
  saved["metric/average"] = std::vector<float>{1};
  CHECK(message(saved) == "checkpoint: metric/average is of another type");

  saved = some();
  saved["metric/moments"] = std::vector<float>{1, 2};
  CHECK(message(saved) == "checkpoint: metric/moments has 2 numbers, but must have 3");
}
