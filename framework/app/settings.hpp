/// The keys of an experiment file, told from the declarations that it is checked against.
#pragma once

#include <ganzoo/plugin/param.hpp>
#include <string>
#include <vector>

namespace ganzoo::app {

/// A parameter as a row: name, type, default, range or choices, meaning.
std::vector<std::string> row_of(const ParameterSchema& parameter);

/// What "experiment", "train" or "train.batch" stands for; "" for what is no key. Throws ganzoo::Error (usage), with the
/// nearest key, for an unknown one in a section.
std::string settings_named(const std::string& name);

/// Every key, as framework/docs/experiment_file.md holds them.
std::string settings_page();

}  // namespace ganzoo::app
