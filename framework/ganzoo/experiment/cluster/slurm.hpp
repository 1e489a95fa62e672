/// What ganzoo asks of Slurm: its four client programs, and no accounting database.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace ganzoo::experiment::slurm {

/// Throws ganzoo::Error (environment) where there is no sbatch.
void require_client();

/// MaxArraySize: an array's indices are below it; 0 where the site has no arrays. Throws ganzoo::Error (environment).
int max_array_size();

/// Hands a script over and returns the job's number. A controller that is busy is asked again, up to five times, after
/// `pause` and then twice as long each time. Throws ganzoo::Error (environment) with Slurm's own words where it refuses.
std::string submit(const std::filesystem::path& script, const std::vector<std::string>& options = {},
                   std::chrono::milliseconds pause = std::chrono::seconds(2));

/// Those of the jobs that still have a task waiting or running. Throws ganzoo::Error (environment) where that cannot be told.
std::vector<std::string> living(const std::vector<std::string>& jobs);

/// The job that this process is, "4711", or the array's task, "4711_3"; "" where it is none. SLURM_JOB_ID will not do: one
/// task of an array has the array's own number there, which stands for all of them.
std::string own_task();

/// Puts a job, or an array's task, back into the queue; "" or why that is refused.
std::string requeue(const std::string& task);

}  // namespace ganzoo::experiment::slurm
