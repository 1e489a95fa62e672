#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/report/page/blocks.hpp>
#include <ganzoo/report/page/pack.hpp>
#include <ganzoo/report/page/snapshots.hpp>

namespace ganzoo::report {
namespace {

/// A directory and what it points into: its length in eight hex digits, the directory, the bytes.
std::string block_of(const Json& directory, const std::string& bytes) {
  const std::string head = script_text(directory);
  return base64(deflated(fmt::format("{:08x}", head.size()) + head + bytes));
}

std::string curves_block(const std::vector<Experiment>& experiments, Fidelity fidelity, bool exact_metrics) {
  Store store(fidelity);
  Json directory = Json::array();
  for (const Experiment& e : experiments) directory.push_back(directory_of(e, store, exact_metrics));
  return block_of(directory, store.bytes());
}

std::string samples_block(const std::vector<Experiment>& experiments, const SampleBudget& budget,
                          std::vector<std::string>& notices) {
  Json directory = Json::array();
  std::string bytes;
  for (const Experiment& e : experiments) {
    Snapshots snapshots = snapshots_of(e.frame.runs, e.first_seeds, budget, notices);
    if (!snapshots.directory.is_null()) snapshots.directory["offset"] = bytes.size();
    directory.push_back(std::move(snapshots.directory));
    bytes += snapshots.bytes;
  }
  return bytes.empty() ? "" : block_of(directory, bytes);
}

std::size_t longest(const std::vector<Experiment>& experiments, log::Table log::RunFile::*table) {
  std::int64_t rows = 0;
  for (const Experiment& e : experiments)
    for (const Run& run : e.frame.runs) rows = std::max(rows, ((*run.log).*table).rows());
  return static_cast<std::size_t>(rows);
}

}  // namespace

std::string script_text(const Json& json) {
  std::string text;
  for (const char c : json.dump(-1, ' ', false, Json::error_handler_t::replace))
    c == '<' ? text += "\\u003c" : text += c;
  return text;
}

CurvesBlock fitting_curves(const std::vector<Experiment>& experiments, std::size_t most) {
  CurvesBlock curves{curves_block(experiments, {}, true), ""};
  if (curves.block.size() <= most) return curves;
  curves = {curves_block(experiments, {.rounded = true}, true), "curves rounded to 4 digits"};
  const std::size_t rows = longest(experiments, &log::RunFile::train);
  constexpr std::size_t most_exact_rows = 256;
  const bool exact = longest(experiments, &log::RunFile::metrics) <= most_exact_rows;
  for (const std::size_t kept : {1024U, 768U, 512U, 384U, 256U, 192U, 128U, 96U, 64U}) {
    if (curves.block.size() <= most) break;
    if (kept >= std::max(rows, longest(experiments, &log::RunFile::metrics))) continue;
    curves = {curves_block(experiments, {true, kept}, exact),
              fmt::format("curves thinned to {} of {} rows, extremes kept, and rounded to 4 digits", kept, rows),
              exact};
  }
  return curves;
}

std::string fitting_samples(const std::vector<Experiment>& experiments, std::size_t most, std::string& done,
                            std::vector<std::string>& notices) {
  std::size_t runs = 0;
  for (const Experiment& e : experiments) runs += e.frame.runs.size();
  std::string block;
  for (const SampleBudget& budget :
       {SampleBudget{true, 20, 256, 16}, SampleBudget{false, 20, 256, 16}, SampleBudget{false, 10, 128, 9},
        SampleBudget{false, 5, 128, 9}, SampleBudget{false, 1, 64, 4}}) {
    if (budget.every_seed && runs > many_runs) continue;
    block = samples_block(experiments, budget, notices);
    done =
        budget.every_seed ? "" : fmt::format("samples of the first seed of each group, {} snapshots", budget.snapshots);
    if (block.size() <= most) break;
  }
  return block;
}

}  // namespace ganzoo::report
