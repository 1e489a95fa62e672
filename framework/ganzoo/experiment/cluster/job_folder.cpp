#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <ganzoo/config/json.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/cluster/job_folder.hpp>
#include <ganzoo/experiment/cluster/job_search.hpp>
#include <ganzoo/experiment/run/message.hpp>
#include <ganzoo/os/files.hpp>
#include <sstream>

namespace ganzoo::experiment {
namespace {

namespace fs = std::filesystem;

std::string to_text(const JobSettings& settings) {
  Table table;
  table.set("run", settings.run.string());
  table.set("threads", settings.threads);
  table.set("timeout", settings.timeout);
  table.set("lease", settings.lease);
  table.set("retry", settings.retry);
  table.set("program", settings.program);
  return config::to_json(table) + "\n";
}

JobSettings settings_from(const std::string& text) {
  const Table table = config::from_json(text);
  JobSettings settings{.run = text_of(table, "run"),
                       .threads = integer_of(table, "threads", 1),
                       .timeout = integer_of(table, "timeout", 1800),
                       .retry = flag_of(table, "retry"),
                       .program = {}};
  if (const Value* lease = table.find("lease"); lease && lease->is_number()) settings.lease = lease->number();
  if (const Value* program = table.find("program"); program && program->get_if<Table>())
    settings.program = program->get<Table>();
  return settings;
}

/// <run>/.submit/1, or the next that nobody has made.
fs::path next_folder(const fs::path& run) {
  const fs::path all = run / ".submit";
  std::error_code error;
  fs::create_directories(all, error);
  if (error) throw Error(Exit::environment, fmt::format("{}: {}", all.string(), error.message()));
  for (int number = 1;; ++number) {
    const fs::path folder = all / std::to_string(number);
    if (::mkdir(folder.c_str(), 0777) == 0) return folder;
    if (errno != EEXIST) throw Error(Exit::environment, fmt::format("{}: {}", folder.string(), std::strerror(errno)));
  }
}

}  // namespace

fs::path make_job_folder(const JobSettings& settings, const std::string& experiment, const std::string& search,
                         const std::vector<Job>& jobs) {
  const fs::path folder = next_folder(settings.run);
  std::string cells, orders;
  for (const Job& job : jobs) {
    const std::string order = to_text(job.order);
    cells += fmt::format("{} {} {}\n", job.order.cell, orders.size(), order.size());
    orders += order + "\n";
  }
  os::write_whole(folder / "experiment.toml", experiment);
  os::write_whole(folder / "orders", orders);
  if (!search.empty()) os::write_whole(folder / "search", search);
  os::write_whole(folder / "settings", to_text(settings));
  os::write_whole(folder / "cells", cells);
  return folder;
}

JobFolder::JobFolder(const fs::path& path) : path_(fs::absolute(path).lexically_normal()) {
  std::error_code error;
  if (!path_.has_filename()) path_ = path_.parent_path();
  if (!fs::exists(path_ / "cells", error))
    throw Error(Exit::usage, fmt::format("--task is {}, but must be a job's folder: RUN/.submit/K", path.string()),
                "ganzoo submit makes one; with --print it is not handed to Slurm");
  settings_ = settings_from(os::read_whole(path_ / "settings"));
  std::istringstream lines(os::read_whole(path_ / "cells"));
  for (Line line; lines >> line.id >> line.offset >> line.length;) cells_.push_back(line);
  if (fs::exists(path_ / "search", error)) contests_ = contests_from(os::read_whole(path_ / "search"));
  submitted_ = fs::last_write_time(path_ / "cells", error);
  if (error) throw Error(Exit::environment, fmt::format("{}: {}", (path_ / "cells").string(), error.message()));
}

Job JobFolder::job(std::size_t index) const {
  const Line& line = cells_[index];
  const fs::path file = path_ / "orders";
  std::string text(line.length, '\0');
  std::ifstream in(file, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(line.offset));
  if (!in.read(text.data(), static_cast<std::streamsize>(text.size())))
    throw Error(Exit::environment, fmt::format("{}: cannot be read", file.string()));
  Job job;
  job.order = order_from(text);
  job.folder = settings_.run / line.id;
  return job;
}

bool JobFolder::has_written(std::size_t index) const {
  std::error_code error;
  const auto written = fs::last_write_time(settings_.run / cells_[index].id / "run.h5", error);
  return !error && written >= submitted_;
}

std::vector<std::string> submitted_jobs(const fs::path& run) {
  std::vector<std::string> all;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(run / ".submit", error)) {
    std::ifstream in(entry.path() / "jobs");
    for (std::string id; std::getline(in, id);) all.push_back(id);
  }
  std::ranges::sort(all);
  return all;
}

}  // namespace ganzoo::experiment
