/// The folder of a run: made, locked, and left as it was where it cannot be used.
#pragma once

#include <chrono>
#include <filesystem>
#include <ganzoo/os/lock.hpp>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// How long whoever only looks at a run may hold its lock.
inline constexpr std::chrono::milliseconds lock_patience{200};

/// One part of a run: of so many, or what it claims (cluster/claims.hpp) beside others like it.
struct Shard {
  int index = 0, count = 1;
  bool claims_cells = false;

  bool is_whole() const { return count == 1 && !claims_cells; }
};

class RunFolder {
 public:
  /// Makes and locks it, waiting out whoever only looks. Shards of one count may hold it at once, each of them once; a
  /// run that is not sharded holds it alone, also
  /// where others claim cells on another host. Throws ganzoo::Error: locked, or environment; what was made until then is
  /// removed.
  explicit RunFolder(const std::filesystem::path& folder, const Shard& shard = {});

  /// Writes experiment.toml, whole or not at all; of several shards the last one's stands.
  void keep(const std::string& experiment);

 private:
  void lock();
  void share_with_shards();
  void share_with_claimers();
  void undo();

  std::filesystem::path folder_;
  std::vector<std::filesystem::path> made_;  ///< outermost first
  Shard shard_;
  std::optional<os::FolderLock> lock_, shard_lock_;
};

}  // namespace ganzoo::experiment
