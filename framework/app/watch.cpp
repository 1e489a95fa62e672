/// `ganzoo watch`: a running experiment, live, in the terminal.
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <ganzoo/core/text.hpp>
#include <ganzoo/report/table/live.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <thread>

#include "command.hpp"

namespace ganzoo::app::watch_verb {
namespace {

struct Size {
  int width = 120, height = 1 << 20;
};

Size terminal() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {80, 24};
  return {size.ws_col, size.ws_row};
}

/// The page of the folder that `ganzoo report --follow` keeps, by its name; how to have one where there is none.
std::string page_of(const std::filesystem::path& folder) {
  const std::filesystem::path page = folder / "report.html";
  return std::filesystem::exists(page)
             ? fmt::format("as a page: {}\n", on_one_line(page.string()))
             : fmt::format("as a page: ganzoo report {} --follow\n", on_one_line(folder.string()));
}

/// Draws over what it drew last, until no process is at work on the folder any more.
void follow(report::Live& live, const std::filesystem::path& folder, bool all) {
  std::ptrdiff_t drawn = 0;
  for (bool more = true; more;) {
    more = live.at_work();
    const Size size = terminal();
    const std::string text = report::live_text(live.look(), size.width, size.height - 1, all) + page_of(folder);
    if (drawn > 0) std::cout << fmt::format("\x1b[{}A\x1b[J", drawn);
    std::cout << text << std::flush;
    drawn = std::ranges::count(text, '\n');
    if (more) std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }
}

void watch(const std::filesystem::path& folder, bool all) {
  report::Live live(folder);
  if (::isatty(STDOUT_FILENO) == 1) return follow(live, folder, all);
  std::cout << report::live_text(live.look(), 0, Size{}.height, all) << page_of(folder);
}

void declare(Command& verb) {
  auto folder = std::make_shared<std::filesystem::path>();
  verb.option("path", *folder, "a run's folder, or a cell's").required();
  auto all = std::make_shared<bool>(false);
  verb.option("--all", *all, "show every cell, not only those at work and the ten that changed last");
  verb.notes =
      "Shows each cell's last commit (log.commit, 10 s unless given) until the run ends; where the\n"
      "output is no terminal, once.";
  verb.runs([folder, all] { watch(*folder, *all); });
}

const Registered verb{"watch", "a running experiment, live, in the terminal", declare};

}  // namespace
}  // namespace ganzoo::app::watch_verb
