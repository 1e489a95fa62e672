#include <fmt/format.h>
#include <algorithm>
#include <array>

#include <ganzoo/config/path.hpp>
#include <ganzoo/experiment/ask/inspection.hpp>
#include <ganzoo/experiment/ask/rehearsal.hpp>
#include <ganzoo/experiment/ask/rehearsal_question.hpp>
#include <ganzoo/experiment/grid/cell.hpp>
#include <ganzoo/remote/channel.hpp>
#include <ganzoo/remote/values.hpp>
#include <map>
#include <optional>
#include <unordered_map>

namespace ganzoo::experiment {
namespace {

/// Data may be large and on a slow disk.
constexpr remote::Limits rehearsal_limits{.patience = 120'000, .seconds = remote::no_end};

/// What a rehearsal depends on.
constexpr std::array rehearsed_keys{"epochs",    "data",      "generator", "discriminator", "divergence", "regularizer",
                                    "scheduler", "optimizer", "train",     "metrics",       "search"};

Table rehearsal_of(const Table& spec) {
  Table part;
  for (const char* key : rehearsed_keys)
    if (const Value* value = spec.find(key)) part.set(key, *value);
  return part;
}

/// Equal for cells that need only one.
std::string text_of_rehearsal(const Table& spec) {
  std::string text;
  for (const char* key : rehearsed_keys)
    if (const Value* value = spec.find(key)) text.append(key).append(" = ").append(to_string(*value)).append("\n");
  return text;
}

/// Where the value at the path stands, or the nearest above it that stands in the file; line 0 where none does.
Place place_on(const Table& spec, config::Path path) {
  for (; !path.empty(); path.pop_back())
    if (const Value* value = config::find(spec, path); value && value->place.line > 0) return value->place;
  return {};
}

/// The file that the spec came from.
std::string file_of(const Table& spec) {
  const Value* data = config::find(spec, {"data", "name"});
  return data ? data->place.file : "";
}

/// The complaint with the place of what it begins with: of "data.folder is …" where data.folder stands in the file, of
/// "discriminator/conv_1: …" where discriminator does. A default of the metrics' is at odds with the data.
Complaint placed(const Table& spec, Complaint complaint) {
  const std::string& message = complaint.message;
  const config::Path path =
      config::parse_path(message.substr(0, message.find_first_of(" :/\'"))).value_or(config::Path());
  Place place = place_on(spec, path);
  if (place.line == 0 && !path.empty() && path.front() == "metrics") place = place_on(spec, {"data", "name"});
  if (place.line == 0 &&
      config::find(spec, config::Path(path.begin(), path.begin() + std::min<std::ptrdiff_t>(1, std::ssize(path)))))
    place = {.file = file_of(spec)};  // the file gives neither the key nor what it stands in
  if (place.text().empty()) return complaint;
  return {fmt::format("{}: {}", place.text(), message), complaint.hint};
}

Error placed(const Table& spec, const Error& error) {
  std::vector<Complaint> complaints;
  for (const Complaint& complaint : error.complaints()) complaints.push_back(placed(spec, complaint));
  return {error.code(), complaints};
}

/// What came of it, for every cell that it stands for.
struct Result {
  std::string data_sha256;
  std::string failure;
  Exit outside = Exit::ok;  ///< of `failure`
};

Result ask_rehearsal(remote::Channel& child, const RehearseCell& question, std::vector<Error>& errors) try {
  const auto outcome = child.ask(question, rehearsal_limits);
  if (const auto* failure = std::get_if<remote::Failure>(&outcome))
    return {{}, failure->reason + " while the cell was prepared", outside(*failure)};
  const auto& [data_sha256, fault] = std::get<Rehearsed>(outcome);
  return {data_sha256, fault};
} catch (const Error& error) {
  errors.push_back(placed(question.spec, error));
  return {};
}

/// All complaints once, under the code of the first.
[[noreturn]] void throw_all(const std::vector<Error>& errors) {
  std::vector<Complaint> complaints;
  for (const Error& error : errors)
    for (const Complaint& complaint : error.complaints()) {
      const auto same = [&](const Complaint& other) { return other.message == complaint.message; };
      if (std::find_if(complaints.begin(), complaints.end(), same) == complaints.end()) complaints.push_back(complaint);
    }
  throw Error(errors.front().code(), complaints);
}

}  // namespace

std::vector<std::string> rehearse(Expansion& expansion, const std::vector<std::string>& plugin_paths) {
  remote::Channel child(remote::Role::hosts);
  std::unordered_map<std::string, Result> results;
  std::vector<Error> errors;
  std::vector<std::string> data;
  for (Cell& cell : expansion.cells) {
    data.emplace_back();
    if (!cell.failure.empty()) continue;
    auto [at, first] = results.try_emplace(text_of_rehearsal(cell.spec));
    if (first) at->second = ask_rehearsal(child, {plugin_paths, rehearsal_of(cell.spec)}, errors);
    cell.failure = at->second.failure;
    cell.outside = at->second.outside;
    data.back() = at->second.data_sha256;
  }
  if (!errors.empty()) throw_all(errors);
  return data;
}

}  // namespace ganzoo::experiment
