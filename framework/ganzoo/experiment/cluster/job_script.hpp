/// What a scheduler is given: a script that becomes one worker, and the environment that its cells are trained in.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::experiment {

struct JobShape {
  std::string title;
  int tasks = 1;    ///< workers
  int at_once = 0;  ///< of them; 0: all
  bool is_array = true;
  std::int64_t threads = 1;
  int processes = 1;                   ///< of the threads' number, or one
  std::string mem{};                   ///< as Slurm takes it; empty: the site's default
  std::optional<int> seconds{};        ///< the time limit
  std::vector<std::string> options{};  ///< sbatch's own, as they were given
};

/// 5400 of "1:30" and "01:30:00", 91800 of "1-01:30"; nothing where it is none. Slurm itself takes "1:30" for a minute and
/// a half.
std::optional<int> seconds_of(const std::string& time);

/// job.sh: no more than #SBATCH lines, the environment, and the program in the shell's place, so that signals reach it.
std::string job_script(const JobShape& shape, const std::filesystem::path& folder);

/// report.sh: the comparison and the page, once the job is over.
std::string report_script(const std::string& title, const std::filesystem::path& folder,
                          const std::filesystem::path& run);

/// env: PATH, LD_LIBRARY_PATH, LANG, LC_ALL, SLURM_CONF and what is called GANZOO_, OMP_, OMPI_,
/// ONEDNN_ or DNNL_, and MPIRUN, as they are here; nothing else.
std::string environment_script();

}  // namespace ganzoo::experiment
