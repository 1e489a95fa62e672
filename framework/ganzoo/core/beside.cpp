#include <fmt/format.h>

#include <ganzoo/core/beside.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <vector>

namespace ganzoo {

std::string hint_beside(const std::filesystem::path& missing) {
  namespace fs = std::filesystem;
  const fs::path path = missing.has_filename() ? missing : missing.parent_path();
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    names.push_back(entry->path().filename().string());
  const std::string near = nearest(path.filename().string(), names);
  return near.empty() ? "" : fmt::format("did you mean {}?", on_one_line((path.parent_path() / near).string()));
}

}  // namespace ganzoo
