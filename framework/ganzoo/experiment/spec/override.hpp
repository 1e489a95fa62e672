/// KEY=VALUE on the command line.
#pragma once

#include <ganzoo/config/path.hpp>
#include <ganzoo/core/value.hpp>
#include <string>

namespace ganzoo::experiment {

/// Its key and value. Throws ganzoo::Error (usage) where it is none.
config::Assignment parse_override(const std::string& assignment);

/// `KEY=VALUE` as on the command line: VALUE is TOML, or a string where it is not.
void apply_override(Table& experiment, const std::string& assignment);

}  // namespace ganzoo::experiment
