/// Experiments of components that misbehave, run from the shell.
#pragma once

#include <fstream>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/os/sanitized.hpp>

#include "harness.hpp"
#include "support/catch.hpp"

namespace component_scene {

using cli::Bench;
using cli::Result;
using cli::tiny;
using ganzoo::os::sanitized;

inline const std::string museum = GANZOO_BUILD_DIR "/broken_plugins/schedulers/";

inline std::string with_schedulers(const std::string& names) {
  return tiny(150, "[grid]\n\"scheduler\" = [" + names + "]\n");
}

inline std::string broken(const std::string& name) { return "\"" + museum + name + ".so\""; }

struct Case {
  std::string name;
  std::vector<std::string> words;
};

inline std::map<std::string, ganzoo::log::Array> weights_of(const Bench& bench, const std::string& start) {
  for (const std::string& cell : bench.entries("runs/tiny"))
    if (cell.starts_with(start)) return ganzoo::log::read(bench.path("runs/tiny/" + cell + "/run.h5")).weights;
  return {};
}

/// Every way to be broken that takes no waiting, with what must be said of it.
inline const std::vector<Case>& cannot_be_loaded() {
  static const std::vector<Case> all{
      {"not_elf", {"not a shared library"}},
      {"empty", {"not a shared library"}},
      {"directory", {"a directory or device"}},
      {"truncated", {"truncated: 9000 bytes"}},
      {"header_only", {"truncated: 40 bytes"}},
      {"other_machine", {"not a shared library of this machine"}},
      {"no_entry", {"no entry point"}},
      {"malformed", {"entry point is malformed"}},
      {"no_info", {"entry point is malformed"}},
      {"wrong_api", {"built for API 999, this is API"}},
      {"other_tag", {"another compiler", "its tag is", "this program's is"}},
      {"fast_math", {"-ffast-math"}},
      {"wrong_kind", {"is of kind regularizer, but must be of kind scheduler"}},
      {"missing_symbol", {"undefined symbol"}},
      {"needs_library", {"libnowhere.so"}},
      {"throwing", {"threw: no luck today"}},
      {"throwing_number", {"an exception of unknown type"}},
      {"throwing_words", {"an exception of unknown type"}},
      {"throwing_on_load", {"killed by signal 6", "no luck at step 100"}},
      {"unprepared", {"cannot be made: index 7"}},
      {"exiting", {"exited with code 0"}},
      {"exiting_on_load", {"exited with code 3"}},
      {"crashing", {"killed by signal 11"}},
      {"crashing_on_load", {"killed by signal 11"}},
      {"recursing", {"killed by signal 11"}},
      {"forking", {"killed by signal 11"}},
      {"aborting", {"killed by signal 6"}},
      {"killing", {"killed by signal 9"}},
      {"alarming", {"killed by signal 14"}},
      {"dividing", {"killed by signal 8"}},
      {"illegal", {"killed by signal 4"}},
      {"bus", {"killed by signal 7"}},
      {"hoarding", {"std::bad_alloc"}},
      {"closing", {"closed descriptors"}},
      {"babbling", {"wrote to descriptors"}},
  };
  return all;
}

/// … and that go wrong in step 100.
inline const std::vector<Case>& cannot_train() {
  static const std::vector<Case> all{
      {"hanging_in_training", {"took more than 4 s at step 100"}},
      {"throwing_in_training", {"stopped by an exception: no luck at step 100"}},
      {"throwing_words_in_training", {"no std::exception"}},
      {"hoarding_in_training", {"asked for more memory than there is"}},
      {"recursing_in_training", {"killed by signal 11", "recursing_in_training.so", "at step 100"}},
      {"rounding_in_training", {"changed the processor's floating-point mode"}},
      {"exiting_in_training", {"exited with code 3 at step 100"}},
      {"threading_in_training", {"killed by signal 11", "at step 100"}},
      {"closing_in_training", {"closed descriptors"}},
  };
  return all;
}

/// Misbehaves, and harms nobody: its cell finishes, with the bits of a scheduler that behaves.
inline const std::vector<std::string> harmless{"babbling_in_training", "wandering_in_training", "forking_in_training"};

inline std::string listed(const std::vector<Case>& cases) {
  std::string names = "\"simultaneous\"";
  for (const Case& one : cases) names += ", " + broken(one.name);
  return names;
}

inline void check_reasons(const Result& result, const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    std::vector<std::string> words = one.words;
    words.push_back(one.name);
    INFO(one.name);
    CHECK(says(result, words));
  }
}

inline void check_bits(const Bench& bench, const std::string& start) {
  static const auto there = [] {
    const Bench alone;
    alone.write("a.toml", with_schedulers("\"simultaneous\""));
    REQUIRE(alone.ganzoo({"run", "a.toml"}).code == 0);
    return weights_of(alone, "simultaneous");
  }();
  const auto here = weights_of(bench, start);
  REQUIRE(!here.empty());
  REQUIRE(here.size() == there.size());
  for (const auto& [name, array] : here) CHECK(array.values == there.at(name).values);
}

inline bool is_alive(const std::string& number) {
  std::ifstream status("/proc/" + number + "/stat");
  std::string pid, name, state;
  return static_cast<bool>(status >> pid >> name >> state) && state != "Z";
}

}  // namespace component_scene
