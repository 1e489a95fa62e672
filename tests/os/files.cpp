/// Whole files in and out: what is written is there whole, or what was there before is.
#include <sys/stat.h>
#include <unistd.h>

#include <ganzoo/os/files.hpp>

#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/refusal.hpp"
#include "support/temporary.hpp"

using namespace ganzoo;
namespace fs = std::filesystem;

namespace {

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("a file written whole reads back equal, every byte of it, and leaves nothing beside it", "[unit]") {
  const TemporaryFolder folder;
  std::string bytes;
  for (int i = 0; i < 100'000; ++i) bytes += static_cast<char>(i * 37);
  for (const std::string& all : {std::string{}, std::string(1, '\0'), bytes}) {
    os::write_whole(folder / "a", all);
    CHECK(os::read_whole(folder / "a") == all);
  }
  os::write_whole(folder / "a", {"one ", "", "two"}, ".new");
  CHECK(os::read_whole(folder / "a") == "one two");
  CHECK(entries(folder.path) == 1);
}

TEST_CASE("what cannot be written is named with the system's reason, and the old file stays", "[unit]") {
  const TemporaryFolder folder;
  const auto [code, message] = refusal([&] { os::write_whole(folder / "no/a", "x"); });
  CHECK(code == Exit::environment);
  CHECK(message.find("no/a") != std::string::npos);
  CHECK(message.find("No such file or directory") != std::string::npos);

  // A folder of its name cannot be replaced by a file: the temporary is gone, the folder is what it was.
  fs::create_directory(folder / "taken");
  files::write(folder / "taken/inside", "kept");
  CHECK(refusal([&] { os::write_whole(folder / "taken", "x"); }).first == Exit::environment);
  CHECK(files::read(folder / "taken/inside") == "kept");
  CHECK(entries(folder.path) == 1);
}

TEST_CASE("a link under the temporary's name is replaced, never followed", "[unit]") {
  const TemporaryFolder folder;
  files::write(folder / "precious", "kept");
  fs::create_symlink(folder / "precious", folder / "a.tmp");
  os::write_whole(folder / "a", "written");
  CHECK(files::read(folder / "precious") == "kept");
  CHECK(files::read(folder / "a") == "written");
  CHECK_FALSE(fs::is_symlink(folder / "a"));
}

TEST_CASE("what cannot be read is an error of the environment that names it", "[unit]") {
  const TemporaryFolder folder;
  for (const fs::path& file : {folder / "missing", folder.path}) {
    const auto [code, message] = refusal([&] { os::read_whole(file); });
    CHECK(code == Exit::environment);
    CHECK(message.find(file.string()) != std::string::npos);
  }
}
