/// `ganzoo export`: results for other programs, one format a file.
#pragma once

#include <ganzoo/report/runs/runs.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

struct ExportOptions {
  std::vector<std::filesystem::path> paths;
  std::string to;     ///< csv | jsonl | npz | onnx | tensorboard
  std::string where;  ///< which runs; empty: all
};

struct Export {
  std::string bytes;
  std::size_t runs = 0;
  std::vector<std::string> notices;  ///< one line each, for stderr
};

/// Throws ganzoo::Error: usage where no run is left, and for arrays of several runs; corrupt for a broken file.
Export export_runs(const ExportOptions& options);

/// Throws ganzoo::Error (usage) where no run is left.
std::vector<Run> chosen_runs(const ExportOptions& options, std::vector<std::string>& notices);

/// The only run, where there must be one. Throws ganzoo::Error (usage) where there are others.
Run one_run(const ExportOptions& options, std::vector<std::string>& notices);

/// One long table, a row a number: cell, seed, status, the keys that vary between the runs, table (train | metrics),
/// column, step, value. Numbers as they are in the file, with every digit; nan, inf and -inf are words.
std::string long_table(const std::vector<Run>& runs);

/// JSON, an object a line: for each run and step what was logged there ("train/critic_objective", "metrics/modes.covered")
/// with "run", "seed", "step" and the keys that vary. What is undefined is null, infinities are "inf" and "-inf".
std::string json_lines(const std::vector<Run>& runs);

/// A run's arrays as numpy.load reads them: "weights/generator/dense_0/weight", "samples/points", "data/samples". The same
/// bytes for the same run. Throws ganzoo::Error (environment).
std::string npz(const log::RunFile& run);

/// The keys that vary between runs, but the seed, and their values as columns show them.
struct VariedKeys {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> values;  ///< [key][run]
};
VariedKeys varied_keys_of(const std::vector<Run>& runs);

}  // namespace ganzoo::report
