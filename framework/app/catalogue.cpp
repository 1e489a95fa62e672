#include "catalogue.hpp"

#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/inspector.hpp>
#include <ganzoo/plugin/registry.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace ganzoo::app {
namespace {

/// Code points, which is what a terminal shows for all that stands in an About.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace

std::optional<Kind> kind_of(const std::string& name) {
  for (const Kind kind : all_kinds) {
    if (name == name_of(kind) || name == folder_of(kind)) return kind;
  }
  return std::nullopt;
}

Kind required_kind(const std::string& name) {
  if (const std::optional<Kind> kind = kind_of(name)) return *kind;
  std::vector<std::string> known;
  for (const Kind kind : all_kinds) known.emplace_back(name_of(kind));
  const std::string near = nearest(name, known);
  throw Error(Exit::usage, fmt::format("\"{}\" is no kind of component", name),
              near.empty() ? fmt::format("kinds: {}", fmt::join(known, ", ")) : fmt::format("did you mean {}?", near));
}

std::vector<experiment::Known> known_components(std::optional<Kind> kind) {
  std::vector<std::pair<Kind, std::string>> wanted;
  for (const Found& found : Registry().list()) {
    if (!kind || found.kind == *kind) wanted.emplace_back(found.kind, found.name);
  }
  std::vector<experiment::Known> all;
  for (auto& [key, known] : experiment::inspect(wanted, {})) all.push_back(std::move(known));
  return all;
}

experiment::Known component_in(const std::string& file) {
  std::vector<std::pair<Kind, std::string>> wanted;
  for (const Kind kind : all_kinds) wanted.emplace_back(kind, file);
  std::optional<experiment::Known> failed;
  for (auto& [key, known] : experiment::inspect(wanted, {})) {
    if (known.found && known.failure.empty()) return std::move(known);
    // Of the eight answers, seven may only say that it is of another kind: the eighth has the reason.
    if (!failed || known.failure.find("but must be of kind") == std::string::npos) failed = std::move(known);
  }
  return *failed;
}

void require_component_name(const std::string& name) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto allowed = [&](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '_'; };
  if (!name.empty() && name.size() <= 64 && lower(name.front()) && std::all_of(name.begin(), name.end(), allowed)) return;
  throw Error(Exit::usage,
              fmt::format("\"{}\" is no component's name, but must be a letter and then letters, digits and _, in lower case",
                          name));
}

std::string about(const experiment::Known& known, const std::string& key) {
  const auto found = known.about.find(key);
  return found == known.about.end() ? "" : found->second;
}

std::string columns(const std::vector<std::vector<std::string>>& rows, int indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i + 1 < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line(static_cast<std::size_t>(indent), ' ');
    for (std::size_t i = 0; i + 1 < row.size(); ++i) line += row[i] + std::string(widths[i] - width(row[i]) + 2, ' ');
    if (!row.empty()) line += row.back();
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

}  // namespace ganzoo::app
