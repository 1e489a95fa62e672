#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/cluster/slurm.hpp>
#include <ganzoo/os/program.hpp>
#include <sstream>
#include <string_view>
#include <thread>

namespace ganzoo::experiment::slurm {
namespace {

constexpr int tries = 5;

/// What Slurm says while its controller is busy, restarts or fails over.
bool is_busy(const std::string& text) {
  for (const char* words :
       {"Socket timed out", "Unable to contact slurm controller", "temporarily unable to accept job",
        "Resource temporarily unavailable", "Connection refused", "Connection timed out", "Zero Bytes were transmitted",
        "controller in standby"})
    if (text.find(words) != std::string::npos) return true;
  return false;
}

std::string environment(const char* name) {
  const char* text = std::getenv(name);
  return text ? text : "";
}

[[noreturn]] void missing(const std::string& program) {
  throw Error(Exit::environment, fmt::format("{}: not found; ganzoo submit needs Slurm's client", program),
              "--print writes the script that another scheduler can start");
}

/// Asked again while the controller is busy.
os::Ran ask(const std::vector<std::string>& words, std::chrono::milliseconds pause = std::chrono::seconds(2)) {
  for (int left = tries;; --left, pause *= 2) {
    os::Ran ran = os::run_program(words);
    if (ran.is_missing) missing(words[0]);
    if (ran.succeeded() || left == 0 || !is_busy(ran.err)) return ran;
    std::this_thread::sleep_for(pause);
  }
}

/// In Slurm's own words.
[[noreturn]] void refuse(const os::Ran& ran, const std::string& program) {
  const bool too_many = ran.err.find("submit limit") != std::string::npos;
  std::string reason = ran.reason();
  if (const std::string head = program + ": error: "; reason.starts_with(head)) reason.erase(0, head.size());
  throw Error(Exit::environment, fmt::format("{}: {}", program, reason),
              too_many ? "--tasks W asks for fewer workers, which train as many cells" : "");
}

}  // namespace

void require_client() {
  if (os::run_program({"sbatch", "--version"}).is_missing) missing("sbatch");
}

int max_array_size() {
  const os::Ran ran = ask({"scontrol", "show", "config"});
  if (!ran.succeeded()) refuse(ran, "scontrol");
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("MaxArraySize")) continue;
    const std::size_t digits = line.find_first_of("0123456789");
    int size = 0;
    if (digits != std::string::npos &&
        std::from_chars(line.data() + digits, line.data() + line.size(), size).ec == std::errc())
      return size;
  }
  throw Error(Exit::environment, "scontrol show config tells no MaxArraySize");
}

std::string submit(const std::filesystem::path& script, const std::vector<std::string>& options,
                   std::chrono::milliseconds pause) {
  std::vector<std::string> words{"sbatch", "--parsable"};
  words.insert(words.end(), options.begin(), options.end());
  words.push_back(script.string());
  const os::Ran ran = ask(words, pause);
  const std::string job = ran.out.substr(0, ran.out.find_first_of(";\n"));  // "4711;cluster"
  if (!ran.succeeded() || job.empty()) refuse(ran, "sbatch");
  return job;
}

std::vector<std::string> living(const std::vector<std::string>& jobs) {
  if (jobs.empty()) return {};
  const os::Ran ran = ask({"squeue", "--noheader", "--format=%F", "--jobs=" + fmt::format("{}", fmt::join(jobs, ","))});
  // Of a single job that is long over Slurm knows nothing any more.
  if (!ran.succeeded() && ran.err.find("Invalid job id") == std::string::npos) refuse(ran, "squeue");
  std::vector<std::string> there;
  std::istringstream lines(ran.out);
  for (std::string job; lines >> job;)
    if (std::ranges::find(there, job) == there.end()) there.push_back(job);
  return there;
}

std::string own_task() {
  const std::string array = environment("SLURM_ARRAY_JOB_ID");
  return array.empty() ? environment("SLURM_JOB_ID") : array + "_" + environment("SLURM_ARRAY_TASK_ID");
}

std::string requeue(const std::string& task) {
  const os::Ran ran = os::run_program({"scontrol", "requeue", task});
  if (ran.is_missing) return "scontrol: not found";
  return ran.succeeded() ? "" : ran.reason();
}

}  // namespace ganzoo::experiment::slurm
