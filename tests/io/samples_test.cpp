#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/io/samples.hpp>

#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/refusal.hpp"
#include "support/temporary.hpp"

using namespace ganzoo;

namespace {

/// The first samples of `text` as floats, beside those of `other`.
std::vector<float> floats(const std::string& text, const std::string& other) {
  const TemporaryFolder folder;
  files::write(folder / "x.csv", text);
  files::write(folder / "y.csv", other);
  io::Samples x((folder / "x.csv").string());
  const io::Samples y((folder / "y.csv").string());
  const ConstMatrix narrow = x.first_as_floats(x.rows(), "probe", y);
  return {narrow.flat().begin(), narrow.flat().end()};
}

std::string why(const std::string& text, const std::string& other) {
  const auto [code, message] = refusal([&] { floats(text, other); });
  CHECK(code == Exit::corrupt);
  return message.substr(message.find("x.csv") + 5);
}

}  // namespace

TEST_CASE("samples become floats where that changes little", "[unit]") {
  CHECK(floats("0.1,5\n0.3,5\n", "0,5\n") == std::vector<float>{0.1F, 5, 0.3F, 5});
  CHECK(floats("1700000000\n1700100000\n", "1700200000\n").size() == 2);
  CHECK(floats("1700000000.1\n", "1700000000.1\n").size() == 1);  // all are one: a float is as good
  CHECK(std::isinf(floats("0\ninf\n", "1\n")[1]));
}

TEST_CASE("samples that single precision cannot tell apart are refused to what computes in it", "[unit]") {
  CHECK(why("1700000000.1\n1700000000.7\n", "1700000000\n") ==
        ": sample 0 holds 1700000000.1, but probe computes in single precision, which cannot tell it from its "
        "neighbours");
  CHECK(why("0\n1e39\n", "1\n").starts_with(": sample 1 holds 1e+39, but probe"));
}

TEST_CASE("fewer samples than asked for are refused", "[unit]") {
  const TemporaryFolder folder;
  files::write(folder / "x.csv", "1\n2\n");
  const io::Samples x((folder / "x.csv").string());
  CHECK(x.first(2, "probe")(1, 0) == 2);
  const auto [code, message] = refusal([&] { x.first(3, "probe"); });
  CHECK(code == Exit::usage);
  CHECK(message.find("x.csv: holds 2 samples, but probe asks for 3") != std::string::npos);
}
