#include <cmath>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/remote/codec.hpp>
#include <ganzoo/remote/values.hpp>
#include <limits>

#include "support/catch.hpp"

using namespace ganzoo;
using remote::field;

namespace {

enum class Colour : std::uint8_t { red, green };

struct Inner {
  std::string text;
  double number = 0;
  static constexpr auto fields = std::tuple{field("text", &Inner::text), field("number", &Inner::number)};
};

struct Outer {
  bool flag = false;
  std::int64_t integer = 0;
  Colour colour = Colour::red;
  std::filesystem::path path;
  std::vector<float> floats;
  std::vector<std::int64_t> integers;
  std::vector<Inner> list;
  std::map<std::string, Inner> table;
  std::optional<double> some, none;
  std::variant<std::int64_t, std::string> choice;
  static constexpr auto fields =
      std::tuple{field("flag", &Outer::flag), field("integer", &Outer::integer), field("colour", &Outer::colour),
                 field("path", &Outer::path), field("floats", &Outer::floats),   field("integers", &Outer::integers),
                 field("list", &Outer::list), field("table", &Outer::table),     field("some", &Outer::some),
                 field("none", &Outer::none), field("choice", &Outer::choice)};
};

Outer example() {
  return {.flag = true,
          .integer = std::numeric_limits<std::int64_t>::min(),
          .colour = Colour::green,
          .path = "/a/\xff.h5",
          .floats = {1.5F, -0.0F, 1e-40F, std::numeric_limits<float>::infinity()},
          .integers = {std::int64_t{1} << 62},
          .list = {{"α\nβ", -std::numeric_limits<double>::infinity()}, {"", 0.1}},
          .table = {{"a/b", {"x", 3}}},
          .some = std::nan(""),
          .none = {},
          .choice = "second"};
}

Outer crossed(const Outer& value) {
  return remote::unpack<Outer>(remote::from_bytes(remote::to_bytes(remote::pack(value))));
}

}  // namespace

namespace ganzoo::remote {
template <>
struct LastOf<Colour> {
  static constexpr auto value = Colour::green;
};
}  // namespace ganzoo::remote

TEST_CASE("a struct crosses as it is", "[unit]") {
  const Outer sent = example(), got = crossed(sent);
  CHECK(got.flag);
  CHECK(got.integer == sent.integer);
  CHECK(got.colour == sent.colour);
  CHECK(got.path == sent.path);
  CHECK(got.floats == sent.floats);
  CHECK(std::signbit(got.floats[1]));
  CHECK(got.integers == sent.integers);
  REQUIRE(got.list.size() == 2);
  CHECK(got.list[0].text == sent.list[0].text);
  CHECK(got.list[0].number == sent.list[0].number);
  CHECK(got.list[1].number == 0.1);
  CHECK(got.table.at("a/b").number == 3);
  CHECK(std::isnan(got.some.value()));
  CHECK_FALSE(got.none);
  CHECK(got.choice == sent.choice);
}

TEST_CASE("no text that crosses steers a terminal", "[unit]") {
  Outer sent = example();
  sent.list[0].text =
      "\x1b[2Jred\x07 \xc2\x9b"
      "31m";
  sent.table = {{"\x1b]0;title\x07", {"", 0}}};
  CHECK(crossed(sent).list[0].text == sent.list[0].text);  // what is asked arrives as it is
  const Outer got = remote::unpack<Outer>(remote::from_stranger(remote::to_bytes(remote::pack(sent))));
  CHECK(got.list[0].text == "�[2Jred� �31m");
  CHECK(got.table.begin()->first == "�]0;title�");
}

TEST_CASE("a table crosses with its types, its order and its depth", "[unit]") {
  Table deep, table;
  for (int i = 0; i < 100; ++i) {
    Table outer;
    outer.set("in", std::exchange(deep, {}));
    deep = outer;
  }
  table.set("z", 1.0);
  table.set("a", 1);
  table.set("control", "a\tb\x1b");
  table.set("list", List{true, Value(), List{}, Table{}, std::numeric_limits<double>::infinity()});
  table.set("deep", deep);
  const std::string bytes = remote::to_bytes(remote::pack(table));
  const auto got = remote::unpack<Table>(remote::from_bytes(bytes));
  CHECK(got == table);
  CHECK(got.begin()->first == "z");
  CHECK_THROWS_AS(remote::from_stranger(bytes), remote::Garbled);
  for (const remote::Json& wrong : {remote::Json(3), remote::Json::array(), remote::Json::array({false, "key"}),
                                    remote::Json::array({false, 1, 2}), remote::Json::array({"x"})})
    CHECK_THROWS_AS(remote::unpack<Table>(wrong), remote::Garbled);
}

TEST_CASE("what is of another type, too short, out of range or missing is refused", "[unit]") {
  const remote::Json whole = remote::pack(example());
  const std::vector<std::pair<const char*, remote::Json>> wrong{
      {"flag", 1},         {"integer", 1.5},     {"integer", "1"},
      {"colour", 2},       {"colour", -1},       {"path", "text"},
      {"floats", {1}},     {"list", 3},          {"list", {3}},
      {"table", {1, 2}},   {"some", {1, 2}},     {"choice", {2, 0}},
      {"choice", {-1, 0}}, {"choice", {0, "x"}}, {"floats", remote::Json::binary({1, 2, 3})}};
  for (const auto& [name, value] : wrong) {
    remote::Json json = whole;
    json[name] = value;
    CAPTURE(name, value.dump());
    CHECK_THROWS_AS(remote::unpack<Outer>(json), remote::Garbled);
    json.erase(name);
    CHECK_THROWS_AS(remote::unpack<Outer>(json), remote::Garbled);
  }
}

TEST_CASE("a frame that nests without end, or is no CBOR, is refused", "[unit]") {
  CHECK_THROWS_AS(
      remote::from_stranger(remote::to_bytes(remote::Json::parse(std::string(40, '[') + std::string(40, ']')))),
      remote::Garbled);
  CHECK_THROWS_AS(remote::from_bytes(std::string(10'000'000, '\x81')), remote::Garbled);
  CHECK_THROWS_AS(remote::from_bytes(std::string("\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 9)), remote::Garbled);
  CHECK_THROWS_AS(remote::from_bytes(""), remote::Garbled);
  const std::string whole = remote::to_bytes(remote::pack(example()));
  std::vector<float> where(2);
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    Rng(i, Purpose::sample).fill_uniform(where, 0, 1);
    std::string damaged = whole;
    damaged[static_cast<std::size_t>(where[0] * static_cast<float>(whole.size() - 1))] =
        static_cast<char>(where[1] * 255);
    try {
      remote::unpack<Outer>(remote::from_stranger(damaged));
    } catch (const remote::Garbled&) {
    }
  }
}
