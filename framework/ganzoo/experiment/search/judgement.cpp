#include <fmt/format.h>

#include <algorithm>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <ganzoo/config/json_number.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/experiment/search/judgement.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/os/host.hpp>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

namespace ganzoo::experiment {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* schema = "ganzoo.judgement";
constexpr double none = std::numeric_limits<double>::quiet_NaN();

bool is_over(log::Status status) {
  return status == log::Status::finished || status == log::Status::diverged || status == log::Status::failed;
}

/// The last evaluation where `step` is 0.
double value_at(const log::RunFile& run, const log::Column& column, std::int64_t step) {
  const auto& steps = std::get<std::vector<std::int64_t>>(run.metrics.columns.front().values);
  const auto* values = std::get_if<std::vector<double>>(&column.values);
  if (values == nullptr || steps.empty()) return none;
  if (step == 0) return run.status == log::Status::finished ? values->back() : none;
  const auto row = std::ranges::lower_bound(steps, step);
  return row != steps.end() && *row == step ? (*values)[static_cast<std::size_t>(row - steps.begin())] : none;
}

std::string better_of(const log::Column& column) {
  const auto found = column.attributes->find("better");
  const auto* text = found == column.attributes->end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? "" : *text;
}

/// Of what counts: lower is better, and NaN worst.
double median(std::vector<double> values) {
  for (double& value : values)
    if (std::isnan(value)) value = infinity;
  std::ranges::sort(values);
  const std::size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

double score_of(const Judged& judged, bool higher) {
  std::vector<double> values = judged.values;
  if (higher)
    for (double& value : values) value = -value;
  const double middle = median(std::move(values));
  return middle == infinity ? none : higher ? -middle : middle;
}

/// The better score, then who came farther, then the first by name.
bool is_better(const Judged& a, const Judged& b, bool higher) {
  const bool a_counts = !std::isnan(a.score), b_counts = !std::isnan(b.score);
  if (a_counts != b_counts) return a_counts;
  if (a_counts && a.score != b.score) return higher ? a.score > b.score : a.score < b.score;
  const auto way = [](const Judged& j) { return std::accumulate(j.reached.begin(), j.reached.end(), std::int64_t{0}); };
  if (!a_counts && way(a) != way(b)) return way(a) > way(b);
  return a.cells < b.cells;
}

void rank(Judgement& judgement) {
  const bool higher = judgement.better == "higher";
  std::vector<Judged*> order;
  for (Judged& judged : judgement.competitors) {
    judged.score = score_of(judged, higher);
    order.push_back(&judged);
  }
  std::ranges::sort(order, [&](const Judged* a, const Judged* b) { return is_better(*a, *b, higher); });
  const auto racing = std::ranges::count(judgement.competitors, false, &Judged::spare);
  // A share of 0.1 of 10 is 1, whatever 0.1 is in binary.
  const double share = std::ceil(judgement.keep * static_cast<double>(racing) - 1e-9);
  auto places = judgement.step == 0 ? 1 : std::max<std::int64_t>(1, static_cast<std::int64_t>(share));
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i]->rank = static_cast<std::int64_t>(i) + 1;
    order[i]->kept = order[i]->spare || places > 0;
    if (!order[i]->spare) --places;
  }
}

Json to_json(const Judged& judged) {
  Json values = Json::array();
  for (const double value : judged.values) values.push_back(config::json_number(value));
  return {{"cells", judged.cells},     {"values", values},
          {"reached", judged.reached}, {"score", config::json_number(judged.score)},
          {"rank", judged.rank},       {"spare", judged.spare},
          {"kept", judged.kept}};
}

std::string to_text(const Judgement& judgement) {
  Json race = Json::object(), competitors = Json::array();
  for (const auto& [key, value] : judgement.race) race[key] = value;
  for (const Judged& judged : judgement.competitors) competitors.push_back(to_json(judged));
  const Json json{
      {"schema", schema},           {"version", 1},           {"race", race},           {"metric", judgement.metric},
      {"better", judgement.better}, {"step", judgement.step}, {"keep", judgement.keep}, {"confirm", judgement.confirm},
      {"competitors", competitors}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// A cell's folder stands beside the others.
std::string cell_name(const std::string& name) {
  if (name.empty() || name == "." || name == ".." || name.find('/') != name.npos || on_one_line(name) != name)
    throw std::invalid_argument("a cell has an impossible name");
  return name;
}

Judgement parse(const fs::path& file) try {
  const Json json = Json::parse(os::read_whole(file));
  if (json.at("schema") != schema || json.at("version") != 1) throw std::invalid_argument("another schema");
  Judgement judgement{.name = file.stem().string(),
                      .race = {},
                      .metric = on_one_line(json.at("metric").get<std::string>()),
                      .better = on_one_line(json.at("better").get<std::string>()),
                      .step = json.at("step").get<std::int64_t>(),
                      .keep = json.at("keep").get<double>(),
                      .confirm = json.at("confirm").get<std::vector<std::int64_t>>(),
                      .competitors = {}};
  for (const auto& [key, value] : json.at("race").items())
    judgement.race.emplace_back(on_one_line(key), on_one_line(value.get<std::string>()));
  for (const Json& one : json.at("competitors")) {
    Judged& judged = judgement.competitors.emplace_back();
    for (const Json& cell : one.at("cells")) judged.cells.push_back(cell_name(cell.get<std::string>()));
    judged.spare = one.at("spare").get<bool>();
    judged.kept = one.at("kept").get<bool>();
    judged.rank = one.at("rank").get<std::int64_t>();
    if (judged.cells.empty()) throw std::invalid_argument("a competitor without a cell");
  }
  return judgement;
} catch (const Error&) {
  throw;
} catch (const std::exception&) {
  throw Error(Exit::corrupt, fmt::format("{}: is no judgement of a search", file.string()));
}

fs::path folder_of(const fs::path& run) { return run / ".search"; }

std::vector<fs::path> files_in(const fs::path& run) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_of(run), error))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

}  // namespace

std::optional<Judgement> judge(Judgement race, const fs::path& run) {
  race.better.clear();
  for (Judged& judged : race.competitors) {
    judged.values.clear();
    judged.reached.clear();
    for (const std::string& cell : judged.cells) {
      const fs::path file = run / cell / "run.h5";
      if (!fs::exists(file)) return std::nullopt;
      const log::RunFile read = log::read(file, log::Part::digest);
      if (!is_over(read.status) && (race.step == 0 || read.step < race.step)) return std::nullopt;
      const log::Column* column = read.metrics.find(race.metric);
      if (column != nullptr && race.better.empty()) race.better = better_of(*column);
      judged.values.push_back(column == nullptr ? none : value_at(read, *column, race.step));
      judged.reached.push_back(race.step == 0 ? read.step : std::min(read.step, race.step));
    }
  }
  if (race.better == "neither")
    throw Error(Exit::usage, fmt::format("search.metric is {}, which is better neither lower nor higher", race.metric));
  rank(race);
  return race;
}

std::string reason_of(const Judgement& judgement, const Judged& judged) {
  std::string race;
  for (const auto& [key, value] : judgement.race)
    race += fmt::format("{}{} = {}", race.empty() ? " in " : ", ", key, value);
  return fmt::format("cut at step {}: rank {} of {} by {}{}", judgement.step, judged.rank, judgement.competitors.size(),
                     judgement.metric, race);
}

std::optional<Cut> cut_in(const std::string& reason) {
  Cut cut;
  const int read = std::sscanf(reason.c_str(), "cut at step %" SCNd64 ": rank %" SCNd64 " of %" SCNd64 " by ",
                               &cut.step, &cut.rank, &cut.of);
  return read == 3 && cut.step > 0 ? std::optional(cut) : std::nullopt;
}

bool keep(const Judgement& judgement, const fs::path& run) {
  const fs::path folder = folder_of(run), file = folder / (judgement.name + ".json");
  const std::string text = to_text(judgement);
  fs::create_directories(folder);
  const bool there = fs::exists(file);
  if (there && os::read_whole(file) == text) return false;
  for (int number = 1; there; ++number) {
    const fs::path before = folder / fmt::format("{}.before-{}.json", judgement.name, number);
    if (fs::exists(before)) continue;
    fs::rename(file, before);
    break;
  }
  os::write_whole(file, {text}, "." + os::host_and_process() + ".tmp");  // two judges may write at once: the same bytes
  return there;
}

Judgement read_judgement(const fs::path& run, const std::string& name) {
  return parse(folder_of(run) / (name + ".json"));
}

std::vector<Judgement> judgements_in(const fs::path& run) {
  std::vector<Judgement> all;
  for (const fs::path& file : files_in(run))
    if (file.filename().string().find(".before-") == std::string::npos) all.push_back(parse(file));
  return all;
}

std::vector<std::string> untrue_judgements(const fs::path& run) {
  std::vector<std::string> faults;
  for (const fs::path& file : files_in(run)) try {
      const auto again = judge(parse(file), run);
      if (!again) faults.push_back(fmt::format("{}: judges cells that have not come so far", file.string()));
      if (again && to_text(*again) != os::read_whole(file))
        faults.push_back(fmt::format("{}: is not what the run files come to", file.string()));
    } catch (const Error& error) {
      faults.push_back(error.complaints().front().message);
    }
  return faults;
}

}  // namespace ganzoo::experiment
