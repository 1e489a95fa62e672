/// What list and describe share: the components asked for, told by a process that loads them, and columns of text.
#pragma once

#include <ganzoo/experiment/spec/catalogue.hpp>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::app {

/// The kind of that name, or nothing.
std::optional<Kind> kind_of(const std::string& name);
/// The same; throws ganzoo::Error (usage) with the nearest kind.
Kind required_kind(const std::string& name);

/// Every component that can be found (of one kind, or of all), in the order of kind and name; each loaded in the
/// process of its own, so that a broken one is told of and not suffered.
std::vector<experiment::KnownComponent> known_components(std::optional<Kind> kind);

/// The component in a module file, whatever its kind; `failure` says why it cannot be used.
experiment::KnownComponent component_in(const std::string& file);

/// Throws ganzoo::Error (usage) unless `name` can be a component's: lower case, digits and _.
void require_component_name(const std::string& name);

/// Every component that "kl", "divergence/kl" or "./mine.so" names: a name may stand for several kinds, a file has one.
/// One that cannot be loaded comes with its failure. Throws ganzoo::Error (usage) with the nearest name where there is none.
std::vector<experiment::KnownComponent> components_named(const std::string& text);

/// The same of a plain name that something else has too; none where no component has it.
std::vector<experiment::KnownComponent> namesakes_of(const std::string& name);

/// A text of About, or "".
std::string about(const experiment::KnownComponent& known, const std::string& key);

/// Columns aligned by display width, two blanks between, every line indented; a row's last cell widens no column.
std::string columns(const std::vector<std::vector<std::string>>& rows, int indent = 0);

/// A cell of a markdown table: bars would end it.
std::string markdown_cell(const std::string& text);

}  // namespace ganzoo::app
