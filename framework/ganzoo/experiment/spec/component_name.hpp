/// How an experiment names a component: a plain name, or the path of its file.
#pragma once

#include <ganzoo/core/value.hpp>
#include <string>

namespace ganzoo::experiment {

/// "./mine.so" → absolute, relative to the file that names it; a plain name stays. What named_components and the
/// resolved specs hold.
std::string component_name(const Value& name);

/// True for a component named by its file: "./mine.so".
bool is_file_name(const std::string& name);

/// Relative to the folder of the file that names it; to the working directory where no file does.
std::string absolute_path(const std::string& path, const Place& place);

}  // namespace ganzoo::experiment
