/// `ganzoo bench`: how fast this machine trains, beside how fast it multiplies.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ganzoo/bench/race.hpp>
#include <ganzoo/bench/whole_run.hpp>
#include <ganzoo/bench/workload.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/session/provenance.hpp>
#include <ganzoo/nn/engine.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "command.hpp"

namespace ganzoo::app::bench_verb {
namespace {

using Json = nlohmann::ordered_json;

struct BenchOptions {
  bench::Race race;
  bool grid = false, metrics = false;
  std::string format = "table";
};

constexpr double giga = 1e9, mega = 1e6;

int cores() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

std::string machine() {
  return fmt::format("{}, {} cores, oneDNN {} on {}", experiment::cpu_name(), cores(), nn::Engine::onednn_version(),
                     nn::Engine::isa());
}

Json as_json(const bench::Spread& spread, double unit = 1) {
  return {{"median", spread.median / unit}, {"minimum", spread.minimum / unit}, {"maximum", spread.maximum / unit}};
}

bool counted(const bench::Result& r) { return r.workload.flop > 0; }

/// "  180.2      88%", or a dash where the products are not counted.
std::string products_of(const bench::Result& r) {
  if (!counted(r)) return fmt::format("{:>11}{:>9}", "–", "–");
  return fmt::format("{:>11.1f}{:>8.0f}%", r.iterations.median * r.workload.flop / giga, 100 * r.share.median);
}

std::string as_json(const BenchOptions& options, const bench::Results& results) {
  Json workloads = Json::array();
  for (const bench::Result& r : results.workloads)
    workloads.push_back({{"name", r.workload.name},
                         {"iterations_per_second", as_json(r.iterations)},
                         {"flop_per_iteration", counted(r) ? Json(r.workload.flop) : Json()},
                         {"gflops", counted(r) ? Json(r.iterations.median * r.workload.flop / giga) : Json()},
                         {"percent_of_peak", counted(r) ? as_json(r.share, 0.01) : Json()},
                         {"peak_memory_bytes", r.peak_memory},
                         {"startup_seconds", r.startup}});
  return Json{{"machine", machine()},
              {"precision", options.race.setting.precision},
              {"threads", options.race.setting.threads},
              {"workers", options.race.workers},
              {"gemm_peak_gflops", as_json(results.peak, giga)},
              {"workloads", workloads}}
      .dump(2);
}

std::string as_table(const BenchOptions& options, const bench::Results& results) {
  const bench::Setting& setting = options.race.setting;
  std::string text = fmt::format("{}\nprecision {}, {} thread{} a run, {} run{} at once\n", machine(),
                                 setting.precision, setting.threads, setting.threads == 1 ? "" : "s",
                                 options.race.workers, options.race.workers == 1 ? "" : "s");
  text += fmt::format("GEMM peak (oneDNN, 1024×1024 by 1024×1024): {:.1f} GFLOP/s ({:.1f} to {:.1f})\n\n",
                      results.peak.median / giga, results.peak.minimum / giga, results.peak.maximum / giga);
  text += fmt::format("{:10}{:>10}{:>10}{:>10}{:>11}{:>9}{:>11}{:>11}\n", "workload", "it/s", "least", "most",
                      "GFLOP/s", "of peak", "memory", "start-up");
  for (const bench::Result& r : results.workloads)
    text += fmt::format("{:10}{:>10.1f}{:>10.1f}{:>10.1f}{:>20}{:>8.0f} MB{:>8.0f} ms\n", r.workload.name,
                        r.iterations.median, r.iterations.minimum, r.iterations.maximum, products_of(r),
                        r.peak_memory / mega, 1000 * r.startup);
  return text;
}

std::string as_json(const BenchOptions& options, const bench::WholeRun& run) {
  Json besides = Json::object();
  for (const profile::Part& part : run.besides) besides[part.name] = part.seconds;
  return Json{{"machine", machine()},
              {"precision", options.race.setting.precision},
              {"threads", options.race.setting.threads},
              {"run", "quickstart"},
              {"seconds_of_steps", run.steps},
              {"seconds_besides", besides},
              {"percent_outside_of_steps", 100 * run.outside()}}
      .dump(2);
}

std::string as_table(const BenchOptions& options, const bench::WholeRun& run) {
  const double whole = run.steps / (1 - run.outside());
  std::string text = fmt::format(
      "{}\nprecision {}, {} thread{}; one run of the quickstart, {:.1f} s\n\n{:<32}{:>6.2f} %\n", machine(),
      options.race.setting.precision, options.race.setting.threads, options.race.setting.threads == 1 ? "" : "s", whole,
      "outside of training steps", 100 * run.outside());
  for (const profile::Part& part : run.besides)
    text += fmt::format("  {:<30}{:>6.2f} %\n", part.name, 100 * part.seconds / whole);
  return text;
}

void train_quickstart(const BenchOptions& options) {
  if (options.grid || !options.race.workloads.empty())
    throw Error(Exit::usage,
                fmt::format("bench: --metrics stands beside {}, but must stand without workloads and --grid",
                            options.grid ? "--grid" : options.race.workloads.front()),
                "it trains one run of the quickstart");
  const bench::WholeRun run = bench::train_whole_apart(options.race.setting);
  if (options.format == "json")
    fmt::print("{}\n", as_json(options, run));
  else
    fmt::print("{}", as_table(options, run));
}

void compete(BenchOptions& options) {
  bench::Race& race = options.race;
  if (race.workloads.empty())
    for (const bench::Workload& one : bench::workloads()) race.workloads.push_back(one.name);
  if (options.grid) race.workers = std::max(1, cores() / race.setting.threads);
  const bench::Results results = bench::run(race);
  if (options.format == "json")
    fmt::print("{}\n", as_json(options, results));
  else
    fmt::print("{}", as_table(options, results));
}

void declare(Command& verb) {
  auto options = std::make_shared<BenchOptions>();
  bench::Race& race = options->race;
  const std::vector<std::string> names = bench::workload_names();
  verb.option("WORKLOADS", race.workloads, fmt::format("{}; all of them unless named", fmt::join(names, ", ")))
      .like(names);
  verb.option("--precision", race.setting.precision, "fp32, bf16 or split").one_of({"fp32", "bf16", "split"});
  verb.option("--threads", race.setting.threads, "of one run").in(1, 1024);
  verb.option("--seconds", race.seconds, "of one turn of one workload").in(0.001, 3600);
  verb.option("--repeats", race.repeats, "turns of each workload, interleaved").in(1, 1000);
  verb.option("--grid", options->grid, "one run on each core, as the cells of a grid are trained");
  verb.option("--metrics", options->metrics,
              "one whole run of the quickstart instead: what share of its time passes outside of training steps, for "
              "its metrics, their floor, rows, snapshots and commits");
  verb.option("--format", options->format, "table or json").one_of({"table", "json"});
  verb.notes =
      "An iteration is one generator update with its critic updates, trained, logged and committed as `ganzoo run` "
      "does. "
      "Counted are the additions and multiplications of the networks' products alone. Memory is one process's "
      "most, its commits included; start-up lasts from the process's start to the end of its first step.";
  verb.runs([options] { options->metrics ? train_quickstart(*options) : compete(*options); });
}

const Registered verb{"bench", "iterations a second of common workloads, and of the machine's own peak", declare};

}  // namespace
}  // namespace ganzoo::app::bench_verb
