#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/run/progress.hpp>
#include <ganzoo/experiment/run/supervisor.hpp>
#include <ganzoo/plugin/folders.hpp>
#include <ganzoo/report/published/published.hpp>
#include <ganzoo/report/runs/runs.hpp>
#include <memory>
#include <string>
#include <thread>

#include "catalogue.hpp"
#include "command.hpp"
#include "notices.hpp"

namespace ganzoo::app::reproduce_verb {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string name, format = "table";
  std::vector<std::string> overrides;
  fs::path experiments, out;
  int jobs = 0;
  bool list = false;
};

/// A file with a [published] table.
struct Reproduction {
  fs::path file;
  std::string name, title;
  report::Published published;
};

std::optional<Reproduction> reproduction_in(const fs::path& file) {
  const Table experiment = config::parse_toml(config::toml_text(file), file.string());
  auto published = report::read_published(experiment);
  if (!published) return std::nullopt;
  const Value* title = experiment.find("title");
  const std::string* text = title ? title->get_if<std::string>() : nullptr;
  return Reproduction{file, file.stem().string(), text ? *text : file.stem().string(), std::move(*published)};
}

/// The folder asked for; else ./experiments, or the installation's.
fs::path folder_of_experiments(const Options& options) {
  std::error_code ignored;
  if (!options.experiments.empty()) return options.experiments;
  if (fs::is_directory("experiments", ignored)) return "experiments";
  fs::path installed = own_folder().parent_path().parent_path() / "share" / "ganzoo" / "experiments";
  if (fs::is_directory(installed, ignored)) return installed;
  throw Error(Exit::usage, "no folder of experiments is found", "--experiments names it, or give a file");
}

std::vector<Reproduction> reproductions(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<Reproduction> all;
  for (const fs::path& file : files)
    if (auto one = reproduction_in(file)) all.push_back(std::move(*one));
  return all;
}

Reproduction named(const Options& options) {
  if (options.name.ends_with(".toml")) {
    if (auto one = reproduction_in(options.name)) return std::move(*one);
    throw Error(Exit::usage, fmt::format("{} has no table [published]: nothing is claimed of it", options.name));
  }
  std::vector<std::string> names;
  for (Reproduction& one : reproductions(folder_of_experiments(options))) {
    if (one.name == options.name) return std::move(one);
    names.push_back(one.name);
  }
  const std::string near = nearest(options.name, names);
  throw Error(Exit::usage, fmt::format("{} is no published result that is known", options.name),
              near.empty() ? fmt::format("known: {}", fmt::join(names, ", ")) : fmt::format("did you mean {}?", near));
}

std::string cost_text(const report::Published& published, int jobs) {
  const auto cores = static_cast<double>(jobs > 0 ? jobs : std::max(1U, std::thread::hardware_concurrency()));
  if (published.core_minutes <= 0) return "cost not known";
  return fmt::format("about {} on {} core{}", experiment::duration_text(60 * published.core_minutes / cores), cores,
                     cores == 1 ? "" : "s");
}

void list(const Options& options) {
  std::vector<std::vector<std::string>> rows{{"name", "claims", "cost", "source"}};
  for (const Reproduction& one : reproductions(folder_of_experiments(options)))
    rows.push_back({one.name, std::to_string(one.published.claims.size()), cost_text(one.published, options.jobs),
                    one.published.source});
  fmt::print("{}", columns(rows));
}

int judge(const Reproduction& one, const fs::path& out, const std::string& format) {
  std::vector<std::string> notices;
  const std::vector<report::Judged> judged = report::judge(one.published, report::load_runs({out}, notices), notices);
  print_notices(notices);
  const report::Sheet sheet = report::sheet_of(judged);
  fmt::print("{}", format == "markdown" ? report::to_markdown(sheet) : report::to_text(sheet, 0));
  const auto count = [&](report::Verdict verdict) {
    return std::ranges::count(judged, verdict, &report::Judged::verdict);
  };
  const auto failing = count(report::Verdict::fails);
  fmt::print("{}\n{} claims: {} hold, {} open, {} fail\n{}",
             format == "markdown" ? "\n" + one.published.source : one.published.source, judged.size(),
             count(report::Verdict::holds), count(report::Verdict::open), failing,
             one.published.note.empty() ? "" : one.published.note + "\n");
  return static_cast<int>(failing > 0 ? Exit::cells_failed : Exit::ok);
}

int reproduce(const Options& options) {
  if (options.name.empty()) return list(options), 0;
  const Reproduction one = named(options);
  const fs::path out = options.out.empty() ? fs::path("runs") / one.title : options.out;
  if (!settings().quiet)
    fmt::print(stderr, "{}: {} claims of {}; {}, less what is done in {}\n", one.name, one.published.claims.size(),
               one.published.source, cost_text(one.published, options.jobs), out.string());
  experiment::RunOptions run;
  run.experiment = one.file;
  run.overrides = options.overrides;
  run.out = out;
  run.jobs = options.jobs;
  run.list = options.list;
  run.quiet = settings().quiet;
  run.verbose = settings().verbose;
  const int code = experiment::run(run);
  if (options.list || (code != 0 && code != static_cast<int>(Exit::cells_failed))) return code;
  return judge(one, out, options.format);
}

void declare(Command& verb) {
  auto options = std::make_shared<Options>();
  verb.option("name", options->name, "of the list that the verb prints without one, or a file with a table [published]")
      .called("NAME");
  verb.option("overrides", options->overrides, "as of run: a path into the file and what to put there")
      .called("KEY=VALUE");
  verb.option("--experiments", options->experiments,
              "the folder of such files; default: ./experiments, or the installation's")
      .called("DIR");
  verb.option("--out", options->out, "the run's folder; default runs/<title>").called("DIR");
  verb.option("--jobs", options->jobs, "cells trained at once; default: cores / threads a cell")
      .in(1, 4096)
      .called("N");
  verb.option("--list", options->list, "print the cells; run nothing");
  verb.option("--format", options->format, "of the verdicts").one_of({"table", "markdown"}).with_default();
  verb.notes =
      "Runs the experiment, or goes on where it stopped, and holds each number that the paper prints beside ours: it\n"
      "holds where the centre of our seeds lies as near as the file says, is open where only their interval reaches\n"
      "there, and fails otherwise; then the verb exits 1. A [published] table is read by this verb and\n"
      "by `compare --cross`, which shows its numbers beside.";
  verb.runs([options] { return reproduce(*options); });
}

const Registered verb{"reproduce", "a published result, run again: published, ours, verdict", declare};

}  // namespace
}  // namespace ganzoo::app::reproduce_verb
