#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <ganzoo/core/error.hpp>
#include <ganzoo/io/arrays.hpp>
#include <ganzoo/io/csv.hpp>
#include <ganzoo/io/npy.hpp>

#include "log/sample_run.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/refusal.hpp"
#include "support/temporary.hpp"

using namespace ganzoo;

namespace {

using Numbers = std::vector<double>;

/// A .npy file of this format with this header and these bytes behind it.
std::string npy(const std::string& header, const std::string& values, char major = 1) {
  std::string bytes = "\x93NUMPY";
  bytes += {major, '\0', static_cast<char>(header.size() & 255U), static_cast<char>(header.size() >> 8U)};
  if (major > 1) bytes += {'\0', '\0'};
  return bytes + header + values;
}

std::string header(const std::string& type, const std::string& shape, bool fortran = false) {
  return fmt::format("{{'descr': '{}', 'fortran_order': {}, 'shape': {}, }}\n", type, fortran ? "True" : "False",
                     shape);
}

template <class T>
std::string bytes_of(std::vector<T> values, bool swap = false) {
  std::string bytes;
  for (const T value : values) {
    std::string one(sizeof(T), '\0');
    std::memcpy(one.data(), &value, sizeof(T));
    if (swap) std::reverse(one.begin(), one.end());
    bytes += one;
  }
  return bytes;
}

log::Numbers read(const std::string& bytes) {
  const TemporaryFolder folder;
  files::write(folder / "x.npy", bytes);
  return io::read_npy(folder / "x.npy");
}

std::string why(const std::string& bytes) {
  const TemporaryFolder folder;
  files::write(folder / "x.npy", bytes);
  const auto [code, message] = refusal([&] { io::read_npy(folder / "x.npy"); });
  CHECK(code == Exit::corrupt);
  return message.substr(message.find("x.npy: ") + 7);
}

}  // namespace

TEST_CASE("arrays come back from .npy and .csv as they were", "[unit]") {
  const TemporaryFolder folder;
  const log::Array array{{2, 3}, {1.5F, -0.0F, 3e-40F, 0.1F, 1e38F, -7}};
  io::write_npy(folder / "a.npy", array);
  io::write_csv(folder / "a.csv", array);
  for (const char* name : {"a.npy", "a.csv"}) {
    const log::Numbers back = io::read_array((folder / name).string());
    CHECK(back.dims == array.dims);
    REQUIRE(back.values.size() == 6);
    for (std::size_t i = 0; i < 6; ++i)
      CHECK(std::bit_cast<std::uint32_t>(static_cast<float>(back.values[i])) ==
            std::bit_cast<std::uint32_t>(array.values[i]));
  }
  const log::Array images{{1, 2, 2, 1}, {1, 2, 3, 4}};
  io::write_npy(folder / "b.npy", images);
  io::write_csv(folder / "b.csv", images);
  CHECK(io::read_npy(folder / "b.npy").dims == images.dims);
  CHECK(io::read_csv(folder / "b.csv").dims == std::vector<std::int64_t>{1, 4});
  CHECK(std::filesystem::file_size(folder / "b.npy") % 64 == 16);  // values begin at a multiple of 64
}

TEST_CASE("a .npy file of doubles keeps every one of them", "[unit]") {
  const Numbers values{1700000000.123456, 1e39, -4.9e-324, 0.1};
  CHECK(read(npy(header("<f8", "(4,)"), bytes_of(values))).values == values);
  CHECK(read(npy(header(">f8", "(4,)"), bytes_of(values, true))).values == values);
}

TEST_CASE("a .npy file is read in any type, order of bytes and indices, and format", "[unit]") {
  const Numbers rows{1, 3, 5, 2, 4, -1};
  for (const char major : {'\1', '\2', '\3'}) {
    const log::Numbers array =
        read(npy(header(">i2", "(2, 3)", true), bytes_of<std::int16_t>({1, 2, 3, 4, 5, -1}, true), major));
    CHECK(array.dims == std::vector<std::int64_t>{2, 3});
    CHECK(array.values == rows);
  }
  CHECK(read(npy(header("|u1", "()"), "\x07")).values == Numbers{7});
  CHECK(read(npy(header("|i1", "(2,)"), "\xff\x01")).values == Numbers{-1, 1});
  CHECK(read(npy(header("|b1", "(3,)"), std::string("\0\1\2", 3))).values == Numbers{0, 1, 1});
  CHECK(read(npy(header("<u4", "(1,)"), bytes_of<std::uint32_t>({4294967295U}))).values == Numbers{4294967295.0});
  CHECK(read(npy(header("<u8", "(1,)"), bytes_of<std::uint64_t>({std::uint64_t{1} << 63U}))).values ==
        Numbers{9223372036854775808.0});
}

TEST_CASE("float16 is read, with its denormals, infinities and NaN", "[unit]") {
  const log::Numbers array =
      read(npy(header("<f2", "(8,)"),
               bytes_of<std::uint16_t>({0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000, 0x7c00, 0xfc00, 0x7e00})));
  const Numbers expected{1, -2, 65504, std::ldexp(1.0, -24), -0.0, HUGE_VAL, -HUGE_VAL};
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(array.values[i] == expected[i]);
  CHECK(std::signbit(array.values[4]));
  CHECK(std::isnan(array.values[7]));
  CHECK(read(npy(header(">f2", "(1,)"), std::string("\x3c\x00", 2))).values == Numbers{1});
}

TEST_CASE("headers as Python 2 wrote them are read", "[unit]") {
  const std::string old = "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 1L), }\n";
  CHECK(read(npy(old, bytes_of<float>({1, 2}))).dims == std::vector<std::int64_t>{2, 1});
  CHECK(read(npy("{'shape': (2L,), 'fortran_order': False, 'descr': '<f4'}", bytes_of<float>({1, 2}))).values ==
        Numbers{1, 2});
}

TEST_CASE("what is no whole .npy file of numbers is refused", "[unit]") {
  CHECK(why("hello") == "is no .npy file");
  CHECK(why("\x93NUMPY\x09 1234567") == "is a .npy file of format 9, but 1 to 3 are read");
  CHECK(why(std::string("\x93NUMPY\1\0\xff\xff{}", 12)) == "ends within its header");
  CHECK(why(std::string("\x93NUMPY\2\0\xff\xff\xff\xff{}", 14)) == "ends within its header");
  CHECK(why(npy("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,)}", "1234")) ==
        "is a structured array, but a plain array of numbers is needed");
  CHECK(why(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'descr': '<i4'}", "1234")) ==
        "gives 'descr' twice in its header, but must give it once");
  CHECK(why(npy(header("|O", "(1,)"), "1234")) == "holds Python objects, but floats, integers or bools are needed");
  for (const char* type : {"<c8", "<f16", "<U3", "<M8[ns]", "<f3", "<i16"})
    CHECK(why(npy(header(type, "(1,)"), "12345678")) ==
          fmt::format("holds values of type '{}', but floats (of 16, 32 or 64 bits), integers or bools are needed",
                      type + 1));
  CHECK(why(npy("{'fortran_order': False, 'shape': (1,)}", "1234")).starts_with("has a header that is not understood"));
  CHECK(why(npy("{'descr': '<f4', 'shape': (1,)}", "1234")).starts_with("has a header that is not understood"));
  CHECK(why(npy(header("<f4", "(3,)"), "12345678")) == "has shape (3,) of 4 bytes each, but holds 8 bytes");
  CHECK(why(npy(header("<f4", "(4294967296, 4294967296)"), "1234")) ==
        "has shape (4294967296, 4294967296) of 4 bytes each, but holds 4 bytes");
  for (const char* shape : {"(99999999999999999999,)", "(-1,)", "(x,)", "(1"})
    CHECK(why(npy(header("<f4", shape), "1234")).starts_with("has an unreadable shape ("));
  CHECK(why(npy(header("<i8", "(2,)"), bytes_of<std::int64_t>({1, 9007199254740993}))) ==
        "value 1 is 9007199254740993, but must be exact in double precision, as every integer to 2^53 is");
}

TEST_CASE("files that cannot be read or written are environment errors", "[unit]") {
  const TemporaryFolder folder;
  auto [code, message] = refusal([&] { io::read_npy(folder / "none.npy"); });
  CHECK(code == Exit::environment);
  CHECK(message.find("none.npy: cannot be read: No such file or directory") != std::string::npos);
  std::tie(code, message) = refusal([&] { io::read_csv(folder.path); });
  CHECK(code == Exit::environment);
  CHECK(message.find(": cannot be read: it is a folder") != std::string::npos);
  std::tie(code, message) = refusal([&] { io::write_npy(folder / "no/x.npy", log::Array{{1}, {1}}); });
  CHECK(code == Exit::environment);
  CHECK(message.find("no/x.npy: cannot be written: No such file or directory") != std::string::npos);
  std::tie(code, message) = refusal([&] { io::read_array("samples.txt"); });
  CHECK(code == Exit::usage);
  CHECK(message.find("samples.txt, but must be FILE.npy, FILE.csv or FILE.h5:/path") != std::string::npos);
}

TEST_CASE("a dataset of an HDF5 file is named behind a colon", "[unit]") {
  const TemporaryFolder folder;
  log::write(folder / "run.h5", testing::sample_run());
  CHECK(io::read_array((folder / "run.h5").string() + ":/samples/noise").dims == std::vector<std::int64_t>{2, 3});
}
