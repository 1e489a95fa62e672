/// A table as a TOML document that people read.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/core/value.hpp>
#include <string>

namespace ganzoo::experiment {

/// What parse_toml reads back as the same table.
GANZOO_API std::string to_toml(const Table& table);

}  // namespace ganzoo::experiment
