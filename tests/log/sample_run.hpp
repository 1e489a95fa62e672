/// A small run with every kind of content, for the tests of run files.
#pragma once

#include <cmath>
#include <ganzoo/log/run_file.hpp>
#include <limits>
#include <string>

#include "support/temporary.hpp"

namespace ganzoo::testing {

inline log::RunFile sample_run() {
  log::RunFile run;
  run.title = "ring8 α";
  run.cell = "divergence=kl-0123abcd";
  run.seed = 3;
  run.status = log::Status::interrupted;
  run.reason = "stopped by SIGINT";
  run.step = 30;
  run.spec = "title = \"ring8 α\"\n" + std::string(100'000, '#') + "\n";
  run.spec_json = R"({"title":"ring8 α","divergence":{"name":"kl"}})";
  run.provenance = {{"ganzoo", "0.1.0"}, {"threads", std::int64_t{1}}, {"host", ""}};
  run.provenance_components.own()["divergence"] = {{"name", "kl"}, {"file", "kl.so"}, {"sha256", "00ff"}};
  run.train.columns = {
      {"step", "1", "generator updates", std::vector<std::int64_t>{10, 20, 30}, {}},
      {"wall_time", "s", "time of training", std::vector<double>{0.5, 1.0, 1.5}, {}},
      {"critic_objective",
       "nats",
       "what the critic ascends",
       std::vector<double>{0.1, std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::infinity()},
       {}},
  };
  run.metrics.columns = {
      {"step", "1", "", std::vector<std::int64_t>{30}, {}},
      {"modes.covered", "1", "modes with samples", std::vector<double>{7}, {{"better", "higher"}, {"target", 8.0}}},
  };
  run.sample_steps = {10, 30};
  run.samples["noise"] = {{2, 3}, {1, 2, 3, 4, 5, 6}};
  run.samples["points"] = {{2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8}};
  run.weights["generator/dense_0/weight"] = {{2, 2}, {1.5F, -0.0F, 1e-40F, 3}};
  run.weights["generator/dense_0/bias"] = {{2}, {0, 1}};
  run.checkpoint["optimizer/generator/first_moment"] = std::vector<float>{1, 2, 3};
  run.checkpoint["trainer/average"] = std::vector<double>{0.1};
  run.checkpoint["trainer/updates"] = std::vector<std::int64_t>{std::int64_t{1} << 60};
  run.checkpoint["trainer/none"] = std::vector<double>{};
  return run;
}

}  // namespace ganzoo::testing
