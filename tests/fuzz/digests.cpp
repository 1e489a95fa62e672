/// What stands behind the HDF5 data of a run file of anyone's.
#include <algorithm>
#include <ganzoo/log/digest.hpp>
#include <ganzoo/log/questions.hpp>
#include <ganzoo/log/trailer.hpp>

#include "target.hpp"

namespace {

using namespace ganzoo;

log::RunFile run(bool whole) {
  log::RunFile run;
  run.title = "α";
  run.spec_json = "{\"seed\":1}";
  if (!whole) return run;
  run.provenance = {{"threads", std::int64_t{1}}, {"host", "a"}, {"x", 0.5}};
  run.provenance_components.own()["data"] = {{"name", "ring"}};
  run.train.columns = {{"step", "1", "", std::vector<std::int64_t>{1, 2}, {}},
                       {"wall_time", "s", "", std::vector<double>{1, 2}, {}},
                       {"critic_objective", "1", "", std::vector<double>{1, 1e9}, {}}};
  run.metrics.columns = {{"step", "1", "", std::vector<std::int64_t>{2}, {}},
                         {"m.v", "1", "a", std::vector<double>{1}, {{"better", "lower"}, {"lower", 0.0}}}};
  run.floor.columns = {{"step", "1", "", std::vector<std::int64_t>{}, {}}};
  return run;
}

std::string payload(bool whole) {
  const std::string digest = log::digest_of(run(whole));
  return digest.substr(0, digest.size() - log::trailer_size);
}

bool is_shown(const std::string& line) {
  return std::ranges::none_of(line, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

const fuzz::Registered digests{{"digests", {payload(true), payload(false)}, [](const std::string& bytes) {
                                  const auto run = log::parse_digest(bytes);
                                  if (!run) return;
                                  fuzz::require(log::fault_of(*run).empty());
                                  for (const auto& text : {run->title, run->cell, run->reason})
                                    fuzz::require(is_shown(text) && text.size() < 1100);
                                  for (const log::Column& column : run->metrics.columns)
                                    fuzz::require(is_shown(column.name) && is_shown(column.unit));
                                }}};

}  // namespace
