/// The folder of a job, <run>/.submit/<K>: which cells its workers may take, and all that they need to know.
///
///   experiment.toml   as it was submitted, overrides applied
///   cells             a cell a line, the longest first: its id, and where its order stands in `orders`
///   orders            what a worker is asked for each cell: its resolved spec
///   search            of a [search]: its races (job_search.hpp)
///   settings          one JSON object: the run's folder, and what holds for all cells
///   env, job.sh       what a scheduler starts (job_script.hpp)
///   jobs              the scheduler's numbers of it, a line each
///   workers/          what each worker has done (journal.hpp)
///
/// Nothing but `jobs` and `workers/` is written after it was submitted: a job that starts again finds what it found.
#pragma once

#include <cstdint>
#include <filesystem>
#include <ganzoo/core/value.hpp>
#include <ganzoo/experiment/run/worker_process.hpp>
#include <ganzoo/experiment/search/contest.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

struct JobSettings {
  std::filesystem::path run;    ///< absolute
  std::int64_t threads = 1;     ///< a cell
  std::int64_t timeout = 1800;  ///< seconds in which a worker must do a step
  double lease = 60;            ///< seconds after which a claim without a sign of life is lost
  bool retry = false;           ///< cells that had failed before it was submitted are trained again
  Table program;                ///< program_files()
};

/// Makes the next free folder in <run>/.submit and fills it; `search` is empty where the experiment has none. Throws ganzoo::Error (environment).
std::filesystem::path make_job_folder(const JobSettings& settings, const std::string& experiment,
                                      const std::string& search, const std::vector<Job>& jobs);

/// One, as its workers read it.
class JobFolder {
 public:
  /// Throws ganzoo::Error: usage where `path` is no job's folder, environment where it cannot be read.
  explicit JobFolder(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  const JobSettings& settings() const { return settings_; }
  std::size_t size() const { return cells_.size(); }
  const std::string& cell(std::size_t index) const { return cells_[index].id; }
  /// Races whose cells are judged on their way; none where every cell goes to its end.
  const std::vector<Contest>& contests() const { return contests_; }
  /// What a worker is asked for it.
  Job job(std::size_t index) const;
  /// Whether what stands in the cell's run.h5 was written since the job was submitted, by the file server's clock.
  bool has_written(std::size_t index) const;

 private:
  struct Line {
    std::string id;
    std::uint64_t offset = 0, length = 0;
  };
  std::filesystem::path path_;
  JobSettings settings_;
  std::vector<Line> cells_;
  std::vector<Contest> contests_;
  std::filesystem::file_time_type submitted_;
};

/// The scheduler's numbers of all jobs of a run.
std::vector<std::string> submitted_jobs(const std::filesystem::path& run);

}  // namespace ganzoo::experiment
