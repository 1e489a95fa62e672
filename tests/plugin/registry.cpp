#include "support/catch.hpp"
#include "support/temporary.hpp"

#include <ganzoo/core/error.hpp>
#include <ganzoo/plugin/registry.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

using ganzoo::Error;
using ganzoo::Kind;
using ganzoo::Registry;

namespace fs = std::filesystem;

namespace {

/// Sets a variable for a test.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    setenv(name, value.c_str(), 1);
  }
  ~Environment() { old_ ? setenv(name_, old_->c_str(), 1) : unsetenv(name_); }

 private:
  const char* name_;
  std::optional<std::string> old_;
};

void touch(const fs::path& file) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << "x";
}

ganzoo::Complaint complaint(const Registry& registry, const std::string& name) {
  try {
    registry.find(Kind::metric, name);
  } catch (const Error& error) {
    CHECK(error.code() == ganzoo::Exit::usage);
    return error.complaints().at(0);
  }
  return {};
}

}  // namespace

TEST_CASE("GANZOO_PLUGIN_PATH goes before the experiment's paths, and both before the build's own", "[unit]") {
  const TemporaryFolder a, b, c;
  for (const fs::path& root : {a.path, b.path, c.path}) touch(root / "metrics/modes.so");
  touch(b.path / "metrics/second.so");
  touch(c.path / "metrics/third.so");
  const Environment path("GANZOO_PLUGIN_PATH", a.path.string() + ":" + b.path.string());
  const Registry registry({c.path});
  CHECK(registry.find(Kind::metric, "modes").file == a.path / "metrics/modes.so");
  CHECK(registry.find(Kind::metric, "second").file == b.path / "metrics/second.so");
  CHECK(registry.find(Kind::metric, "third").file == c.path / "metrics/third.so");
  CHECK(registry.find(Kind::metric, "third").name == "third");
}

TEST_CASE("A list has the first module of each name, sorted, and loads none", "[unit]") {
  const TemporaryFolder a, b;
  touch(a.path / "metrics/zzz.so");
  touch(a.path / "metrics/aaa.so");
  touch(a.path / "metrics/notes.txt");
  touch(b.path / "metrics/aaa.so");
  const Environment path("GANZOO_PLUGIN_PATH", a.path.string());
  std::vector<std::string> names;
  for (const ganzoo::Found& found : Registry({b.path}).list()) {
    if (found.kind != Kind::metric) continue;
    names.push_back(found.name);
    if (found.name == "aaa") CHECK(found.file == a.path / "metrics/aaa.so");
  }
  CHECK(std::is_sorted(names.begin(), names.end()));
  CHECK(std::count(names.begin(), names.end(), "aaa") == 1);
  CHECK(std::count(names.begin(), names.end(), "zzz") == 1);
  CHECK(std::count(names.begin(), names.end(), "notes") == 0);
}

TEST_CASE("An unknown name is answered with the nearest known one", "[unit]") {
  const TemporaryFolder folder;
  touch(folder.path / "metrics/perceptual_path.so");
  const ganzoo::Complaint c = complaint(Registry({folder.path}), "perceptual_pth");
  CHECK(c.message == "metric \"perceptual_pth\" is not found");
  CHECK(c.hint == "did you mean perceptual_path?");
  CHECK(complaint(Registry({folder.path}), "").message == "metric \"\" is not found");
}

TEST_CASE("A name far from all is answered with those there are", "[unit]") {
  const TemporaryFolder folder;
  touch(folder.path / "metrics/perceptual_path.so");
  CHECK(complaint(Registry({folder.path}), "qqqqqqqqqqqqq").hint.find("perceptual_path") != std::string::npos);
}

TEST_CASE("A name with a slash or ending in .so is a path", "[unit]") {
  const Registry registry;
  CHECK(registry.find(Kind::divergence, "./mine.so").file == fs::current_path() / "mine.so");
  CHECK(registry.find(Kind::divergence, "./mine.so").name == "mine");
  CHECK(registry.find(Kind::divergence, "/x/../mine.so").file == "/mine.so");
}

TEST_CASE("A kind has a name and a folder", "[unit]") {
  CHECK(name_of(Kind::data) == "data");
  CHECK(folder_of(Kind::data) == "data");
  CHECK(name_of(Kind::divergence) == "divergence");
  CHECK(folder_of(Kind::divergence) == "divergences");
  CHECK(ganzoo::all_kinds.size() == 8);
}
