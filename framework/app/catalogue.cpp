#include "catalogue.hpp"

#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/inspection.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/plugin/registry.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace ganzoo::app {
namespace {

/// Code points, which is what a terminal shows for all that stands in an About.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

using experiment::KnownComponent;

/// "divergence/kl" → that kind and "kl"; "kl" or a path → no kind.
std::pair<std::optional<Kind>, std::string> split(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos || text.ends_with(".so")) return {std::nullopt, text};
  return {required_kind(text.substr(0, slash)), text.substr(slash + 1)};
}

[[noreturn]] void not_found(std::optional<Kind> kind, const std::string& name) {
  std::vector<std::string> names;
  for (const KnownComponent& known : known_components(kind)) names.push_back(known.name);
  const std::string near = nearest(name, names);
  throw Error(Exit::usage, fmt::format("{} \"{}\" is not found", kind ? name_of(*kind) : "component", name),
              near.empty() ? "ganzoo list shows what there is" : fmt::format("did you mean {}?", near));
}

}  // namespace

std::vector<KnownComponent> components_named(const std::string& text) {
  if (text.ends_with(".so")) {
    std::error_code ignored;
    if (!std::filesystem::exists(text, ignored))
      throw Error(Exit::usage, fmt::format("{} is not found", text), "is the path right?");
    return {component_in(text)};
  }
  const auto [kind, name] = split(text);
  std::vector<std::pair<Kind, std::string>> wanted;
  for (const Kind k : all_kinds)
    if (!kind || k == *kind) wanted.emplace_back(k, name);
  std::vector<KnownComponent> found, failed;
  for (auto& [key, known] : experiment::inspect(wanted, {}))
    if (known.found) (known.failure.empty() ? found : failed).push_back(std::move(known));
  found.insert(found.end(), failed.begin(), failed.end());
  if (found.empty()) not_found(kind, name);
  return found;
}

std::vector<KnownComponent> namesakes_of(const std::string& name) {
  const std::vector<Found> all = Registry().list();
  return std::ranges::find(all, name, &Found::name) == all.end() ? std::vector<KnownComponent>{}
                                                                 : components_named(name);
}

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

std::vector<experiment::KnownComponent> known_components(std::optional<Kind> kind) {
  std::vector<std::pair<Kind, std::string>> wanted;
  for (const Found& found : Registry().list()) {
    if (!kind || found.kind == *kind) wanted.emplace_back(found.kind, found.name);
  }
  std::vector<experiment::KnownComponent> all;
  for (auto& [key, known] : experiment::inspect(wanted, {})) all.push_back(std::move(known));
  return all;
}

experiment::KnownComponent component_in(const std::string& file) {
  std::optional<KnownComponent> other;
  for (const Kind kind : all_kinds) {
    other = std::move(experiment::inspect({{kind, file}}, {}).begin()->second);
    // What loads, or fails for a reason of its own, is told at once: a constructor that hangs is waited for only once.
    if (other->failure.find("but must be of kind") == std::string::npos) break;
  }
  return *std::move(other);
}

void require_component_name(const std::string& name) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto allowed = [&](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '_'; };
  if (!name.empty() && name.size() <= 64 && lower(name.front()) && std::all_of(name.begin(), name.end(), allowed))
    return;
  throw Error(
      Exit::usage,
      fmt::format("\"{}\" is no component's name, but must be a letter and then letters, digits and _, in lower case",
                  name));
}

std::string about(const experiment::KnownComponent& known, const std::string& key) {
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

std::string markdown_cell(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace ganzoo::app
