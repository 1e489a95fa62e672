#include "support/catch.hpp"

#include <ganzoo/core/error.hpp>
#include <ganzoo/core/shape.hpp>

using ganzoo::nearest;

TEST_CASE("An unknown word is answered with the known one it was meant to be", "[unit]") {
  const std::vector<std::string> known{"kl", "reverse_kl", "js", "critic_steps", "squared_hellinger"};
  CHECK(nearest("critic_step", known) == "critic_steps");
  CHECK(nearest("squared_helinger", known) == "squared_hellinger");
  CHECK(nearest("revrese_kl", known) == "reverse_kl");
  CHECK(nearest("k", known) == "kl");
}

TEST_CASE("A word that is near nothing is answered with nothing", "[unit]") {
  CHECK(nearest("banana", {"kl", "js"}).empty());
  CHECK(nearest("x", {"y"}).empty());
  CHECK(nearest("anything", {}).empty());
}

TEST_CASE("An error's text is its complaints, one a line", "[unit]") {
  const ganzoo::Error error(ganzoo::Exit::usage, {{"first", "hint"}, {"second", ""}});
  CHECK(std::string(error.what()) == "first\nsecond");
  CHECK(error.complaints().size() == 2);
  CHECK(error.code() == ganzoo::Exit::usage);
}

TEST_CASE("A shape is shown as its dimensions", "[unit]") {
  CHECK(to_string(ganzoo::Shape{28, 28, 1}) == "28×28×1");
  CHECK(to_string(ganzoo::Shape{2}) == "2");
  CHECK(to_string(ganzoo::Shape{}) == "scalar");
}
