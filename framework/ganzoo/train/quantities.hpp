/// What a metric's quantities must be called, so that each becomes a column of the log: held by `check`, and by `run`
/// before anything of the cell starts.
#pragma once

#include <ganzoo/train/metric.hpp>
#include <optional>
#include <string>

namespace ganzoo {

/// "its quantities[1].name is \"a/b\", but must be …"; nothing where every name is usable, and no other's.
std::optional<std::string> unusable_name(const std::vector<Quantity>& quantities);

}  // namespace ganzoo
