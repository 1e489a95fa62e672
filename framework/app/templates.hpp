/// What `ganzoo new` writes: the files of templates/, by their names.
#pragma once

#include <map>
#include <string>

namespace ganzoo::app {

/// "divergence" … "metric", and "formula". Template, template_name, … stand where the component's own are put.
extern const std::map<std::string, std::string> templates;

}  // namespace ganzoo::app
