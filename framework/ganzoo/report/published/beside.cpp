#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/published/beside.hpp>
#include <ganzoo/report/published/published.hpp>
#include <ganzoo/report/runs/where.hpp>
#include <set>

namespace ganzoo::report {
namespace {

namespace fs = std::filesystem;

bool claims_cross(const Published& published) {
  return std::ranges::any_of(published.claims, [](const Claim& claim) { return !claim.cross.empty(); });
}

/// The experiments as they were read, of the folders above the runs' own.
std::set<fs::path> experiments_of(const std::vector<Run>& runs) {
  std::set<fs::path> files;
  for (const Run& run : runs) {
    const fs::path file = run.file.parent_path().parent_path() / "experiment.toml";
    std::error_code ignored;
    if (fs::is_regular_file(file, ignored)) files.insert(file);
  }
  return files;
}

const Run* run_of(const Group& group, const std::vector<Run>& runs) {
  const auto is_of = [&](const Run& run) {
    return std::ranges::all_of(group.values_of_key,
                               [&](const auto& entry) { return text_at(run, entry.first) == entry.second; });
  };
  const auto found = std::ranges::find_if(runs, is_of);
  return found == runs.end() ? nullptr : &*found;
}

}  // namespace

std::shared_ptr<const Published> published_beside(const std::vector<Run>& runs, std::vector<std::string>& notices) {
  for (const fs::path& file : experiments_of(runs)) try {
      auto published = read_published(config::parse_toml(config::toml_text(file), file.string()));
      if (published && claims_cross(*published)) return std::make_shared<const Published>(std::move(*published));
    } catch (const Error& error) {
      notices.push_back(fmt::format("{}: what is published cannot be read: {}", file.string(), error.what()));
    }
  return nullptr;
}

std::string printed(const Published& published, const Run& run, const std::string& divergence) {
  for (const Claim& claim : published.claims)
    if (claim.cross == divergence &&
        Where(claim.where).matches([&](const std::string& key) { return run.spec.find(key); }))
      return claim.published;
  return "";
}

std::string source_of(const Published& published) { return published.source; }

TextTable printed_sheet(const Published& published, const Comparison& comparison, const std::vector<Run>& runs) {
  TextTable sheet{.header = comparison.by,
                  .right = std::vector<bool>(comparison.by.size(), false),
                  .rows = {},
                  .fixed = comparison.by.size()};
  for (const Measure& measure : comparison.measures) {
    sheet.header.push_back(measure.name);
    sheet.right.push_back(true);
  }
  for (const Group& group : comparison.groups) {
    std::vector<std::string>& row = sheet.rows.emplace_back();
    for (const auto& [key, value] : group.key) row.push_back(value);
    const Run* run = run_of(group, runs);
    for (const Measure& measure : comparison.measures) row.push_back(run ? printed(published, *run, measure.name) : "");
  }
  return sheet;
}

}  // namespace ganzoo::report
