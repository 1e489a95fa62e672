#include <fmt/format.h>

#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/io/csv.hpp>

#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/refusal.hpp"
#include "support/temporary.hpp"

using namespace ganzoo;

namespace {

using Numbers = std::vector<double>;

Numbers read(const std::string& text) {
  const TemporaryFolder folder;
  files::write(folder / "x.csv", text);
  return io::read_csv(folder / "x.csv").values;
}

/// The complaint behind the file's name.
std::string why(const std::string& text) {
  const TemporaryFolder folder;
  files::write(folder / "x.csv", text);
  const auto [code, message] = refusal([&] { io::read_csv(folder / "x.csv"); });
  CHECK(code == Exit::corrupt);
  return message.substr(message.find("x.csv:") + 6);
}

}  // namespace

TEST_CASE("a .csv file may have names, blanks, quotes, a mark and any line ends", "[unit]") {
  const Numbers two{1, 2.5, -300, HUGE_VAL};
  CHECK(read("x, y\r\n1, 2.5\r\n -3e2 ,+inf\r\n\r\n") == two);
  CHECK(read("\"a, \"\"b\"\"\",\n1,2.5\n-300,inf") == two);
  CHECK(read("\xef\xbb\xbf\"1\",2.5\n-300,Infinity\n \n\t\n\n") == two);
  CHECK(read("1,2.5\r-300,INF\r") == two);
  CHECK(read("gr\xf6\xdf"
             "e,\xc3\xa9\n1,2.5\n-300,inf\n") == two);  // names in any encoding
  CHECK(read("\xef\xbb\xbf"
             "100\n1\n") == Numbers{100, 1});
}

TEST_CASE("every spelling of a number is read to the nearest double", "[unit]") {
  CHECK(read("0.1\n1.\n.5\n+2\n-0\n1E5\n4.9e-324\n1e-400\n1.7976931348623157e308\n1700000000.123456\n") ==
        Numbers{0.1, 1, 0.5, 2, -0.0, 1e5, 4.9e-324, 0, 1.7976931348623157e308, 1700000000.123456});
  for (const double v : read("nan\nNaN\n-nan\nNAN\n")) CHECK(std::isnan(v));
}

TEST_CASE("a first row of names is one of which no field looks like a number", "[unit]") {
  CHECK(why("1.0,2.0x\n3.0,4.0\n") == "1:5: the field is \"2.0x\", but must be a number");
  CHECK(why("1.0,\n3.0,4.0\n") == "1:5: the field is empty, but must be a number");
  CHECK(why("1,2,\n3,4\n") == "1:5: the field is empty, but must be a number");
  CHECK(why("1,2,\n3,4,\n") == "1:5: the field is empty, but must be a number");
  CHECK(why("0x10,2\n3,4\n") == "1:1: the field is \"0x10\", but must be a number");
  CHECK(why("x,2\n3,4\n") == "1:1: the field is \"x\", but must be a number");
  for (const char* alone :
       {"1.0x", "0x1.8p3", "-1..5", "1;2", "1'000", "1_000", "$5", "NA", "n/a", "null", "-", "1 000"})
    CHECK(why(std::string(alone) + "\n2\n") == fmt::format("1:1: the field is \"{}\", but must be a number", alone));
}

TEST_CASE("a number written with signs, digits or marks of its own is no name", "[unit]") {
  for (const char* number :
       {"−1", "–1",  "-∞", "½",  "¹",  "Ⅷ",   "١",  "۲",      "１", "－１", "\u00a01", "\u200b1", "\ufeff\ufeff1",
        "€5", "(1)", "~1", "=1", "'1", "[1]", "#1", "\"1\"x", "*",  "—",    "…",       "n.a.",    "<NA>",
        "NaT"})
    CHECK(why(std::string(number) + "\n2\n").starts_with("1:1: the field is \""));
  for (const char* name :
       {"é1", "σ²", "Ω 1", "µ", "°C", "温度", "(x, y)", "[m/s]", "%", "_1", "#", "$x", "x=1", "€/kg", "\xe9\x31"})
    CHECK(read("\"" + std::string(name) + "\"\n2\n") == Numbers{2});
}

TEST_CASE("what is no table of numbers is refused by line and column", "[unit]") {
  CHECK(why("1,2\n3,four\n") == "2:3: the field is \"four\", but must be a number");
  CHECK(why("1,2\n3,naïve\n") == "2:3: the field is \"naïve\", but must be a number");
  CHECK(why("1,2\n3,\x1b]\xff\n") == "2:3: the field is \"\uFFFD]\uFFFD\", but must be a number");
  CHECK(why("1,2\n3,  4 5\n") == "2:5: the field is \"4 5\", but must be a number");
  CHECK(why("1,2\n3\n") == "2:1: the row has 1 fields, but must have 2 like the rows before");
  CHECK(why("a\n1,2\n") == "2:1: the row has 2 fields, but must have 1 like the rows before");
  CHECK(why("1,2\n3,\n") == "2:3: the field is empty, but must be a number");
  CHECK(why("1\n\n3\n") == "2:1: the line is empty, but must be a row of numbers");
  CHECK(why("1\n\"2\n3\n") == "2:1: the quote is not closed on its line, but must be");
  CHECK(why("0\n1e400\n") == "2:1: the field is \"1e400\", but must be below 1.8e308, the largest double");
  CHECK(why("0\n-1e400\n") == "2:1: the field is \"-1e400\", but must be below 1.8e308, the largest double");
  CHECK(why("x\n+-1\n") == "2:1: the field is \"+-1\", but must be a number");
  CHECK(why("x\n1,5;2,5\n").starts_with("2:1: the row has 3 fields"));
  CHECK(why("x\n\x1b[31m\n") == "2:1: the field is \"\uFFFD[31m\", but must be a number");
  CHECK(why("a,b\n") == " holds no numbers");
  CHECK(why("") == " holds no numbers");
  CHECK(why("\xff\xfe"
            "1\0\n\0") == " is in UTF-16, but must be text in UTF-8");
  CHECK(why(std::string("\xff\xfe\0\0"
                        "1\0\0\0",
                        8)) == " is in UTF-32, but must be text in UTF-8");
  CHECK(why(std::string("\0\0\xfe\xff"
                        "\0\0\0"
                        "1",
                        8)) == " is in UTF-32, but must be text in UTF-8");
  CHECK(why(std::string("1\0\n\0", 4)) == " is no text, but must be text in UTF-8");
}

TEST_CASE("what separates fields in another way is met with a hint", "[unit]") {
  const TemporaryFolder folder;
  for (const char* text : {"x\n1;2\n", "x\n1\t2\n", "x\n1 2\n", "1;2\n"}) {
    files::write(folder / "x.csv", text);
    try {
      io::read_csv(folder / "x.csv");
      FAIL_CHECK("it was read");
    } catch (const Error& error) {
      CHECK(error.complaints().front().hint.starts_with("fields must be apart by commas"));
    }
  }
}
