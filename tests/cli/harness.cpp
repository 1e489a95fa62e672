#include "harness.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <thread>

#include "support/files.hpp"

namespace cli {

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

void redirect(const std::filesystem::path& file, int number) {
  const int to = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  dup2(to, number);
  close(to);
}

}  // namespace

Bench::Bench() {
  // Another user must reach what the tests let it run.
  std::filesystem::permissions(folder_.path, std::filesystem::perms::all);
}

void Bench::write(const std::string& name, const std::string& text) const {
  std::filesystem::create_directories(path(name).parent_path());
  files::write(path(name), text);
}

std::string Bench::read(const std::string& name) const { return files::read(path(name)); }

pid_t Bench::spawn(const std::vector<std::string>& arguments, const Setting& setting, const std::string& out,
                   const std::string& err) const {
  std::vector<char*> argv{const_cast<char*>("ganzoo")};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t pid = fork();
  if (pid != 0) return pid;
  setpgid(0, 0);  // a job of its own, as a shell makes: the kernel stops no orphaned group
  redirect(path(out), STDOUT_FILENO);
  redirect(setting.error.empty() ? path(err) : std::filesystem::path(setting.error), STDERR_FILENO);
  for (const auto& [key, value] : setting.environment) setenv(key.c_str(), value.c_str(), 1);
  if (chdir(folder_.path.c_str()) != 0) _exit(99);
  if (setting.file_size_limit > 0) {
    const rlimit limit{static_cast<rlim_t>(setting.file_size_limit), static_cast<rlim_t>(setting.file_size_limit)};
    std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  if (setting.user != 0 && (setgid(setting.user) != 0 || setuid(setting.user) != 0)) _exit(98);
  execv(GANZOO_PROGRAM, argv.data());
  _exit(97);
}

Result Bench::ganzoo(const std::vector<std::string>& arguments, const Setting& setting) const {
  files::write(path(".err"), "");
  const int code = wait(spawn(arguments, setting, ".out", ".err"));
  return {code, read(".out"), read(".err")};
}

pid_t Bench::start(const std::vector<std::string>& arguments, const Setting& setting) const {
  return spawn(arguments, setting, "background.out", "background.err");
}

int Bench::wait(pid_t pid) {
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

bool Bench::appears(const std::string& name) const {
  for (int i = 0; i < 6000; ++i) {
    if (std::filesystem::exists(path(name))) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

bool Bench::commits(const std::string& folder, int cells) const {
  for (int i = 0; i < 6000; ++i) {
    const auto names = entries(folder);
    if (std::ranges::count_if(names, [&](const std::string& name) {
          return std::filesystem::exists(path(folder) / name / "run.h5");
        }) >= cells)
      return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

std::vector<std::string> Bench::entries(const std::string& folder) const {
  std::vector<std::string> names;
  if (!std::filesystem::exists(path(folder))) return names;
  for (const auto& entry : std::filesystem::directory_iterator(path(folder)))
    if (entry.path().filename().string().front() != '.') names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string tiny(int steps, const std::string& more) {
  return "title = \"tiny\"\nsteps = " + std::to_string(steps) + R"(
seed = 0
[data]
name = "ring"
[generator]
name = "mlp"
noise = 4
hidden = [16]
[discriminator]
name = "mlp"
hidden = [16]
[divergence]
name = "kl"
[train]
batch = 32
[metrics]
every = 50
samples = 64
names = ["moments"]
[log]
snapshots = 2
commit = 0.001
)" + more;
}

bool says(const Result& result, const std::vector<std::string>& words) {
  const auto lines = lines_of(result.err);
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
    return line.starts_with("ganzoo: error: ") && std::all_of(words.begin(), words.end(), [&](const std::string& word) {
             return line.find(word) != std::string::npos;
           });
  });
}

bool well_formed(const Result& result) {
  const auto lines = lines_of(result.err);
  return std::all_of(lines.begin(), lines.end(), [](const std::string& line) {
    return line.starts_with("ganzoo: error: ") || line.starts_with("hint: ") || line.starts_with("notice: ") ||
           line.starts_with("[") || line.find(" finished, ") != std::string::npos;
  });
}

}  // namespace cli
