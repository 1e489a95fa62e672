#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/claim/claims.hpp>
#include <ganzoo/experiment/run/run_folder.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/os/host.hpp>

namespace ganzoo::experiment {

namespace fs = std::filesystem;

namespace {

/// A look at the folder (`ganzoo watch`) holds its lock for a moment.

std::vector<fs::path> missing(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code ignored;
  for (fs::path at = fs::absolute(folder).lexically_normal(); !fs::exists(at, ignored) && at.has_relative_path();
       at = at.parent_path())
    if (!at.filename().empty()) out.push_back(at);
  std::reverse(out.begin(), out.end());
  return out;
}

constexpr const char *lock_of_claims = ".lock-claims", *claimers = "a job's workers";

/// "0-of-4"
std::string name_of(const Shard& shard) { return fmt::format("{}-of-{}", shard.index, shard.count); }

}  // namespace

RunFolder::RunFolder(const fs::path& folder, const Shard& shard)
    : folder_(folder), made_(missing(folder)), shard_(shard) {
  try {
    fs::create_directories(folder_);
    lock();
  } catch (const fs::filesystem_error& error) {
    undo();
    throw Error(Exit::environment, fmt::format("{}: cannot be made: {}", folder_.string(), error.code().message()));
  } catch (const Error&) {
    undo();
    throw;
  }
}

void RunFolder::lock() {
  if (shard_.claims_cells) return share_with_claimers();
  if (shard_.count == 1)
    lock_.emplace(folder_, lock_patience);
  else
    share_with_shards();
  require_unclaimed(folder_);
}

/// Workers share a lock that shards look for, and look for theirs.
void RunFolder::share_with_claimers() {
  shard_lock_.emplace(folder_, lock_patience, os::Holding{.file = lock_of_claims, .shared = true, .who = claimers});
  lock_.emplace(folder_, lock_patience, os::Holding{.shared = true, .who = claimers});
  for (const std::string& held : os::held_locks(folder_))
    throw Error(Exit::locked, fmt::format("{}: locked by a run in shards ({})", folder_.string(), held),
                "wait for it to end, or give another folder with --out");
}

/// All shards share .lock, and each holds a lock of its own alone. Those of another count are looked for after that: of
/// two that start at once, one at least sees the other.
void RunFolder::share_with_shards() {
  lock_.emplace(folder_, lock_patience, os::Holding{.shared = true, .who = "a run in shards"});
  shard_lock_.emplace(folder_, lock_patience, os::Holding{.file = ".lock-" + name_of(shard_)});
  const os::FolderLock no_claimers(folder_, lock_patience, os::Holding{.file = lock_of_claims});
  for (const std::string& held : os::held_locks(folder_))
    if (held != lock_of_claims && !held.ends_with(fmt::format("-of-{}", shard_.count)))
      throw Error(Exit::locked,
                  fmt::format("{}: locked by a run in another number of shards ({})", folder_.string(), held),
                  "give all shards one N, or wait for those to end");
}

void RunFolder::keep(const std::string& experiment) try {
  const std::string own = shard_.is_whole() ? ""
                                            : "." + (shard_.claims_cells ? os::host_and_process()
                                                                         : name_of(shard_));  // no two write one file
  os::write_whole(folder_ / "experiment.toml", {experiment}, own + ".tmp");
} catch (const os::WriteError&) {
  undo();
  throw;
}

/// Takes away what this run made, and nothing that holds anything else: the locks of shards stay, others may wait for
/// them.
void RunFolder::undo() {
  std::error_code ignored;
  if (lock_ && !made_.empty() && shard_.is_whole()) fs::remove(folder_ / ".lock", ignored);
  shard_lock_.reset();
  lock_.reset();
  for (auto at = made_.rbegin(); at != made_.rend(); ++at) fs::remove(*at, ignored);
}

}  // namespace ganzoo::experiment
