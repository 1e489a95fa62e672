/// `ganzoo build`: compiles a component against the program's own headers; then it is found by its name.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/plugin/folders.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/plugin/sdk.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "catalogue.hpp"
#include "command.hpp"

namespace ganzoo::app::build_verb {
namespace {

namespace fs = std::filesystem;
using experiment::KnownComponent;

struct Options {
  std::string source, out;
};

[[noreturn]] void cannot_write(const fs::path& where, int reason) {
  throw Error(Exit::environment, fmt::format("{} cannot be written: {}", where.string(), std::strerror(reason)),
              "--out DIR builds elsewhere; GANZOO_PLUGIN_PATH=DIR then finds it");
}

/// A folder of its own inside of another, removed with all that is left in it.
class Workshop {
 public:
  explicit Workshop(const fs::path& root) {
    std::error_code error;
    fs::create_directories(root, error);
    std::string name = (root / ".build-XXXXXX").string();
    if (error || !mkdtemp(name.data())) cannot_write(root, error ? error.value() : errno);
    path = name;
  }
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  fs::path path;
};

std::string checked_name(const fs::path& source) {
  const std::string end = source.extension().string();
  if (end != ".cpp" && end != ".cc" && end != ".cxx")
    throw Error(Exit::usage, fmt::format("{} is no C++ source, but must end in .cpp", source.string()));
  std::error_code error;
  if (!fs::is_regular_file(source, error))
    throw Error(Exit::usage, fmt::format("{} does not exist, but must be a component's source", source.string()),
                "ganzoo new KIND NAME writes one");
  std::string name = source.stem().string();
  require_component_name(name);
  return name;
}

/// One component, compiled, loaded once and moved into place: what was there before stays whole for those that use it.
struct Built {
  KnownComponent known;
  fs::path file;
};

/// Where it goes: --out FILE.so, or <root>/<folder of its kind>/<name>.so.
fs::path destination(const Options& options, const KnownComponent& known, const std::string& name) {
  if (options.out.ends_with(".so")) return fs::absolute(options.out).lexically_normal();
  const fs::path root = options.out.empty() ? build_folder() : fs::path(options.out);
  return fs::absolute(root).lexically_normal() / folder_of(known.kind) / (name + ".so");
}

std::optional<fs::path> other_of_that_name(const KnownComponent& known, const std::string& name, const fs::path& file) {
  for (const Found& found : Registry().list()) {
    std::error_code error;
    if (found.kind == known.kind && found.name == name && !fs::equivalent(found.file, file, error)) return found.file;
  }
  return std::nullopt;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

Built build(const Options& options) {
  const fs::path source = options.source;
  const std::string name = checked_name(source);
  const Sdk sdk = read_sdk();
  const fs::path out = options.out.ends_with(".so") ? fs::absolute(options.out).parent_path()
                       : options.out.empty()        ? build_folder()
                                                    : fs::path(options.out);
  const Workshop workshop(out);
  const fs::path fresh = workshop.path / (name + ".so");
  compile(sdk, source, fresh);
  Built built{component_in(fresh.string()), {}};
  if (!built.known.failure.empty()) {
    replace_all(built.known.failure, fresh.string(), source.string());
    throw Error(Exit::usage, built.known.failure, built.known.hint);
  }
  built.file = destination(options, built.known, name);
  if (const auto other = other_of_that_name(built.known, name, built.file)) {
    if (options.out.empty())
      throw Error(Exit::usage,
                  fmt::format("{} \"{}\" exists already: {}", name_of(built.known.kind), name, other->string()),
                  "give the source another name, or --out a place of its own");
  }
  std::error_code error;
  fs::create_directories(built.file.parent_path(), error);
  fs::rename(fresh, built.file, error);
  if (error) cannot_write(built.file, error.value());
  return built;
}

void tell(const Built& built) {
  const std::string name = built.file.stem().string();
  std::cout << fmt::format("{} {}: {}\n", name_of(built.known.kind), name, built.file.string());
  if (settings().quiet) return;
  const fs::path root = built.file.parent_path().parent_path();
  bool found = false;
  for (const Found& one : Registry().list()) {
    std::error_code error;
    found |= one.kind == built.known.kind && one.name == name && fs::equivalent(one.file, built.file, error);
  }
  if (found)
    fmt::print(stderr, "it is found by its name; ganzoo check {0} holds it to the laws of its kind\n", name);
  else if (built.file.parent_path().filename() == folder_of(built.known.kind))
    fmt::print(stderr, "GANZOO_PLUGIN_PATH={0}, or plugins.paths = [\"{0}\"] in an experiment, finds it by its name\n",
               root.string());
  else
    fmt::print(stderr, "an experiment names it by its path: name = \"{}\"\n", built.file.string());
}

void declare(Command& verb) {
  auto options = std::make_shared<Options>();
  verb.option("source", options->source, "the component's one file; its stem becomes the name")
      .required()
      .called("SOURCE.cpp");
  verb.option("--out", options->out,
              "a folder of components: the module goes to DIR/<kind>s/NAME.so; or FILE.so itself. Default: the "
              "first of GANZOO_PLUGIN_PATH, or the program's own folder")
      .called("DIR");
  verb.notes =
      "The compiler is the one that ganzoo was built with, or what CXX names. A line `// ganzoo: link NAME` in\n"
      "the source links a library.";
  verb.runs([options] { tell(build(*options)); });
}

const Registered verb{"build", "compile a component; then it is found by its name", declare};

}  // namespace
}  // namespace ganzoo::app::build_verb
