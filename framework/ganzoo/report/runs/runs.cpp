#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/config/json.hpp>
#include <ganzoo/config/path.hpp>
#include <ganzoo/core/beside.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/log/digest.hpp>
#include <ganzoo/log/ran_away.hpp>
#include <ganzoo/report/runs/identity.hpp>
#include <ganzoo/report/runs/notices.hpp>
#include <ganzoo/report/runs/runs.hpp>
#include <set>
#include <unordered_set>

namespace ganzoo::report {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view provenance_prefix = "provenance.";

std::vector<std::int64_t> integers_at(const Table& spec, const char* key) {
  std::vector<std::int64_t> integers;
  const Value* value = spec.find(key);
  if (const List* list = value ? value->get_if<List>() : nullptr)
    for (const Value& one : *list)
      if (const auto* integer = one.get_if<std::int64_t>()) integers.push_back(*integer);
  return integers;
}

Run load(const fs::path& file, log::Part part, SpecReader& specs) {
  Run run;
  run.file = file;
  log::RunFile read = log::read(file, part);
  try {
    run.spec = specs.read(read.spec_json);
  } catch (const Error& error) {
    throw Error(Exit::corrupt, fmt::format("{}: its attribute spec_json: {}", file.string(), error.what()));
  }
  if (read.spec_json.find("\"tuned_on\"") != std::string::npos)
    run.tuned_on = integers_at(config::from_json(read.spec_json), "tuned_on");
  read.spec = read.spec_json = {};
  run.ran_away = log::ran_away_at(read.train);
  if (part == log::Part::digest)  // of /train a comparison needs no more
    std::erase_if(read.train.columns, [](const log::Column& column) {
      return std::ranges::find(log::axis_columns, column.name) == log::axis_columns.end();
    });
  run.log = std::move(read);
  return run;
}

/// A cell's folder in which nothing was committed.
bool is_empty_cell(const fs::path& folder) {
  return !fs::exists(folder / "run.h5") && fs::exists(folder / "worker.log");
}

void find(const fs::path& path, std::set<fs::path>& files, std::set<std::string>& empty) {
  std::error_code error;
  if (!fs::exists(path, error))
    throw Error(Exit::environment, fmt::format("{}: no such file or folder", path.string()), hint_beside(path));
  if (!fs::is_directory(path)) {
    files.insert(path);
    return;
  }
  const auto look = [&](const fs::path& folder) {
    if (fs::exists(folder / "run.h5")) files.insert((folder / "run.h5").lexically_normal());
    if (is_empty_cell(folder)) empty.insert(folder.string());
  };
  look(path);
  for (const auto& entry : fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied))
    if (entry.is_directory(error)) look(entry.path());
}

bool is_file(const Value* value) {
  const auto* text = value == nullptr ? nullptr : value->get_if<std::string>();
  return text != nullptr && fs::path(*text).is_absolute();  // as a resolved spec has every file
}

/// The data's parameters that are files in any of the runs.
std::set<std::string> files_of_data(const std::vector<Run*>& runs) {
  std::set<std::string> keys;
  std::set<const Section*> looked_at;
  for (const Run* run : runs)
    for (const auto& section : run->spec.sections())
      if (section->name == "data" && looked_at.insert(section.get()).second)
        for (const auto& [key, text] : section->leaves)
          if (key != "data.name" && is_file(run->spec.find(key))) keys.insert(key);
  return keys;
}

/// Wherever the files of equal data lie, they get the names that the first of these runs has for them.
void name_equal_data_alike(std::vector<Run>& runs) {
  std::map<std::string, std::vector<Run*>> equal;
  for (Run& run : runs)
    if (const std::string sum = data_sha256(run); !sum.empty()) equal[sum].push_back(&run);
  for (const auto& [sum, same] : equal)
    for (const std::string& key : files_of_data(same)) {
      const Value* name = same.front()->spec.find(key);
      if (name == nullptr) continue;
      const Value first = *name;
      for (Run* run : same)
        if (const Value* own = run->spec.find(key); own != nullptr && !(*own == first)) run->spec.set(key, first);
    }
}

/// The cell's identity; attributes of provenance that were asked for tell cells apart like keys.
void identify(Run& run, const std::vector<std::string>& provenance) {
  Table asked;
  for (const std::string& key : provenance) {
    const std::string name = key.substr(provenance_prefix.size());
    asked.set(name, provenance_text(run, name));
  }
  if (!asked.empty()) run.spec.add("provenance", asked);
  run.cell = run.spec.sha256();
}

}  // namespace

std::vector<Run> load_runs(const std::vector<fs::path>& paths, std::vector<std::string>& notices,
                           const std::vector<std::string>& provenance, log::Part part) {
  std::set<fs::path> files;
  std::set<std::string> empty;
  for (const fs::path& path : paths) find(path, files, empty);
  tell(notices, {empty.begin(), empty.end()}, ": has no run.h5: it failed or has only begun",
       "folders have no run.h5: they failed or have only begun");
  if (files.empty())
    throw Error(Exit::usage, fmt::format("{}: holds no run.h5", paths.empty() ? "." : paths.front().string()),
                "give a folder that `ganzoo run` has written, or one above it");
  std::vector<Run> runs;
  SpecReader specs;
  std::vector<std::string> unsealed;
  for (const fs::path& file : files) {
    runs.push_back(load(file, part, specs));
    if (!runs.back().log->sealed) unsealed.push_back(file.string());
  }
  tell(notices, unsealed, log::without_checksum({}) + "; its numbers are taken as they stand",
       "files have no checksum: they are cut off, or another program changed them; their numbers are taken as they "
       "stand");
  name_equal_data_alike(runs);
  for (Run& run : runs) identify(run, provenance);
  keep_one_of_each_cell(runs, notices);
  return runs;
}

void read_tables(Run& run) {
  log::RunFile read = log::read(run.file, log::Part::tables);
  read.spec = read.spec_json = {};
  run.ran_away = log::ran_away_at(read.train);
  run.log = std::move(read);
}

std::string data_sha256(const Run& run) { return provenance_text(run, "data_sha256"); }

std::string provenance_text(const Run& run, const std::string& name) {
  const auto found = run.log->provenance.find(name);
  if (found == run.log->provenance.end()) return {};
  if (const auto* text = std::get_if<std::string>(&found->second)) return *text;
  return std::visit([](const auto& v) { return fmt::format("{}", v); }, found->second);
}

std::vector<std::string> all_keys(const std::vector<Run>& runs) {
  std::vector<std::string> keys;
  std::unordered_set<std::string_view> seen;
  std::unordered_set<const Section*> looked_at;
  for (const Run& run : runs)
    for (const auto& section : run.spec.sections())
      if (looked_at.insert(section.get()).second)
        for (const auto& [key, text] : section->leaves)
          if (seen.insert(key).second) keys.push_back(key);
  return keys;
}

bool is_below(const std::string& key, const std::string& root) {
  return key.starts_with(root) && (key.size() == root.size() || key[root.size()] == '.' || key[root.size()] == '[');
}

bool is_below_any(const std::string& key, const std::vector<std::string>& roots) {
  return std::ranges::any_of(roots, [&](const std::string& root) { return is_below(key, root); });
}

std::string text_at(const Run& run, const std::string& key) {
  const Value* value = run.spec.find(key);
  return value == nullptr ? "" : to_string(*value);
}

const Value* value_at(const Table& spec, const std::string& key) {
  const auto path = config::parse_path(key);
  return path ? config::find(spec, *path) : nullptr;
}

void require_key(const std::vector<Run>& runs, const std::string& key) {
  if (std::ranges::any_of(runs, [&](const Run& run) { return run.spec.find(key) != nullptr; })) return;
  std::vector<std::string> known = all_keys(runs);
  for (const auto& section : runs.front().spec.sections()) known.push_back(section->name);
  const std::string near = nearest(key, known);
  throw Error(Exit::usage, fmt::format("{} is a key of none of these runs", key),
              near.empty() ? "" : fmt::format("did you mean {}?", near));
}

}  // namespace ganzoo::report
