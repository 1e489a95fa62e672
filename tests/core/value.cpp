#include "support/catch.hpp"

#include <ganzoo/core/value.hpp>

#include <limits>

using ganzoo::List;
using ganzoo::Table;
using ganzoo::Value;

TEST_CASE("A value is written as TOML writes it inline", "[unit]") {
  CHECK(to_string(Value(true)) == "true");
  CHECK(to_string(Value(3)) == "3");
  CHECK(to_string(Value(1.0)) == "1.0");
  CHECK(to_string(Value(0.1)) == "0.1");
  CHECK(to_string(Value(1e-30)) == "1e-30");
  CHECK(to_string(Value(-std::numeric_limits<double>::infinity())) == "-inf");
  CHECK(to_string(Value("a \"b\"\n\x01")) == R"("a \"b\"\n\u0001")");
  CHECK(to_string(Value(List{1, 2.5, "x"})) == R"([1, 2.5, "x"])");
  Table table;
  CHECK(to_string(Value(table)) == "{}");
  table.set("name", "alpha");
  table.set("odd key", 0.3);
  CHECK(to_string(Value(table)) == R"({ name = "alpha", "odd key" = 0.3 })");
}

TEST_CASE("Tables are equal whatever the order of their keys, and 1 is not 1.0", "[unit]") {
  Table a, b;
  a.set("x", 1);
  a.set("y", 2.0);
  b.set("y", 2.0);
  b.set("x", 1);
  CHECK(a == b);
  b.set("x", 1.0);
  CHECK_FALSE(a == b);
  b.erase("x");
  CHECK_FALSE(a == b);
  CHECK(b.size() == 1);
}

TEST_CASE("Setting a key again keeps its place in the order", "[unit]") {
  Table table;
  table.set("first", 1);
  table.set("second", 2);
  table.set("first", 3);
  CHECK(table.begin()->first == "first");
  CHECK(table.find("first")->get<std::int64_t>() == 3);
  CHECK(table.find("third") == nullptr);
}

TEST_CASE("Integers and floats are numbers, nothing else is", "[unit]") {
  CHECK(Value(2).number() == 2);
  CHECK(Value(2.5).number() == 2.5);
  CHECK_FALSE(Value(true).is_number());
  CHECK_FALSE(Value("1").is_number());
  CHECK(Value().is_null());
}

TEST_CASE("A place is shown as file:line:column", "[unit]") {
  CHECK(ganzoo::Place{"ring8.toml", 14, 9}.text() == "ring8.toml:14:9");
  CHECK(ganzoo::Place{"ring8.toml", 0, 0}.text() == "ring8.toml");
  CHECK(ganzoo::Place{}.text().empty());
}
