/// The components that an experiment and its grid may use.
#pragma once

#include <ganzoo/core/value.hpp>
#include <ganzoo/plugin/component.hpp>
#include <string>
#include <utility>
#include <vector>

namespace ganzoo::experiment {

/// Every (kind, name) that some cell of the experiment may use, so that exactly those are loaded.
std::vector<std::pair<Kind, std::string>> named_components(const Table& experiment);

}  // namespace ganzoo::experiment
