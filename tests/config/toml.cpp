#include <filesystem>
#include <fstream>
#include <ganzoo/config/document.hpp>
#include <ganzoo/config/json.hpp>
#include <ganzoo/config/path.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <random>

#include "support/catch.hpp"

using namespace ganzoo;
using namespace ganzoo::config;

namespace {

std::string error_of(const std::string& text) {
  try {
    parse_toml(text, "t.toml");
  } catch (const Error& error) {
    CHECK(error.code() == Exit::usage);
    return error.what();
  }
  return "";
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string keys_of(const Table& table) {
  std::string keys;
  for (const auto& [key, value] : table) keys += key + " ";
  return keys;
}

}  // namespace

TEST_CASE("a table keeps the order of its source, not the alphabet's", "[unit]") {
  const Table table = parse_toml("z = 1\na = 2\n[m]\ny = 1\nb.c = 1\nb.a = 2\n[c]\n[[l]]\n[[k]]\n", "t.toml");
  CHECK(keys_of(table) == "z a m c l k ");
  CHECK(keys_of(table.find("m")->get<Table>()) == "y b ");
  CHECK(keys_of(table.find("m")->get<Table>().find("b")->get<Table>()) == "c a ");
}

TEST_CASE("every value knows its line and column", "[unit]") {
  const Table table =
      parse_toml("title = \"x\"\n[discriminator]\nname   = \"mlp\"\nhidden = [128, -3, { a = 7 }]\n", "ring8.toml");
  CHECK(find(table, {"title"})->place.text() == "ring8.toml:1:9");
  CHECK(find(table, {"discriminator", "name"})->place.text() == "ring8.toml:3:10");
  CHECK(find(table, {"discriminator", "hidden", "1"})->place.text() == "ring8.toml:4:16");
  CHECK(find(table, {"discriminator", "hidden", "2", "a"})->place.text() == "ring8.toml:4:26");
  CHECK(find(table, {"discriminator"})->place.line == 2);
}

TEST_CASE("what is no TOML is refused with its place", "[unit]") {
  CHECK(error_of("a = 1\nb = = 2\n").substr(0, 9) == "t.toml:2:");
  CHECK(error_of("a = 1\na = 2\n").substr(0, 9) == "t.toml:2:");
  CHECK(error_of("a = \"x\n").substr(0, 9) == "t.toml:1:");
  CHECK(error_of("a = 99999999999999999999\n").substr(0, 9) == "t.toml:1:");
  CHECK(error_of("a = \"\xff\"\n").substr(0, 9) == "t.toml:1:");
}

TEST_CASE("What is no TOML is told in our words, not in the parser's", "[unit]") {
  const auto words = [](const std::string& text) {
    const std::string error = error_of(text);
    return error.substr(error.find(": ") + 2);
  };
  const std::string unclosed = "a text is not closed: its quote is missing",
                    no_text = "this is no value: a text needs quotes";
  CHECK(words("name = \"mlp\nsteps = 1\n") == unclosed);
  CHECK(words("name = 'mlp\nsteps = 1\n") == unclosed);
  CHECK(words("name = \"mlp") == unclosed);
  CHECK(words("name = mlp\n") == no_text);
  CHECK(words("name = \n") == no_text);
  CHECK(words("name = \"C:\\data\"\n").find("unknown escape") != std::string::npos);
  CHECK(words("name\n") == "a key needs = and a value behind it");
  CHECK(words("a = 1\na = 2\n") == "this key or table is given twice, but must be given once");
  CHECK(words("[a]\n[a]\n") == "this key or table is given twice, but must be given once");
  CHECK(words("a = [1 2]\n") == "a list lacks a comma or its closing ]");
  CHECK(words("a = { b = 1, c\n") == "a key needs = and a value behind it");
  CHECK(words("a = 1 b = 2\n").find("something stands behind the value") != std::string::npos);
  for (const char* text :
       {"[a\nb = 1\n", "a = 1e\n", "a = 0x\n", "a = 1__0\n", "= 1\n", "a = 1.\n", "a = tru\n", "\x01\n", "a.b.=1",
        "a = 1\na.b = 2\n", "[[a]]\n[a]\n", "a = \"\\ud800\"\n", "a = 00\n", "a = 1979-13-01\n", "a = \xff\n"}) {
    CAPTURE(text);
    for (const char* theirs : {"encountered", "codepoint", "U+", "prohibited", "expected", "Error while", "saw"})
      CHECK(words(text).find(theirs) == std::string::npos);
  }
}

TEST_CASE("characters for which the parser has no answer are refused before it sees them, but within quotes",
          "[unit]") {
  for (const char* letter : {"\u043C", "\u00E4", "\u3042", "\uFEF7"}) {
    CHECK(error_of("a = {b = " + std::string(letter) + "{") ==
          "t.toml:1:10: a character beyond ASCII stands outside of quotes");
    CHECK(error_of("# " + std::string(letter) + "\na = \"" + letter + "\"\n'" + letter + "' = 1\n").empty());
    CHECK(error_of("a = 1e'" + std::string(letter)) == "t.toml:1:8: a character beyond ASCII stands outside of quotes");
    CHECK(error_of("\uFEFFa = '" + std::string(letter) + "'\n").empty());
  }
}

TEST_CASE("dates, times and nan are refused by name", "[unit]") {
  CHECK(error_of("[data]\nwhen = 2024-01-01\n") == "t.toml:2:8: data.when is a date or a time, which no key takes");
  CHECK(error_of("at = [07:32:00]\n") == "t.toml:1:7: at[0] is a date or a time, which no key takes");
  CHECK(error_of("at = 1979-05-27T07:32:00Z\n") == "t.toml:1:6: at is a date or a time, which no key takes");
  CHECK(error_of("[a]\nb = [0, nan]\n") == "t.toml:2:9: a.b[1] is nan, but must be a number");
}

TEST_CASE("brackets may be 64 deep and no deeper", "[unit]") {
  CHECK(error_of("a = " + repeated("[", 64) + repeated("]", 64)) == "");
  CHECK(error_of("\na = " + repeated("[", 65) + repeated("]", 65)) == "t.toml:2:69: brackets are more than 64 deep");
  CHECK(error_of("a = " + repeated("{ a = [", 40) + repeated("] }", 40)).find("more than 64 deep") !=
        std::string::npos);
  CHECK(error_of(repeated("[", 1 << 20)).find("more than 64 deep") != std::string::npos);
  CHECK(error_of("a = [ # " + repeated("[", 100) + "\n]\nb = '" + repeated("[", 100) + "'\nc = \"\"\"" +
                 repeated("[\n", 100) + "\"\"\"\n") == "");
  CHECK(error_of("a = \"\\\"" + repeated("{", 100) + "\"\nb = '''" + repeated("''[", 100) + "'''\n") == "");
}

TEST_CASE("a key may have 1024 dots, those of the tables around it included", "[unit]") {
  CHECK(error_of("a" + repeated(".a", 1024) + " = 1") == "");
  CHECK(error_of("a" + repeated(".a", 1025) + " = 1").find("more than 1024 dots") != std::string::npos);
  CHECK(error_of("[a" + repeated(".a", 1025) + "]").find("more than 1024 dots") != std::string::npos);
  CHECK(error_of("[a" + repeated(".a", 600) + "]\nb" + repeated(".b", 600) + " = 1").find("more than 1024 dots") !=
        std::string::npos);
  CHECK(error_of("a" + repeated(".a", 600) + " = { b" + repeated(".b", 600) + " = 1 }").find("more than 1024 dots") !=
        std::string::npos);
  CHECK(error_of("[a" + repeated(".a", 600) + "]\n[b" + repeated(".b", 600) + "]\nc = 1\n") == "");
  CHECK(error_of("a = [" + repeated("0.5, ", 3000) + "]\n" + repeated("x = 1\n", 0)) == "");
  CHECK(error_of("a = [\n" + repeated("0.5,\n", 3000) + "]\n") == "");
}

TEST_CASE("files, keys and tables have a largest size", "[unit]") {
  CHECK(error_of("a = \"" + std::string(5 << 20, 'x') + "\"") == "t.toml: the file is larger than 4 MiB");
  CHECK(error_of(std::string(2000, 'k') + " = 1") == "t.toml:1:2004: a key is longer than 1024 bytes");
  std::string many;
  for (int i = 0; i < 10'001; ++i) many += "k" + std::to_string(i) + " = 1\n";
  CHECK(error_of(many).find("a table holds more than 10000 keys") != std::string::npos);
}

TEST_CASE("a file that is not there, or is a folder, says so", "[unit]") {
  const auto error = [](const std::filesystem::path& file) -> std::string {
    try {
      read_toml(file);
    } catch (const Error& e) {
      return e.what();
    }
    return "";
  };
  CHECK(error("/nowhere/x.toml") == "/nowhere/x.toml: there is no such file");
  CHECK(error("/") == "/: is a folder, but must be an experiment file");
  const std::filesystem::path file = std::filesystem::temp_directory_path() / "ganzoo_toml_test.toml";
  std::ofstream(file) << "steps = 20_000\n";
  CHECK(read_toml(file).find("steps")->get<std::int64_t>() == 20'000);
  std::filesystem::path mistyped = file;
  mistyped.replace_filename("ganzoo_toml_tset.toml");
  try {
    read_toml(mistyped);
    FAIL("it is not there");
  } catch (const Error& e) {
    CHECK(e.complaints()[0].hint == "did you mean " + file.string() + "?");
  }
  std::filesystem::remove(file);
}

TEST_CASE("a table written as TOML reads back equal", "[unit]") {
  const Table table = parse_toml(R"(
title = "a \"b\" \\ \n ü"
none = []
tiny = 4.9e-324
third = 0.3333333333333333
inf = inf
[optimizer.generator]
name = "adam"
rate = { from = 1e-3, to = 0.0, over = 500, shape = "cosine" }
[[regularizer]]
name = "weight_clip"
[[regularizer]]
name = "r1"
[metrics]
names = ["modes", { name = "emd", samples = 512 }]
[grid]
"divergence.alpha" = [0.1, { name = "x" }]
[[grid.zip]]
"a.b" = [1, 2]
[[grid.set]]
when = { "divergence.name" = "wasserstein" }
set = { "regularizer" = [{ name = "weight_clip" }] }
)",
                                 "t.toml");
  CHECK(parse_toml(to_toml(table), "again.toml") == table);
  CHECK(to_toml(table).find("[[regularizer]]\nname = \"weight_clip\"\n") != std::string::npos);
  CHECK(to_toml(table).find("[optimizer.generator]\nname = \"adam\"\n") != std::string::npos);
}

TEST_CASE("a table written as JSON reads back equal, and infinities are strings", "[unit]") {
  const Table table = parse_toml("a = 1\nb = [1.5, true, { c = \"x\" }]\n[d]\n", "t.toml");
  CHECK(from_json(to_json(table)) == table);
  CHECK(to_json(parse_toml("z = inf\na = -inf\n", "t.toml")) == R"({"z":"inf","a":"-inf"})");
  CHECK_THROWS_AS(from_json("{\"a\": "), Error);
  CHECK_THROWS_AS(from_json("[1]"), Error);
  CHECK_THROWS_AS(from_json("{\"a\":" + repeated("[", 1000) + repeated("]", 1000) + "}"), Error);
}

TEST_CASE("garbage is refused, never a crash", "[unit]") {
  std::mt19937_64 random(7);
  const std::string alphabet = "[]{}=.,\"'#\n\\ abn019-_:\t";
  const std::string good =
      "title = \"x\"\n[grid]\n\"seed\" = [0, 1]\n[[grid.set]]\nwhen = { a = 1 }\nset = { b = [2] }\n";
  for (int round = 0; round < 3000; ++round) {
    std::string text = good;
    for (int edit = 0; edit < 1 + round % 9; ++edit) {
      text.insert(random() % (text.size() + 1), 1, alphabet[random() % alphabet.size()]);
      if (edit % 3 == 2) text.erase(random() % text.size(), 1 + random() % 5);
    }
    error_of(text);
  }
  for (int round = 0; round < 20; ++round) {
    std::string bytes(100 << 10, ' '), symbols(100 << 10, ' ');
    for (char& c : bytes) c = static_cast<char>(random());
    for (char& c : symbols) c = alphabet[random() % alphabet.size()];
    CHECK(error_of(bytes) != "");
    CHECK(error_of(symbols) != "");
  }
}
