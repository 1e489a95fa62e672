/// A small cell on the ring, its runs, and what makes two of them the same.
#pragma once

#include <sys/wait.h>
#include <unistd.h>
#include <cmath>
#include <csignal>
#include <cstring>
#include <fstream>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/run/worker.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/experiment/session/session.hpp>
#include <ganzoo/experiment/session/snapshots.hpp>
#include <ganzoo/experiment/session/stop_signals.hpp>
#include <ganzoo/log/ran_away.hpp>
#include <ganzoo/log/run_file.hpp>
#include <map>
#include <thread>

#include "support/catch.hpp"
#include "support/temporary.hpp"

namespace session_scene {

using namespace ganzoo;
using namespace ganzoo::experiment;
namespace fs = std::filesystem;

inline constexpr const char* small_ring = R"(
title = "small ring"
steps = 60
seed = 3
[data]
name = "ring"
[generator]
name = "mlp"
noise = 4
hidden = [16, 16]
batch_norm = true
[discriminator]
name = "mlp"
hidden = [16, 16]
dropout = 0.1
[divergence]
name = "minimax"
[[regularizer]]
name = "weight_clip"
bound = { from = 0.5, to = 0.1, shape = "linear" }
[scheduler]
name = "alternating"
critic_steps = 2
decay = "linear"
[optimizer.generator]
name = "adam"
rate = 1e-3
[optimizer.discriminator]
name = "rmsprop"
rate = 1e-3
[train]
batch = 32
threads = 1
precision = "fp32"
noise = "independent"
ema = 0.9
[metrics]
every = 25
samples = 200
names = [{ name = "modes" }]
[log]
every = 7
snapshots = 4
commit = 0.0
keep_checkpoint = false
[plugins]
paths = []
)";

inline Session session_in(const fs::path& folder, const std::string& text = small_ring) {
  Session session;
  session.cell = "base-00000000";
  session.spec = config::parse_toml(text, "small.toml");
  session.folder = folder;
  session.command = "ganzoo run small.toml";
  return session;
}

inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

inline log::RunFile run_whole(const std::string& text = small_ring) {
  const TemporaryFolder folder;
  REQUIRE(run_session(session_in(folder.path, text)) == 0);
  return log::read(folder.path / "run.h5");
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

inline void check_same(const log::Table& a, const log::Table& b) {
  REQUIRE(a.columns.size() == b.columns.size());
  for (std::size_t i = 0; i < a.columns.size(); ++i) {
    if (a.columns[i].name == "wall_time") continue;
    INFO(a.columns[i].name);
    CHECK(std::visit(
        [&](const auto& v) { return same_bits(v, std::get<std::decay_t<decltype(v)>>(b.columns[i].values)); },
        a.columns[i].values));
  }
}

/// Everything but times.
inline void check_same(const log::RunFile& a, const log::RunFile& b) {
  CHECK(a.status == b.status);
  CHECK(a.step == b.step);
  CHECK(a.sample_steps == b.sample_steps);
  check_same(a.train, b.train);
  check_same(a.metrics, b.metrics);
  for (auto part : {&log::RunFile::weights, &log::RunFile::samples}) {
    REQUIRE((a.*part).size() == (b.*part).size());
    for (const auto& [name, array] : a.*part) {
      INFO(name);
      REQUIRE((b.*part).contains(name));
      CHECK(same_bits(array.values, (b.*part).at(name).values));
    }
  }
}

inline std::vector<std::int64_t> steps_of(const log::Table& table) {
  return std::get<std::vector<std::int64_t>>(table.find("step")->values);
}

inline std::string text_of(const log::Attributes& attributes, const char* key) {
  return std::get<std::string>(attributes.at(key));
}

}  // namespace session_scene
