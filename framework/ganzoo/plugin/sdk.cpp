#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <ganzoo/core/error.hpp>
#include <ganzoo/plugin/diagnosis.hpp>
#include <ganzoo/plugin/folders.hpp>
#include <ganzoo/plugin/sdk.hpp>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

namespace ganzoo {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> all;
  for (std::string word; in >> word;) all.push_back(word);
  return all;
}

std::vector<std::string> command(const Sdk& sdk, const fs::path& source, const fs::path& module) {
  std::vector<std::string> all = sdk.compiler;
  all.insert(all.end(), sdk.flags.begin(), sdk.flags.end());
  for (const fs::path& folder : sdk.includes) all.push_back("-I" + folder.string());
  all.insert(all.end(), {"-shared", "-o", module.string(), fs::absolute(source).string()});
  all.insert(all.end(), {"-L" + sdk.library.string(), "-lganzoo", "-Wl,--no-undefined"});
  for (const std::string& library : linked_libraries(source)) all.push_back("-l" + library);
  return all;
}

/// A file without a name, for what the compiler says; removed when it is closed.
class Scratch {
 public:
  Scratch() : file_(std::tmpfile()) {
    if (file_ == nullptr)
      throw Error(Exit::environment, fmt::format("a temporary file cannot be made: {}", std::strerror(errno)));
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::fclose(file_); }

  int descriptor() const { return fileno(file_); }
  std::string text() {
    std::string all;
    std::rewind(file_);
    char part[4096];
    for (std::size_t n = 0; (n = std::fread(part, 1, sizeof part, file_)) > 0;) all.append(part, n);
    return all;
  }

 private:
  std::FILE* file_;
};

/// Runs it with its output in the file; its exit code, or 128 + the signal that ended it.
int run(const std::vector<std::string>& arguments, int output) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0)
    throw Error(Exit::environment,
                fmt::format("the compiler {} cannot be started: {}", arguments[0], std::strerror(failed)),
                "install g++, or name a compiler in the environment variable CXX");
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Sdk read_sdk() {
  const fs::path folder = own_folder(), file = folder / "sdk.json";
  std::ifstream in(file);
  const auto json = nlohmann::json::parse(in, nullptr, false);
  if (json.is_discarded())
    throw Error(Exit::environment,
                fmt::format("{} cannot be read, but must say how to compile a component", file.string()),
                "build or install ganzoo again: the program alone is not enough");
  Sdk sdk;
  const char* chosen = std::getenv("CXX");
  sdk.compiler = words(chosen ? chosen : "");
  if (sdk.compiler.empty()) sdk.compiler = {json.at("compiler").get<std::string>()};
  sdk.flags = json.at("flags").get<std::vector<std::string>>();
  for (const std::string path : json.at("includes")) sdk.includes.push_back((folder / path).lexically_normal());
  sdk.library = folder.parent_path();
  return sdk;
}

std::vector<std::string> linked_libraries(const fs::path& source) {
  constexpr std::string_view mark = "// ganzoo: link ";
  std::vector<std::string> all;
  std::ifstream in(source);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(mark)) std::ranges::copy(words(line.substr(mark.size())), std::back_inserter(all));
  return all;
}

void compile(const Sdk& sdk, const fs::path& source, const fs::path& module) {
  Scratch output;
  const int code = run(command(sdk, source, module), output.descriptor());
  const std::string said = output.text();
  if (code != 0)
    if (const std::vector<Complaint> complaints = calls_of_std(source, said); !complaints.empty())
      throw Error(Exit::usage, complaints);
  std::fputs(said.c_str(), stderr);
  if (code != 0)
    throw Error(Exit::usage,
                fmt::format("{} does not compile: {} exited with code {}", source.string(),
                            fs::path(sdk.compiler.front()).filename().string(), code),
                "what the compiler says stands above");
}

}  // namespace ganzoo
