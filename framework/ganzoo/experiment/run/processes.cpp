#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/run/cores.hpp>
#include <ganzoo/experiment/run/processes.hpp>
#include <ganzoo/os/process.hpp>
#include <ganzoo/os/program.hpp>
#include <vector>

namespace ganzoo::experiment {
namespace {

constexpr const char* module_name = "libganzoo_mpi.so";
constexpr int not_started = 127;

using Open = ProcessLink*();

Open* module_entry() {
  // RTLD_GLOBAL: the parts that Open MPI loads by itself look its symbols up there.
  void* const module = dlopen(module_name, RTLD_NOW | RTLD_GLOBAL);
  void* const entry = module ? dlsym(module, "ganzoo_mpi_link") : nullptr;
  if (!entry)
    throw Error(
        Exit::environment, fmt::format("{} cannot be loaded, but --processes needs it: {}", module_name, dlerror()),
        "it is package ganzoo-mpi; or is built where MPI is found: apt-get install libopenmpi-dev openmpi-bin, and "
        "build ganzoo again; without it, train.threads are threads of one process");
  return reinterpret_cast<Open*>(entry);
}

/// MPIRUN where a site's is another one.
std::string mpirun() {
  const char* given = std::getenv("MPIRUN");
  return given && *given ? given : "mpirun";
}

[[noreturn]] void refuse_mpirun(const std::string& why) {
  throw Error(Exit::environment, fmt::format("{}: {}, but --processes needs it", mpirun(), why),
              "apt-get install openmpi-bin; or MPIRUN=/path/to/mpirun");
}

/// What Open MPI does not do by itself: more processes than cores, each where the system wants it. And what it then does:
/// whoever waits yields, and stands behind everybody; ganzoo's own waiting sleeps. SIGTSTP and SIGCONT are handed on, wherever
/// a process is. What the user has set stays.
void set_habits() {
  setenv("OMPI_MCA_rmaps_base_oversubscribe", "1", 0);
  setenv("OMPI_MCA_hwloc_base_binding_policy", "none", 0);
  setenv("OMPI_MCA_mpi_yield_when_idle", "0", 0);
  setenv("OMPI_MCA_orte_forward_job_control", "1", 0);
}

volatile std::sig_atomic_t asked = 0;
volatile pid_t started = 0;

/// mpirun has its processes stopped, and then stops itself; SIGCONT reaches it from the supervisor.
extern "C" void hand_on_stop(int number) {
  if (started > 0) ::kill(started, number);
}

extern "C" void hand_on(int number) {
  asked = number;
  if (started > 0) ::kill(started, SIGUSR2);
}

std::vector<std::string> words(const std::filesystem::path& folder, int count) {
  return {mpirun(),
          "-n",
          std::to_string(count),
          std::filesystem::read_symlink("/proc/self/exe").string(),
          "work",
          "--parent",
          "0",
          "--folder",
          folder,
          "--launcher",
          std::to_string(getpid())};
}

/// The child's side.
[[noreturn]] void become(std::vector<std::string> command, int order) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  set_habits();
  std::vector<char*> argv;
  for (std::string& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  if (dup2(order, STDIN_FILENO) >= 0) execvp(argv.front(), argv.data());
  _exit(not_started);
}

os::Ending await(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? os::Ending{true, WTERMSIG(status)} : os::Ending{false, WEXITSTATUS(status)};
}

[[noreturn]] void die_of(int number) {
  std::signal(number, SIG_DFL);
  raise(number);
  _exit(128 + number);
}

/// As the worker itself would have ended: of what it was asked, where mpirun was ended by that before anything committed.
int end_like(const os::Ending& ending) {
  const int number = ending.signalled ? ending.code : ending.code - 128;
  const bool by_signal = ending.signalled || (number > 0 && number < 65 && number != SIGTERM && number != SIGINT);
  if (by_signal) die_of(asked != 0 ? asked : number);
  return asked != 0 && number == SIGTERM ? 128 + asked : ending.code;
}

void place(const std::string& path, int flags, int number) {
  os::Descriptor opened(::open(path.c_str(), flags | O_CLOEXEC));
  const bool is_there = opened.open() && (opened.get() == number || dup2(opened.get(), number) == number);
  if (!is_there)
    throw Error(Exit::environment, fmt::format("{}: {}", path, std::strerror(errno)),
                "mpirun must start its first process on the host that it is called on");
  if (opened.get() == number) opened.release();
}

void require_mpi() {
  module_entry();
  const os::Ran version = os::run_program({mpirun(), "--version"});
  if (version.is_missing) refuse_mpirun("not found");
  if (!version.succeeded()) refuse_mpirun(version.reason());
  const bool open_mpi =
      version.out.find("Open MPI") != std::string::npos || version.out.find("OpenRTE") != std::string::npos;
  if (open_mpi && geteuid() == 0 && !std::getenv("OMPI_ALLOW_RUN_AS_ROOT"))
    throw Error(Exit::environment, "mpirun does not start as root",
                "as another user; or OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 ganzoo run …");
}

}  // namespace

void require_processes(const std::vector<Cell>& cells, int processes) {
  if (processes == 1) return;
  for (const Cell& cell : cells)
    if (threads_of(cell.spec) != processes)
      throw Error(Exit::usage,
                  fmt::format("--processes is {}, but must be {}, the train.threads of {}", processes,
                              threads_of(cell.spec), cell.id),
                  fmt::format("train.threads={0} --processes {0} gives the bits of {0} threads", processes));
  require_mpi();
}

ProcessLink& join_processes() {
  ProcessLink& link = *module_entry()();
  join(link);
  return link;
}

std::string shared_text(ProcessLink& link, std::string text) {
  std::uint64_t size = text.size();
  broadcast(link, std::span(&size, 1), 0);
  text.resize(size);
  broadcast(link, std::span(text), 0);
  return text;
}

void reserve(int descriptor) { place("/dev/null", O_RDWR, descriptor); }

void take_over(int launcher, int descriptor, int flags) {
  place(fmt::format("/proc/{}/fd/{}", launcher, descriptor), flags, descriptor);
}

int launch_processes(const std::filesystem::path& folder, const std::string& order, int count) {
  const std::vector<std::string> command = words(folder, count);
  const os::Descriptor text = os::memory_file(order);
  std::signal(SIGINT, hand_on);
  std::signal(SIGTERM, hand_on);
  std::signal(SIGTSTP, hand_on_stop);
  const pid_t pid = fork();
  if (pid < 0) throw Error(Exit::environment, fmt::format("a process cannot be started: {}", std::strerror(errno)));
  if (pid == 0) become(command, text.get());
  started = pid;
  if (asked != 0) ::kill(pid, SIGUSR2);  // asked before there was anybody to hand it on to
  const os::Ending ending = await(pid);
  if (!ending.signalled && ending.code == not_started) refuse_mpirun("cannot be started");
  return end_like(ending);
}

}  // namespace ganzoo::experiment
