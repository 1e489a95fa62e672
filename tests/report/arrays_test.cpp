#include <bit>
#include <ganzoo/core/error.hpp>
#include <ganzoo/io/arrays.hpp>

#include "log/sample_run.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/refusal.hpp"

using namespace ganzoo;

namespace {

/// A .npy file of format 1.0 with this header and these bytes behind it.
std::string npy(const std::string& header, const std::string& values) {
  std::string bytes = "\x93NUMPY";
  bytes += {'\1', '\0', static_cast<char>(header.size()), '\0'};
  return bytes + header + values;
}

std::string why_npy(const TemporaryFolder& folder, const std::string& bytes) {
  files::write(folder / "x.npy", bytes);
  const auto [code, message] = refusal([&] { report::read_npy(folder / "x.npy"); });
  CHECK(code == Exit::corrupt);
  return message.substr(message.find("x.npy: ") + 7);
}

std::string why_csv(const TemporaryFolder& folder, const std::string& text) {
  files::write(folder / "x.csv", text);
  const auto [code, message] = refusal([&] { report::read_csv(folder / "x.csv"); });
  CHECK(code == Exit::corrupt);
  return message.substr(message.find("x.csv:") + 6);
}

}  // namespace

TEST_CASE("arrays come back from .npy and .csv as they were", "[unit]") {
  const TemporaryFolder folder;
  const log::Array array{{2, 3}, {1.5F, -0.0F, 3e-40F, 0.1F, 1e38F, -7}};
  report::write_npy(folder / "a.npy", array);
  report::write_csv(folder / "a.csv", array);
  for (const char* name : {"a.npy", "a.csv"}) {
    const log::Array back = report::read_array((folder / name).string());
    CHECK(back.dims == array.dims);
    REQUIRE(back.values.size() == 6);
    for (std::size_t i = 0; i < 6; ++i)
      CHECK(std::bit_cast<std::uint32_t>(back.values[i]) == std::bit_cast<std::uint32_t>(array.values[i]));
  }
  const log::Array images{{1, 2, 2, 1}, {1, 2, 3, 4}};
  report::write_npy(folder / "b.npy", images);
  report::write_csv(folder / "b.csv", images);
  CHECK(report::read_npy(folder / "b.npy").dims == images.dims);
  CHECK(report::read_csv(folder / "b.csv").dims == std::vector<std::int64_t>{1, 4});
  CHECK(std::filesystem::file_size(folder / "b.npy") % 64 == 16);  // values begin at a multiple of 64
}

TEST_CASE("other programs' .npy files are read in any order of bytes and indices", "[unit]") {
  const TemporaryFolder folder;
  files::write(folder / "x.npy", npy("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }\n",
                                     std::string("\0\1\0\2\0\3\0\4\0\5\xff\xff", 12)));
  const log::Array array = report::read_npy(folder / "x.npy");
  CHECK(array.dims == std::vector<std::int64_t>{2, 3});
  CHECK(array.values == std::vector<float>{1, 3, 5, 2, 4, -1});
  files::write(folder / "x.npy", npy("{'descr': '|u1', 'fortran_order': False, 'shape': (), }\n", "\x07"));
  CHECK(report::read_npy(folder / "x.npy").values == std::vector<float>{7});
}

TEST_CASE("what is no whole .npy file is refused", "[unit]") {
  const TemporaryFolder folder;
  CHECK(why_npy(folder, "hello") == "is no .npy file");
  CHECK(why_npy(folder, "\x93NUMPY\x09 1234567").substr(0, 31) == "is a .npy file of format 9, but");
  CHECK(why_npy(folder, std::string("\x93NUMPY\1\0\xff\xff{}", 12)) == "ends within its header");
  CHECK(why_npy(folder, npy("{'descr': [('x', '<f4')]}  ", "")).substr(0, 34) == "has a header that is not understoo");
  CHECK(why_npy(folder, npy("{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}", "12345678")).substr(0, 26) ==
        "holds values of type 'c8',");
  CHECK(why_npy(folder, npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}", "12345678")) ==
        "has shape (3,) of 4 bytes each, but holds 8 bytes");
  CHECK(why_npy(folder, npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}", "1234")) ==
        "has shape (4294967296, 4294967296) of 4 bytes each, but holds 4 bytes");
  CHECK(why_npy(folder, npy("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", "1234"))
            .substr(0, 23) == "has an unreadable shape");
}

TEST_CASE("a .csv file may have names, blanks and Windows' line ends", "[unit]") {
  const TemporaryFolder folder;
  files::write(folder / "x.csv", "x, y\r\n1, 2.5\r\n -3e2 ,+inf\r\n\r\n");
  const log::Array array = report::read_csv(folder / "x.csv");
  CHECK(array.dims == std::vector<std::int64_t>{2, 2});
  CHECK(array.values == std::vector<float>{1, 2.5, -300, std::numeric_limits<float>::infinity()});
}

TEST_CASE("what is no table of numbers is refused by line and column", "[unit]") {
  const TemporaryFolder folder;
  CHECK(why_csv(folder, "1,2\n3,four\n") == "2:3: is no number");
  CHECK(why_csv(folder, "1,2\n3\n") == "2:1: has 1 values, but the rows before have 2");
  CHECK(why_csv(folder, "1,2\n3,\n") == "2:3: is no number");
  CHECK(why_csv(folder, "a,b\n") == " holds no numbers");
}

TEST_CASE("files that cannot be read or written are environment errors", "[unit]") {
  const TemporaryFolder folder;
  auto [code, message] = refusal([&] { report::read_npy(folder / "none.npy"); });
  CHECK(code == Exit::environment);
  CHECK(message.find("none.npy: cannot be read: No such file or directory") != std::string::npos);
  std::tie(code, message) = refusal([&] { report::read_csv(folder.path); });
  CHECK(code == Exit::environment);
  CHECK(message.find(": cannot be read: it is a folder") != std::string::npos);
  std::tie(code, message) = refusal([&] { report::write_npy(folder / "no/x.npy", {{1}, {1}}); });
  CHECK(code == Exit::environment);
  CHECK(message.find("no/x.npy: cannot be written: No such file or directory") != std::string::npos);
  std::tie(code, message) = refusal([&] { report::read_array("samples.txt"); });
  CHECK(code == Exit::usage);
  CHECK(message.find("samples.txt, but must be FILE.npy, FILE.csv or FILE.h5:/path") != std::string::npos);
}

TEST_CASE("a dataset of an HDF5 file is named behind a colon", "[unit]") {
  const TemporaryFolder folder;
  log::write(folder / "run.h5", testing::sample_run());
  CHECK(report::read_array((folder / "run.h5").string() + ":/samples/noise").dims == std::vector<std::int64_t>{2, 3});
}
