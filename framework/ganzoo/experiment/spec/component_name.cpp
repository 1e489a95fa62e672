#include <filesystem>
#include <ganzoo/experiment/spec/component_name.hpp>

namespace ganzoo::experiment {

std::string absolute_path(const std::string& path, const Place& place) {
  namespace fs = std::filesystem;
  const fs::path folder = place.line > 0 ? fs::path(place.file).parent_path() : fs::path();
  return fs::absolute(folder / path).lexically_normal().string();
}

bool is_file_name(const std::string& name) { return name.find('/') != std::string::npos || name.ends_with(".so"); }

std::string component_name(const Value& name) {
  const std::string& text = name.get<std::string>();
  return is_file_name(text) ? absolute_path(text, name.place) : text;
}

}  // namespace ganzoo::experiment
