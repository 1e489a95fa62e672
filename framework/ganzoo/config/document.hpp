/// A table as a TOML document that people read.
#pragma once

#include <ganzoo/core/value.hpp>
#include <string>

namespace ganzoo::config {

/// What parse_toml reads back as the same table.
std::string to_toml(const Table& table);

}  // namespace ganzoo::config
