#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/standing.hpp>
#include <ganzoo/experiment/session/ran_away.hpp>
#include <ganzoo/log/run_file.hpp>

namespace ganzoo::experiment {
namespace {

std::string text_in(const log::Attributes& attributes, const std::string& key) {
  const auto found = attributes.find(key);
  const auto* text = found == attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text ? *text : std::string();
}

void fill(Standing& standing, const log::RunFile& run) {
  standing.status = name_of(run.status);
  standing.reason = run.reason;
  standing.step = run.step;
  standing.ran_away = ran_away_at(run.train);
  standing.cell = run.cell;
  standing.spec = run.spec;
  standing.data_sha256 = text_in(run.provenance, "data_sha256");
  for (const auto& [kind, attributes] : run.provenance_components)
    if (std::string sha = text_in(attributes, "sha256"); !sha.empty()) standing.components.emplace_back(kind, sha);
}

}  // namespace

Standing standing_in(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "run.h5";
  Standing standing;
  std::error_code ignored;
  standing.exists = std::filesystem::exists(file, ignored);
  if (!standing.exists) return standing;
  try {
    fill(standing, log::read(file, log::Part::tables));
  } catch (const Error& error) {
    standing.failure = error.complaints().front().message;
    standing.unknown = error.code() == Exit::environment;
  }
  return standing;
}

}  // namespace ganzoo::experiment
