/// The folder of a run: made, locked, and left as it was where it cannot be used.
#pragma once

#include <filesystem>
#include <ganzoo/core/api.hpp>
#include <ganzoo/experiment/lock.hpp>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::experiment {

class GANZOO_API RunFolder {
 public:
  /// Makes and locks it, waiting out whoever only looks. Throws ganzoo::Error: locked, or environment; what was made
  /// until then is removed.
  explicit RunFolder(const std::filesystem::path& folder);

  /// Writes experiment.toml, whole or not at all.
  void keep(const std::string& experiment);

 private:
  void undo();

  std::filesystem::path folder_;
  std::vector<std::filesystem::path> made_;  ///< outermost first
  std::optional<FolderLock> lock_;
};

/// Throws ganzoo::Error (environment).
GANZOO_API std::string text_of_file(const std::filesystem::path& file);

}  // namespace ganzoo::experiment
