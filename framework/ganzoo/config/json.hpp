/// A table as one line of JSON, and back: infinities and NaN are strings there.
#pragma once

#include <ganzoo/core/value.hpp>
#include <string>

namespace ganzoo::config {

std::string to_json(const Table& table);
/// Throws ganzoo::Error (corrupt) for what is no JSON object.
Table from_json(const std::string& text);

}  // namespace ganzoo::config
