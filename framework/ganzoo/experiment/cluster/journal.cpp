#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/cluster/journal.hpp>
#include <ganzoo/experiment/run/message.hpp>
#include <ganzoo/os/host.hpp>
#include <ganzoo/os/process.hpp>
#include <sstream>

namespace ganzoo::experiment {
namespace {

namespace fs = std::filesystem;

std::string now_text() {
  const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto second = std::chrono::time_point_cast<std::chrono::seconds>(now);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(second)),
                     (now - second).count());
}

/// After these a job has nothing left to do with the cell.
bool ends_it(const std::string& event) {
  for (const char* last : {"finished", "diverged", "failed", "over", "refused"})
    if (event == last) return true;
  return false;
}

}  // namespace

Journal::Journal(const fs::path& folder) : file_(folder / os::host_and_process()) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw Error(Exit::environment, fmt::format("{}: {}", folder.string(), error.message()));
}

void Journal::note(const std::string& event, const std::string& cell, std::optional<std::int64_t> step) {
  const os::Descriptor file(::open(file_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
  const std::string where = step ? fmt::format(" at step {}", *step) : "";
  if (!file.open() || !write_line(file.get(), fmt::format("{} {} {}{}", now_text(), event, cell, where)))
    throw Error(Exit::environment, fmt::format("{}: cannot be written: {}", file_.string(), std::strerror(errno)));
}

void Journals::read() {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    std::ifstream in(entry.path(), std::ios::binary);
    std::uintmax_t& done = read_[entry.path()];
    in.seekg(static_cast<std::streamoff>(done));
    for (std::string line; std::getline(in, line) && !in.eof();) {  // a line without its end is still being written
      done += line.size() + 1;
      take(line);
    }
  }
}

void Journals::take(const std::string& line) {
  std::istringstream words(line);
  std::string time, event, cell, at, step;
  if (!(words >> time >> event >> cell)) return;
  if (std::int64_t number = 0; event == "paused" && words >> at >> step >> number)
    reached_[cell] = std::max(number, reached(cell));
  if (event == "cut") cut_.insert(cell);
  if (event == "judged") judged_.insert(cell);
  if (ends_it(event)) over_.insert(cell);
}

std::int64_t Journals::reached(const std::string& cell) const {
  const auto found = reached_.find(cell);
  return found == reached_.end() ? -1 : found->second;
}

}  // namespace ganzoo::experiment
