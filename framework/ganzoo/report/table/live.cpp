#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/config/json.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/experiment/claim/claims.hpp>
#include <ganzoo/experiment/run/progress.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/os/lock.hpp>
#include <ganzoo/report/table/live.hpp>
#include <ganzoo/report/table/sheet.hpp>

namespace ganzoo::report {
namespace {

namespace fs = std::filesystem;

double last_of(const log::Column& column) {
  return std::visit([](const auto& v) { return v.empty() ? std::nan("") : static_cast<double>(v.back()); },
                    column.values);
}

LiveCell cell_of(const fs::path& file) {
  LiveCell cell;
  cell.name = on_one_line(file.parent_path().filename().string());
  try {
    const log::RunFile run = log::read(file, log::Part::digest);
    cell.status = name_of(run.status);
    cell.step = run.step;
    const Table spec = config::from_json(run.spec_json);
    if (const Value* steps = spec.find("steps"); steps && steps->get_if<std::int64_t>())
      cell.steps = steps->get<std::int64_t>();
    if (const log::Column* seconds = run.train.find("wall_time")) cell.seconds = last_of(*seconds);
    for (const log::Column& column : run.metrics.columns)
      if (column.name != "step") cell.last_metrics.emplace_back(column.name, last_of(column));
  } catch (const Error& error) {
    cell.status = on_one_line(error.complaints().front().message);
  }
  return cell;
}

/// "running on n17, 4 s ago": by whom, and how long ago he gave a sign of life.
std::string status_of(const LiveCell& cell) {
  return cell.holder.empty() ? cell.status : fmt::format("{} {}", cell.status, cell.holder);
}

/// Who trains what, where workers claim cells: the kernel's locks tell of this host alone.
void add_holders(std::vector<LiveCell>& cells, const fs::path& run) {
  for (const experiment::SeenClaim& claim : experiment::claims_in(run)) {
    const auto cell = std::ranges::find(cells, on_one_line(claim.cell), &LiveCell::name);
    if (cell != cells.end())
      cell->holder = fmt::format("{}on {}, {} ago", claim.is_lost() ? "lost " : "", on_one_line(claim.holder.host),
                                 experiment::duration_text(claim.age));
  }
}

int rank(const LiveCell& cell) { return cell.status == "running" ? 0 : cell.status == "starting" ? 1 : 2; }

double done(const LiveCell& cell) {
  return cell.steps > 0 ? std::clamp(static_cast<double>(cell.step) / static_cast<double>(cell.steps), 0.0, 1.0) : 0;
}

std::string bar(double part) {
  constexpr int length = 16;
  const int full = static_cast<int>(std::lround(part * length));
  std::string text;
  for (int i = 0; i < length; ++i) text += i < full ? "█" : "·";
  return text;
}

std::string remaining(const LiveCell& cell) {
  if (cell.status != "running" || cell.step == 0 || cell.steps == 0) return "";
  return experiment::duration_text(cell.seconds * static_cast<double>(cell.steps - cell.step) /
                                   static_cast<double>(cell.step));
}

/// "3 running, 12 finished"
std::string summary(const std::vector<LiveCell>& cells) {
  std::vector<std::pair<std::string, int>> counts;
  for (const LiveCell& cell : cells) {
    const auto at = std::ranges::find(counts, cell.status, &std::pair<std::string, int>::first);
    at == counts.end() ? (void)counts.emplace_back(cell.status, 1) : (void)++at->second;
  }
  std::string text;
  for (const auto& [status, count] : counts) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, status);
  return text;
}

/// Of those that are not at work the ten that changed last, the latest first.
void keep_last_changes(std::vector<LiveCell>& cells) {
  constexpr std::ptrdiff_t shown = 10;
  const auto rest = std::ranges::find_if(cells, [](const LiveCell& cell) { return rank(cell) == 2; });
  const auto last = rest + std::min<std::ptrdiff_t>(shown, cells.end() - rest);
  std::partial_sort(rest, last, cells.end(),
                    [](const LiveCell& a, const LiveCell& b) { return a.changed > b.changed; });
  cells.erase(last, cells.end());
}

/// The sheet without its last columns that would not fit.
void narrow(Sheet& sheet, int width) {
  const auto widest = [&] {
    const std::string text = to_text(sheet, 0);
    const std::string rule = text.substr(text.find('\n') + 1);
    return std::ranges::count_if(rule.substr(0, rule.find('\n')), [](char c) { return (c & 0xC0) != 0x80; });
  };
  while (width > 0 && sheet.header.size() > sheet.fixed && widest() > width) {
    sheet.header.pop_back();
    sheet.right.pop_back();
    for (auto& row : sheet.rows) row.pop_back();
  }
}

}  // namespace

Live::Live(fs::path folder) : folder_(std::move(folder)) {
  if (!fs::is_directory(folder_))
    throw Error(Exit::environment, fmt::format("{} does not exist, but must be a run's folder", folder_.string()),
                "`ganzoo run` makes runs/<title>");
}

std::optional<Live::Identity> Live::identity_of(const fs::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return std::nullopt;
  const auto nanoseconds = [](const timespec& time) { return time.tv_sec * 1'000'000'000L + time.tv_nsec; };
  return Identity{status.st_ino, status.st_size, nanoseconds(status.st_mtim), nanoseconds(status.st_ctim)};
}

std::vector<LiveCell> Live::look() {
  std::vector<LiveCell> cells;
  const auto add = [&](const fs::path& cell_folder) {
    const fs::path file = cell_folder / "run.h5";
    std::error_code error;
    const auto identity = identity_of(file);
    if (!identity) {
      if (fs::exists(cell_folder / "worker.log", error)) {
        LiveCell& cell = cells.emplace_back();
        cell.name = on_one_line(cell_folder.filename().string());
        cell.status = "starting";
      }
      return;
    }
    auto at = seen_.find(file);
    if (at == seen_.end() || at->second.identity != *identity)
      at = seen_.insert_or_assign(file, Seen{*identity, cell_of(file)}).first;
    cells.push_back(at->second.cell);
    cells.back().changed = identity->modified;
  };
  std::error_code error;
  if (fs::exists(folder_ / "run.h5", error)) add(fs::absolute(folder_).lexically_normal());
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, error))
    if (entry.is_directory(error)) add(entry.path());
  std::ranges::sort(cells, {}, &LiveCell::name);
  add_holders(cells, run_folder());
  return cells;
}

bool Live::at_work() const {
  return !os::held_locks(folder_).empty() ||
         !std::ranges::all_of(experiment::claims_in(run_folder()), &experiment::SeenClaim::is_lost);
}

fs::path Live::run_folder() const {
  std::error_code error;
  const fs::path whole = fs::absolute(folder_).lexically_normal();
  if (!fs::exists(whole / "run.h5", error)) return whole;
  return (whole.has_filename() ? whole : whole.parent_path()).parent_path();
}

std::string live_text(std::vector<LiveCell> cells, int width, int height, bool all) {
  if (cells.empty()) return "no cell has started yet\n";
  const std::string counted = summary(cells);
  const std::size_t before = cells.size();
  std::ranges::stable_sort(cells, {}, rank);
  if (!all) keep_last_changes(cells);
  const auto fits = static_cast<std::size_t>(std::max(1, height - 4));
  cells.resize(std::min(cells.size(), fits));
  const std::size_t hidden = before - cells.size();

  Sheet sheet{{"cell", "status", "", "step", "left"}, {false, false, false, true, true}, {}, 5};
  std::vector<std::string> metrics;
  for (const LiveCell& cell : cells)
    for (const auto& [name, value] : cell.last_metrics)
      if (std::ranges::find(metrics, name) == metrics.end()) metrics.push_back(name);
  for (const std::string& name : metrics) {
    sheet.header.push_back(name);
    sheet.right.push_back(true);
  }
  for (const LiveCell& cell : cells) {
    auto& row = sheet.rows.emplace_back();
    row = {cell.name, status_of(cell), bar(done(cell)), fmt::format("{}/{}", cell.step, cell.steps), remaining(cell)};
    for (const std::string& name : metrics) {
      const auto at = std::ranges::find(cell.last_metrics, name, &std::pair<std::string, double>::first);
      row.push_back(at == cell.last_metrics.end() || std::isnan(at->second) ? "" : fmt::format("{:.4g}", at->second));
    }
  }
  narrow(sheet, width);
  return to_text(sheet, 0) + (hidden > 0 ? fmt::format("… and {} more: ", hidden) : "") + counted + "\n";
}

}  // namespace ganzoo::report
