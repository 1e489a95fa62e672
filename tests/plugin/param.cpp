#include "support/catch.hpp"

#include <ganzoo/plugin/component.hpp>

#include <cmath>
#include <filesystem>
#include <limits>

using namespace ganzoo;

namespace {

/// What an author writes; `Adaptor` below is what an adaptor makes of it.
struct Author {
  double alpha = 0.5;
  int steps = 1;
  static constexpr auto parameters = std::tuple{parameter("alpha", &Author::alpha, open(0, 1), "mixing"),
                                                parameter("steps", &Author::steps, positive(), "critic steps")};
};

struct Adaptor : Component, Author {
  std::string link = "published";
  static constexpr auto parameters = std::tuple_cat(
      Author::parameters, std::tuple{choice("link", &Adaptor::link, "score to T", "published", "log_ratio")});
};

struct Everything : Component {
  bool flag = true;
  std::int64_t count = 3;
  double x = 1.5;
  std::string text = "a";
  Ramp rate = 1e-4;
  File file;
  std::vector<int> hidden{128, 128};
  std::vector<double> weights{0.5};
  std::vector<std::string> names{"b"};
  bool prepared = false;

  static constexpr auto parameters = std::tuple{parameter("flag", &Everything::flag, "a switch"),
                                                parameter("count", &Everything::count, at_least(0), "a count"),
                                                parameter("x", &Everything::x, "a number"),
                                                parameter("text", &Everything::text, "a text"),
                                                parameter("rate", &Everything::rate, at_least(0), "a rate"),
                                                parameter("file", &Everything::file, "a file"),
                                                parameter("hidden", &Everything::hidden, positive(), "widths"),
                                                parameter("weights", &Everything::weights, closed(0, 1), "weights"),
                                                parameter("names", &Everything::names, "names")};

  void prepare() override { prepared = true; }
};

struct Plain : Component {};

Table table(std::initializer_list<std::pair<const char*, Value>> entries) {
  Table out;
  for (const auto& [key, value] : entries) out.set(key, value);
  return out;
}

Value placed(Value value, int line, int column) {
  value.place = {"ring8.toml", line, column};
  return value;
}

/// The only complaint about `given`, with its hint behind a bar.
template <class C>
std::string complaint(const Table& given) {
  std::vector<Complaint> complaints;
  complete(given, schema_of<C>(), "discriminator", complaints);
  REQUIRE(complaints.size() == 1);
  return complaints[0].message + (complaints[0].hint.empty() ? "" : " | " + complaints[0].hint);
}

template <class C>
Table accepted(const Table& given) {
  std::vector<Complaint> complaints;
  Table out = complete(given, schema_of<C>(), "x", complaints);
  for (const Complaint& c : complaints) FAIL(c.message);
  return out;
}

template <class C>
std::unique_ptr<C> made(const Table& given) {
  return std::unique_ptr<C>(static_cast<C*>(make_component<C>(accepted<C>(given)).release()));
}

}  // namespace

TEST_CASE("A schema holds name, type, default, range and meaning of every parameter", "[unit]") {
  const Schema schema = schema_of<Everything>();
  REQUIRE(schema.size() == 9);
  CHECK(schema[0].type == ParameterSchema::Type::boolean);
  CHECK(schema[4].type == ParameterSchema::Type::ramp);
  CHECK(schema[4].default_value == Value(1e-4));
  CHECK(schema[6].name == "hidden");
  CHECK(schema[6].type == ParameterSchema::Type::integers);
  CHECK(schema[6].default_value == Value(List{128, 128}));
  CHECK(schema[6].meaning == "widths");
  CHECK(schema_of<Plain>().empty());
}

TEST_CASE("An adaptor's parameters stand behind its author's and reach them", "[unit]") {
  const Schema schema = schema_of<Adaptor>();
  REQUIRE(schema.size() == 3);
  CHECK(schema[0].name == "alpha");
  CHECK(schema[2].choices == std::vector<std::string>{"published", "log_ratio"});
  const auto component = made<Adaptor>(table({{"alpha", 0.25}, {"link", "log_ratio"}}));
  CHECK(component->alpha == 0.25);
  CHECK(component->steps == 1);
  CHECK(component->link == "log_ratio");
}

TEST_CASE("Every type of parameter reaches its member, and prepare() is called", "[unit]") {
  const auto c = made<Everything>(table({{"flag", false},
                                         {"count", std::int64_t{1} << 40},
                                         {"x", 2},
                                         {"text", "ü"},
                                         {"rate", table({{"from", 1}, {"to", 0.0}, {"over", 10}, {"shape", "cosine"}})},
                                         {"file", "/data/x"},
                                         {"hidden", List{1, 2}},
                                         {"weights", List{0, 0.5}},
                                         {"names", List{"p", "q"}}}));
  CHECK_FALSE(c->flag);
  CHECK(c->count == std::int64_t{1} << 40);
  CHECK(c->x == 2);
  CHECK(c->text == "ü");
  CHECK(c->rate.from == 1);
  CHECK(c->rate.over == 10);
  CHECK(c->rate.curve == Ramp::Curve::cosine);
  CHECK(c->file.path == "/data/x");
  CHECK(c->hidden == std::vector<int>{1, 2});
  CHECK(c->weights == std::vector<double>{0, 0.5});
  CHECK(c->names == std::vector<std::string>{"p", "q"});
  CHECK(c->prepared);
}

TEST_CASE("A completed table has every parameter in schema order and in its declared type", "[unit]") {
  const Table out = accepted<Everything>(table({{"x", 1}, {"weights", List{1}}, {"rate", 1}, {"name", "own name"}}));
  CHECK(out.size() == 9);
  CHECK(out.begin()->first == "flag");
  CHECK(*out.find("x") == Value(1.0));
  CHECK(*out.find("weights") == Value(List{1.0}));
  CHECK(*out.find("rate") == Value(1.0));
  CHECK(*out.find("hidden") == Value(List{128, 128}));
  CHECK(std::signbit(accepted<Everything>(table({{"x", -0.0}})).find("x")->number()) == false);
}

TEST_CASE("A value out of range is refused with its place, index and what it must be", "[unit]") {
  const Value hidden = placed(List{128, placed(-3, 14, 9)}, 14, 1);
  CHECK(complaint<Everything>(table({{"hidden", hidden}})) ==
        "ring8.toml:14:9: discriminator.hidden[1] is -3, but must be positive");
  CHECK(complaint<Everything>(table({{"count", -1}})) == "discriminator.count is -1, but must be at least 0");
  CHECK(complaint<Everything>(table({{"weights", List{1.5}}})) ==
        "discriminator.weights[0] is 1.5, but must be in [0, 1]");
  CHECK(complaint<Author>(table({{"alpha", 1}})) == "discriminator.alpha is 1, but must be in (0, 1)");
  CHECK(complaint<Everything>(table({{"x", std::numeric_limits<double>::infinity()}})) ==
        "discriminator.x is inf, but must be finite");
  CHECK(complaint<Everything>(table({{"x", std::nan("")}})) == "discriminator.x is nan, but must be finite");
  CHECK(complaint<Author>(table({{"steps", 0}})) == "discriminator.steps is 0, but must be positive");
  CHECK(complaint<Author>(table({{"steps", std::int64_t{1} << 31}})) ==
        "discriminator.steps is 2147483648, but must be at most 2147483647");
}

TEST_CASE("A value of another type is refused with the type wanted", "[unit]") {
  CHECK(complaint<Everything>(table({{"flag", 1}})) == "discriminator.flag is 1, but must be true or false");
  CHECK(complaint<Everything>(table({{"count", 1.5}})) == "discriminator.count is 1.5, but must be an integer");
  CHECK(complaint<Everything>(table({{"x", "1"}})) == "discriminator.x is \"1\", but must be a number");
  CHECK(complaint<Everything>(table({{"text", 1}})) == "discriminator.text is 1, but must be a string");
  CHECK(complaint<Everything>(table({{"file", true}})) == "discriminator.file is true, but must be a path");
  CHECK(complaint<Everything>(table({{"hidden", 128}})) ==
        "discriminator.hidden is 128, but must be a list of integers");
  CHECK(complaint<Everything>(table({{"names", List{1}}})) == "discriminator.names[0] is 1, but must be a string");
}

TEST_CASE("An unknown key is answered with the nearest known one", "[unit]") {
  CHECK(complaint<Author>(table({{"alhpa", placed(1, 3, 1)}})) ==
        "ring8.toml:3:1: discriminator.alhpa is no known key | did you mean alpha?");
  CHECK(complaint<Author>(table({{"banana", 1}})) == "discriminator.banana is no known key | known: alpha, steps");
  CHECK(complaint<Plain>(table({{"banana", 1}})) == "discriminator.banana is no known key | it has no parameters");
}

TEST_CASE("A string out of a few is answered with the nearest of them", "[unit]") {
  CHECK(complaint<Adaptor>(table({{"link", "log_ration"}})) ==
        "discriminator.link is \"log_ration\", but must be one of \"published\", \"log_ratio\" | did you mean "
        "\"log_ratio\"?");
}

TEST_CASE("A ramp is checked key by key", "[unit]") {
  CHECK(complaint<Everything>(table({{"rate", table({{"from", 1}})}})) ==
        "discriminator.rate lacks to, but must be { from, to, over, shape }");
  CHECK(complaint<Everything>(table({{"rate", table({{"from", -1}, {"to", 0}})}})) ==
        "discriminator.rate.from is -1, but must be at least 0");
  CHECK(complaint<Everything>(table({{"rate", table({{"from", 1}, {"to", 0}, {"shape", "cosin"}})}})) ==
        "discriminator.rate.shape is \"cosin\", but must be one of \"linear\", \"cosine\" | did you mean \"cosine\"?");
  CHECK(complaint<Everything>(table({{"rate", table({{"from", 1}, {"to", 0}, {"ovr", 5}})}})) ==
        "discriminator.rate.ovr is no known key | did you mean over?");
  CHECK(complaint<Everything>(table({{"rate", "fast"}})) == "discriminator.rate is \"fast\", but must be a number");
}

TEST_CASE("All complaints are found at once", "[unit]") {
  std::vector<Complaint> complaints;
  complete(table({{"x", "1"}, {"hidden", List{0, -1}}, {"y", 1}}), schema_of<Everything>(), "data", complaints);
  CHECK(complaints.size() == 4);
}

TEST_CASE("A file is relative to the file that names it", "[unit]") {
  Value path("digits/train.gz");
  path.place = {"/lab/experiments/mnist.toml", 3, 8};
  CHECK(*accepted<Everything>(table({{"file", path}})).find("file") == Value("/lab/experiments/digits/train.gz"));
  CHECK(*accepted<Everything>(table({{"file", "x"}})).find("file") ==
        Value((std::filesystem::current_path() / "x").string()));
  CHECK(*accepted<Everything>(table({})).find("file") == Value(""));
}

TEST_CASE("A ramp starts at from, ends at to and is half-way in the middle", "[unit]") {
  Ramp ramp;
  ramp.from = 2;
  ramp.to = 1;
  for (const Ramp::Curve curve : {Ramp::Curve::linear, Ramp::Curve::cosine}) {
    ramp.curve = curve;
    ramp.over = 0;
    CHECK(ramp.at(0, 100) == 2);
    CHECK(std::abs(ramp.at(50, 100) - 1.5) < 1e-15);
    CHECK(ramp.at(100, 100) == 1);
    ramp.over = 10;
    CHECK(ramp.at(10, 100) == 1);
    CHECK(ramp.at(99, 100) == 1);
  }
  ramp.curve = Ramp::Curve::cosine;
  CHECK(ramp.at(1, 100) > 2 - 0.1);  // flatter than the line at the start
  CHECK(Ramp(0.25).at(7, 100) == 0.25);
}
