/// The runs below some paths, with their resolved keys: each cell once.
#pragma once

#include <filesystem>
#include <ganzoo/core/text.hpp>
#include <ganzoo/core/value.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/report/runs/spec.hpp>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::report {

struct Run {
  std::filesystem::path file;
  Shared<log::RunFile> log;  ///< without arrays and the spec's text
  Spec spec;
  std::vector<std::int64_t> tuned_on;    ///< the seeds on which its settings were chosen
  std::string cell;                      ///< SHA-256 of the spec: what its numbers hang on
  std::int64_t copies = 1;               ///< files that hold this cell
  std::optional<std::int64_t> ran_away;  ///< since this step (log/ran_away.hpp)

  /// As messages name it: its folder, in one line that steers no terminal.
  std::string name() const {
    return on_one_line(file.filename() == "run.h5" ? file.parent_path().string() : file.string());
  }
  /// Finished or diverged: it has come to its result.
  bool is_over() const { return log->status == log::Status::finished || log->status == log::Status::diverged; }
};

/// Files, or folders that hold run.h5 at any depth; in the order of their paths, each cell once. Data of one checksum
/// has one name, wherever its files lie. A cell without a run.h5 gets a notice, and so does one found again. `provenance`
/// names attributes of /provenance ("provenance.isa") that shall tell cells apart as a key of the spec does; `part` is what
/// is read of each file. Throws
/// ganzoo::Error: environment for a path that is not there, usage where there is no run at all, and for two files of one
/// cell whose numbers differ, corrupt for a broken file.
std::vector<Run> load_runs(const std::vector<std::filesystem::path>& paths, std::vector<std::string>& notices,
                           const std::vector<std::string>& provenance = {}, log::Part part = log::Part::tables);

/// Reads all of /train, of a run that was loaded by its digest. Throws ganzoo::Error as load_runs does.
void read_tables(Run& run);

/// The checksum of the data's files, "" of data without any.
std::string data_sha256(const Run& run);

/// An attribute of /provenance as text, "" where there is none.
std::string provenance_text(const Run& run, const std::string& name);

/// The paths of the spec's values, in the order of the first run that has each.
std::vector<std::string> all_keys(const std::vector<Run>& runs);

/// Of "divergence.alpha": is it `root` itself or below it?
bool is_below(const std::string& key, const std::string& root);
bool is_below_any(const std::string& key, const std::vector<std::string>& roots);

/// Throws ganzoo::Error (usage), with the nearest key as its hint, where no run has the key, as a value or a table.
void require_key(const std::vector<Run>& runs, const std::string& key);

/// The value at a path, or null.
const Value* value_at(const Table& spec, const std::string& key);
/// As TOML, "" where there is none.
std::string text_at(const Run& run, const std::string& key);

}  // namespace ganzoo::report
