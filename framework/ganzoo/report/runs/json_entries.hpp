/// The entries of a JSON object, without a look into them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace ganzoo::report {

/// `"key":value` of each entry of the object that `json` is; nothing where it is plainly none. Whether an entry is JSON
/// is for who parses it.
std::optional<std::vector<std::string_view>> json_entries(std::string_view json);

}  // namespace ganzoo::report
