#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <ganzoo/experiment/run/progress.hpp>
#include <ganzoo/os/terminal.hpp>

namespace ganzoo::experiment {

namespace {

constexpr std::chrono::milliseconds between_draws{100};
constexpr std::chrono::minutes between_lines{1};

int terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

std::string time_of_day() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  char text[16] = "";
  if (localtime_r(&now, &local) != nullptr) std::strftime(text, sizeof text, "%H:%M:%S", &local);
  return text;
}

double seconds_of(Progress::Clock::duration time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

std::string duration_text(double seconds) {
  if (!(seconds < 1e9)) return "?";
  const auto whole = static_cast<long>(std::ceil(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

Progress::Progress(std::vector<std::string> names, Style style, bool verbose)
    : style_(style), verbose_(verbose), begin_(Clock::now()), told_at_(begin_) {
  for (std::string& name : names) cells_.push_back({.name = std::move(name)});
}

Progress::~Progress() { clear(); }

void Progress::add(const std::string& name) { cells_.push_back({.name = name}); }

Progress::Style Progress::style(bool quiet) {
  if (quiet) return Style::none;
  return isatty(STDERR_FILENO) != 0 ? Style::bar : Style::lines;
}

double Progress::Cell::share(std::int64_t of) const {
  return steps > 0 ? static_cast<double>(of) / static_cast<double>(steps) : 0;
}

void Progress::beat(std::size_t cell, std::int64_t step, std::int64_t steps) {
  Cell& at = cells_[cell];
  if (!at.begun) {
    at.first = step;
    told_steps_ += step;  // done before this run
  }
  at.begun = true;
  at.step = step;
  at.steps = steps;
  draw(false);
}

void Progress::done(std::size_t cell, const std::string& text) {
  ++done_;
  cells_[cell].done = true;
  if (style_ == Style::lines) say(fmt::format("[{}/{}] {}", done_, cells_.size(), text));
  draw(true);
}

std::int64_t Progress::steps_done() const {
  std::int64_t sum = 0;
  for (const Cell& cell : cells_) sum += cell.step;
  return sum;
}

void Progress::tick(Clock::time_point now) {
  if (style_ != Style::lines || now - told_at_ < between_lines) return;
  const std::int64_t steps = steps_done();
  const double rate = static_cast<double>(steps - told_steps_) / seconds_of(now - told_at_);
  say(fmt::format("[{}/{}] {} {}, {:.1f} steps/s, ETA {}", done_, cells_.size(), time_of_day(), line(), rate,
                  eta(now)));
  told_at_ = now;
  told_steps_ = steps;
}

/// Where the first of the cells at work is, and how many others there are.
std::string Progress::line() const {
  const auto at_work = [](const Cell& cell) { return cell.begun && !cell.done; };
  const auto count = std::ranges::count_if(cells_, at_work);
  if (count == 0) return "no cell has begun";
  const Cell& first = *std::ranges::find_if(cells_, at_work);
  return fmt::format("{} at step {} of {}{}", first.name, first.step, first.steps,
                     count == 1 ? "" : fmt::format(" and {} more at work", count - 1));
}

std::string Progress::eta(Clock::time_point now) const {
  double left = 0, made = 0;
  for (const Cell& cell : cells_) {
    if (!cell.done) left += 1 - cell.share(cell.step);
    made += cell.done ? 1 - cell.share(cell.first) : cell.share(cell.step - cell.first);
  }
  return made > 0 ? duration_text(seconds_of(now - begin_) * left / made) : "?";
}

void Progress::say(const std::string& line) {
  clear();
  os::print_line(stderr, line);
}

void Progress::detail(const std::string& line) {
  if (verbose_) say(line);
}

void Progress::draw(bool at_once) {
  const auto now = Clock::now();
  if (style_ != Style::bar || (!at_once && now < drawn_at_ + between_draws)) return;
  drawn_at_ = now;
  double part = 0;
  for (const Cell& cell : cells_) part += cell.done ? 1 : cell.share(cell.step);
  const auto all = static_cast<double>(cells_.size());
  const std::string text =
      fmt::format(" {:3.0f} %  {}/{} cells  ETA {}", 100 * part / all, done_, cells_.size(), eta(now));
  const int width = std::clamp(terminal_width() - static_cast<int>(text.size()) - 3, 0, 40);
  const int full = static_cast<int>(part / all * width);
  os::print(stderr, fmt::format("\r\x1b[K[{}{}]{}", std::string(static_cast<std::size_t>(full), '#'),
                                std::string(static_cast<std::size_t>(width - full), '-'), text));
  drawn_ = true;
}

void Progress::clear() {
  if (drawn_) os::print(stderr, "\r\x1b[K");
  drawn_ = false;
}

}  // namespace ganzoo::experiment
