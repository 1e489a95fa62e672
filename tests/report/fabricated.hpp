/// Run files made up for the tests of compare.
#pragma once

#include <fmt/format.h>

#include <ganzoo/log/run_file.hpp>
#include <string>
#include <vector>

#include "log/sample_run.hpp"

namespace ganzoo::testing {

struct Fabricated {
  std::string divergence = R"({"name":"kl","link":"published"})";
  std::string data = R"({"name":"ring","modes":8})";
  std::string more{};  ///< further entries of the spec, each with a comma before it
  int seed = 0;
  std::vector<double> covered{1, 2, 3};  ///< modes.covered at steps 100, 200, …
  std::vector<double> distance{3, 2, 1};
  log::Status status = log::Status::finished;
  std::int64_t critic_steps = 1;
  std::string metrics = R"([{"name":"modes","std":3}])";
  std::string data_sha256{};
  std::string title = "made up";
  std::string isa{};
  std::string depends_on{};         ///< of distance.value
  std::vector<double> objective{};  ///< the critic's, at the steps
};

inline log::RunFile fabricate(const Fabricated& f) {
  log::RunFile run;
  run.title = f.title;
  run.seed = f.seed;
  run.status = f.status;
  run.reason = f.status == log::Status::diverged ? "generator_objective is NaN" : "";
  run.spec_json = fmt::format(
      R"({{"title":"{}","seed":{},"data":{},"divergence":{}{},"metrics":{{"every":100,"samples":500,"names":{}}},"log":{{"every":10}}}})",
      f.title, f.seed, f.data, f.divergence, f.more, f.metrics);
  if (!f.data_sha256.empty()) run.provenance["data_sha256"] = f.data_sha256;
  if (!f.isa.empty()) run.provenance["isa"] = f.isa;
  std::vector<std::int64_t> steps, updates, seen;
  std::vector<double> time;
  for (std::size_t i = 0; i < f.covered.size(); ++i) {
    steps.push_back(100 * static_cast<std::int64_t>(i + 1));
    updates.push_back(steps.back() * f.critic_steps);
    seen.push_back(updates.back() * 256);
    time.push_back(static_cast<double>(updates.back()) * 1e-3);
  }
  run.step = steps.empty() ? 0 : steps.back();
  run.train.columns = {{"step", "updates", "", steps, {}},
                       {"wall_time", "s", "", time, {}},
                       {"critic_updates", "updates", "", updates, {}},
                       {"real_seen", "samples", "", seen, {}}};
  run.metrics.columns = {{"step", "updates", "", steps, {}},
                         {"modes.covered", "1", "", f.covered, {{"better", "higher"}, {"lower", 0.0}, {"upper", 8.0}}},
                         {"distance.value", "1", "", f.distance, {{"better", "lower"}, {"lower", 0.0}}},
                         {"moments.mean", "1", "", f.distance, {{"better", "neither"}}}};
  if (!f.depends_on.empty()) run.metrics.columns[2].attributes.own()["depends_on"] = f.depends_on;
  if (!f.objective.empty()) run.train.columns.push_back({"critic_objective", "1", "", f.objective, {}});
  return run;
}

inline void save(const TemporaryFolder& folder, const std::string& cell, const Fabricated& f) {
  std::filesystem::create_directories(folder / cell);
  log::write(folder / (cell + "/run.h5"), fabricate(f));
}

}  // namespace ganzoo::testing
