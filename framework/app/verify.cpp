#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ganzoo/core/beside.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/experiment/search/judgement.hpp>
#include <ganzoo/log/run_file.hpp>
#include <memory>
#include <string>
#include <vector>

#include "command.hpp"

namespace ganzoo::app::verify_verb {
namespace {

namespace fs = std::filesystem;

/// The files named, and every run.h5 below the folders named.
std::vector<fs::path> run_files(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const std::string& path : paths) {
    if (!fs::exists(path))
      throw Error(Exit::environment, fmt::format("{}: no such file or folder", path), hint_beside(path));
    if (!fs::is_directory(path)) {
      files.emplace_back(path);
      continue;
    }
    const std::size_t before = files.size();
    for (const auto& entry : fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied))
      if (entry.path().filename() == "run.h5") files.push_back(entry.path());
    if (files.size() == before) throw Error(Exit::usage, fmt::format("{}: holds no run.h5", path));
    std::sort(files.begin() + static_cast<std::ptrdiff_t>(before), files.end());
  }
  return files;
}

/// Prints the verdict. `environment`: nothing is known of the file, which could not be read.
Exit verify_one(const fs::path& file) {
  try {
    log::verify(file);
    fmt::print("{}: ok\n", on_one_line(file.string()));
    return Exit::ok;
  } catch (const Error& error) {
    fmt::print("{}\n", on_one_line(error.what()));
    return error.code() == Exit::environment ? Exit::environment : Exit::corrupt;
  }
}

/// Judges every search below a folder again; whether all is as it stands there.
bool verify_searches(const fs::path& folder) {
  bool good = true;
  for (const auto& entry : fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied)) {
    if (entry.path().filename() != ".search") continue;
    for (const std::string& fault : experiment::untrue_judgements(entry.path().parent_path())) {
      fmt::print("{}\n", on_one_line(fault));
      good = false;
    }
  }
  return good;
}

int verify(const std::vector<std::string>& paths) {
  Exit worst = Exit::ok;
  for (const fs::path& file : run_files(paths)) worst = std::max(worst, verify_one(file));
  for (const std::string& path : paths)
    if (fs::is_directory(path) && !verify_searches(path)) worst = Exit::corrupt;
  return static_cast<int>(worst);
}

void declare(Command& verb) {
  auto paths = std::make_shared<std::vector<std::string>>();
  verb.option("path", *paths, "run files, or folders that hold them").required();
  verb.notes =
      "Reads every byte. compare, watch and run read each file's digest alone, a copy of its tables under a checksum "
      "of\n"
      "its own: damage to weights or samples shows here. A search's judgements are judged again.";
  verb.runs([paths] { return verify(*paths); });
}

const Registered verb{
    "verify", "check run files: whole, readable, checksums right; exits 5 if any is not, 4 if one cannot be read",
    declare};

}  // namespace
}  // namespace ganzoo::app::verify_verb
