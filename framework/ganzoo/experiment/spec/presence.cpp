#include <fmt/format.h>

#include <filesystem>
#include <ganzoo/experiment/spec/component_name.hpp>
#include <ganzoo/experiment/spec/presence.hpp>

namespace ganzoo::experiment {
namespace {

/// A path that leads to no file is the experiment's mistake, not the component's.
bool is_missing_file(const KnownComponent& info, const Value& name) {
  std::error_code ignored;
  return !info.failure.empty() && is_file_name(name.get<std::string>()) &&
         !std::filesystem::exists(component_name(name), ignored);
}

}  // namespace

bool is_not_there(const KnownComponent* info, const Value& name) {
  return !info || !info->found || is_missing_file(*info, name);
}

Complaint not_there(Kind kind, const std::string& where, const Value& name, const KnownComponent* info) {
  const std::string text = ganzoo::to_string(name), place = name.place.text().empty() ? "" : name.place.text() + ": ";
  if (is_file_name(name.get<std::string>()))
    return {fmt::format("{}{}.name is {}, but there is no such file", place, where, text),
            "paths are relative to the file that names them"};
  return {
      fmt::format("{}{}.name is {}, but no {} of that name is found", place, where, text, name_of(kind)),
      info && !info->hint.empty() ? info->hint : fmt::format("`ganzoo list {}` shows what there is", name_of(kind))};
}

}  // namespace ganzoo::experiment
