#include <dlfcn.h>

#include <cstdlib>
#include <ganzoo/core/cpu_level.hpp>
#include <ganzoo/plugin/folders.hpp>
#include <sstream>
#include <string>

namespace ganzoo {

namespace fs = std::filesystem;

fs::path own_folder() {
  Dl_info library{};
  const auto function_of_it = static_cast<int (*)()>(&cpu_level);
  if (!dladdr(reinterpret_cast<const void*>(function_of_it), &library) || !library.dli_fname) return {};
  std::error_code error;
  return fs::canonical(library.dli_fname, error).parent_path() / "ganzoo";
}

std::vector<fs::path> environment_folders() {
  std::vector<fs::path> folders;
  const char* variable = std::getenv("GANZOO_PLUGIN_PATH");
  std::istringstream in(variable ? variable : "");
  for (std::string folder; std::getline(in, folder, ':');) {
    if (!folder.empty()) folders.emplace_back(folder);
  }
  return folders;
}

fs::path build_folder() {
  const std::vector<fs::path> named = environment_folders();
  return named.empty() ? own_folder() / "built" : named.front();
}

}  // namespace ganzoo
