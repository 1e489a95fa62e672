#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ganzoo/experiment/grid/cell.hpp>
#include <ganzoo/experiment/run/progress.hpp>

namespace ganzoo::experiment {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_draws{100};

int terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

}  // namespace

std::string duration_text(double seconds) {
  if (!(seconds < 1e9)) return "?";
  const auto whole = static_cast<long>(std::ceil(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

Progress::Progress(std::size_t cells, Style style, bool verbose)
    : cells_(cells), style_(style), verbose_(verbose), begin_(Clock::now()) {}

Progress::~Progress() { clear(); }

Progress::Style Progress::style(bool quiet) {
  if (quiet) return Style::none;
  return isatty(STDERR_FILENO) != 0 ? Style::bar : Style::lines;
}

void Progress::beat(std::size_t cell, std::int64_t step, std::int64_t steps) {
  Cell& at = cells_[cell];
  at.now = steps > 0 ? static_cast<double>(step) / static_cast<double>(steps) : 0;
  if (at.first < 0) at.first = at.now;
  draw(false);
}

void Progress::done(std::size_t cell, const std::string& text) {
  ++done_;
  cells_[cell].now = 1;
  if (cells_[cell].first < 0) cells_[cell].first = 0;
  if (style_ == Style::lines) say(fmt::format("[{}/{}] {}", done_, cells_.size(), text));
  draw(true);
}

void Progress::say(const std::string& line) {
  clear();
  fmt::print(stderr, "{}\n", line);
}

void Progress::detail(const std::string& line) {
  if (verbose_) say(line);
}

void Progress::draw(bool at_once) {
  const auto now = Clock::now();
  if (style_ != Style::bar || (!at_once && now < drawn_at_ + between_draws)) return;
  drawn_at_ = now;
  double part = 0, made = 0;
  for (const Cell& cell : cells_) {
    part += cell.now;
    made += cell.now - std::max(cell.first, 0.0);
  }
  const auto all = static_cast<double>(cells_.size());
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  const std::string eta = made > 0 ? duration_text(seconds * (all - part) / made) : "?";
  const std::string text = fmt::format(" {:3.0f} %  {}/{} cells  ETA {}", 100 * part / all, done_, cells_.size(), eta);
  const int width = std::clamp(terminal_width() - static_cast<int>(text.size()) - 3, 0, 40);
  const int full = static_cast<int>(part / all * width);
  fmt::print(stderr, "\r\x1b[K[{}{}]{}", std::string(static_cast<std::size_t>(full), '#'),
             std::string(static_cast<std::size_t>(width - full), '-'), text);
  drawn_ = true;
}

void Progress::clear() {
  if (drawn_) fmt::print(stderr, "\r\x1b[K");
  drawn_ = false;
}

}  // namespace ganzoo::experiment
