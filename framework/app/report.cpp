/// `ganzoo report`: runs as one page that needs no other file; with --follow, as long as they are trained.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/report/page/page.hpp>
#include <ganzoo/report/table/live.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "command.hpp"
#include "comparison_options.hpp"
#include "notices.hpp"

namespace ganzoo::app::report_verb {
namespace {

namespace fs = std::filesystem;

struct Options {
  report::PageOptions page;
  fs::path out;
  std::string size = "auto";
  bool follow = false;
  std::int64_t every = 15;
};

std::string quoted(const std::string& text) {
  const bool plain = !text.empty() && text.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789_-./=,:+@%") == text.npos;
  return plain ? text : "'" + text + "'";
}

/// The command line that makes the page again.
std::string command_of(const Options& options) {
  const report::CompareOptions& o = options.page.compared;
  std::string command = "ganzoo report";
  for (const fs::path& path : o.paths) command += " " + quoted(path.string());
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) command += fmt::format(" {} {}", name, quoted(value));
  };
  add("--by", fmt::format("{}", fmt::join(o.by, ",")));
  add("--metric", fmt::format("{}", fmt::join(o.metrics, ",")));
  add("--where", o.where);
  add("--baseline", o.baseline);
  add("--over", fmt::format("{}", fmt::join(o.over, ",")));
  add("--tune", fmt::format("{}", fmt::join(o.tune, ",")));
  add("--select-seeds", fmt::format("{}", fmt::join(o.select_seeds, ",")));
  if (o.at != "last") add("--at", o.at);
  if (o.axis != "step") add("--axis", o.axis);
  if (options.size != "auto") add("--size", options.size);
  add("--out", options.out.string());
  return on_one_line(command);
}

std::int64_t write(const Options& options, bool tells) {
  const report::Page page = report::make_page(options.page);
  os::write_whole(options.out, page.html);
  if (tells) print_notices(page.notices);
  return page.runs;
}

void tell(const Options& options, std::int64_t runs) {
  std::cout << fmt::format("{}: {} run{}\n", options.out.string(), runs, runs == 1 ? "" : "s") << std::flush;
}

using Commits = std::pair<fs::file_time_type, std::size_t>;

/// When a run file below the paths was last written, and how many there are. What vanishes meanwhile does not count.
Commits last_commit(const std::vector<fs::path>& paths) {
  Commits last{};
  for (const fs::path& path : paths) {
    std::error_code gone;
    fs::recursive_directory_iterator at(path, fs::directory_options::skip_permission_denied, gone);
    for (; !gone && at != fs::recursive_directory_iterator(); at.increment(gone)) {
      if (at->path().filename() != "run.h5") continue;
      std::error_code none;
      const auto time = at->last_write_time(none);
      if (!none) last = {std::max(last.first, time), last.second + 1};
    }
  }
  return last;
}

bool at_work(const std::vector<fs::path>& folders) {
  return std::ranges::any_of(folders, [](const fs::path& folder) { return report::Live(folder).at_work(); });
}

/// Writes the page; nothing where a run vanished while it was made: what is left has changed, and is looked at again.
std::optional<std::int64_t> write_of(const Options& options, const Commits& seen) {
  try {
    return write(options, false);
  } catch (const Error& error) {
    if (error.code() != Exit::environment || last_commit(options.page.compared.paths) == seen) throw;
    return std::nullopt;
  }
}

/// Writes the page whenever a run has committed, until none is trained; the last one no longer loads itself again.
void follow(Options options) {
  for (const fs::path& path : options.page.compared.paths)
    if (!fs::is_directory(path))
      throw Error(Exit::usage, fmt::format("--follow: {} is no folder of runs", on_one_line(path.string())),
                  "give the run's folder");
  Commits written{};
  while (at_work(options.page.compared.paths)) {
    const Commits now = last_commit(options.page.compared.paths);
    options.page.live = options.every;
    if (now != written && now.second > 0) {
      const std::optional<std::int64_t> runs = write_of(options, now);
      if (runs && written.second != now.second) tell(options, *runs);
      if (runs) written = now;
    }
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  options.page.live = 0;
  tell(options, write(options, true));
}

void run(Options options) {
  if (options.out.empty())
    options.out = options.follow ? options.page.compared.paths.front() / "report.html" : fs::path("report.html");
  options.page.command = command_of(options);
  if (options.follow) return follow(options);
  tell(options, write(options, true));
}

/// "2M", "500k", "none".
std::int64_t bytes_of(const std::string& text) {
  if (text == "none") return -1;
  if (text == "auto") return 0;
  std::size_t end = 0;
  double number = 0;
  try {
    number = std::stod(text, &end);
  } catch (const std::exception&) {
    end = 0;
  }
  const std::string unit = text.substr(end);
  const double scale = unit.empty() ? 1 : unit == "k" ? 1e3 : unit == "M" ? 1e6 : 0;
  if (end == 0 || scale == 0 || !(number * scale >= 1 && number * scale < 1e12))
    throw Error(Exit::usage, fmt::format("--size is {}, but must be a number of bytes, auto or none", text),
                "500k, 2M");
  return static_cast<std::int64_t>(number * scale);
}

void declare(Command& verb) {
  auto options = std::make_shared<Options>();
  declare_comparison(verb, options->page.compared);
  declare_inner_keys(verb, options->page.compared);
  declare_axis(verb, options->page.compared);
  verb.option("--out", options->out, "the page; default report.html, with --follow in the run's folder");
  verb.option("--size", options->size,
              "bytes that the page may have (500k, 2M): curves are thinned, their extremes kept; none: everything; "
              "auto: 2M, from 200 runs on 4M")
      .with_default()
      .like({"auto", "none"});
  verb.option("--follow", options->follow, "write it again whenever a run commits, until none is trained");
  verb.option("--every", options->every, "with --follow: seconds after which an open page loads itself again")
      .in(1, 86400)
      .with_default();
  verb.notes = "Open it in any browser: no server, no network. What you choose stands in its address.";
  verb.runs([options] {
    options->page.size = bytes_of(options->size);
    run(*options);
  });
}

const Registered verb{"report", "runs as one interactive page that needs no other file", declare};

}  // namespace
}  // namespace ganzoo::app::report_verb
