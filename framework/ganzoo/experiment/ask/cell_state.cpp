#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/cell_state.hpp>
#include <ganzoo/log/ran_away.hpp>
#include <ganzoo/log/run_file.hpp>

namespace ganzoo::experiment {
namespace {

std::string text_in(const log::Attributes& attributes, const std::string& key) {
  const auto found = attributes.find(key);
  const auto* text = found == attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text ? *text : std::string();
}

void fill(CellState& state, const log::RunFile& run) {
  state.status = name_of(run.status);
  state.reason = run.reason;
  state.step = run.step;
  state.ran_away = ran_away_at(run.train);
  state.cell = run.cell;
  state.spec = run.spec;
  state.data_sha256 = text_in(run.provenance, "data_sha256");
  state.isa = text_in(run.provenance, "isa");
  for (const auto& [kind, attributes] : *run.provenance_components)
    if (std::string sha = text_in(attributes, "sha256"); !sha.empty()) state.components.emplace_back(kind, sha);
}

}  // namespace

CellState cell_state_of(const std::filesystem::path& file) {
  CellState state;
  std::error_code ignored;
  state.exists = std::filesystem::exists(file, ignored);
  if (!state.exists) return state;
  try {
    fill(state, log::read(file, log::Part::digest));
  } catch (const Error& error) {
    state.failure = error.complaints().front().message;
    state.unknown = error.code() == Exit::environment;
  }
  return state;
}

}  // namespace ganzoo::experiment
