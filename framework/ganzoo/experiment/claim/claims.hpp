/// Who trains which cell, told in the run's own folder: for workers on several machines, on storage that may know no
/// locks.
///
/// A claim is a folder <run>/.claims/<cell> that holds a file `owner`. It is made elsewhere and renamed into place, which
/// only one can do while the name is taken, on NFS, Lustre and GPFS, too: a folder that is not empty is never replaced.
/// Its holder touches the file now and then (the time is the file server's). Not touched for its lease, it is taken away
/// by renaming it to .dead-<token of what was seen>: no two take away the same claim, and nobody takes away another one
/// than the one that was seen.
#pragma once

#include <chrono>
#include <filesystem>
#include <ganzoo/os/process.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// Who holds a claim, as its file tells.
struct Holder {
  std::string token;  ///< of this claim alone
  std::string host;
  std::int64_t process = 0;
  std::string task;     ///< "4711_3", of a scheduler; empty: started by hand
  double lease = 60.0;  ///< seconds without a sign of life after which the claim is lost

  /// "task 4711_3 on n17", "process 80 on n17".
  std::string text() const;
};

/// One cell's, held by this process.
class Claim {
 public:
  Claim(Claim&&) = default;
  Claim& operator=(Claim&&) = default;
  ~Claim();

  /// A sign of life, where one is due. Never throws, never waits for more than the file server.
  void beat();
  /// Whether it is still this process's. Throws ganzoo::Error (environment) where that cannot be told.
  bool is_held() const;
  /// Gives it back; false where it was another's by then. What goes out of scope is given back, too.
  bool release();

  const std::filesystem::path& path() const { return path_; }
  const std::string& token() const { return token_; }

 private:
  friend class Claims;
  Claim(std::filesystem::path path, std::string token, os::Descriptor owner, double lease);

  std::filesystem::path path_;
  std::string token_;
  os::Descriptor owner_;  ///< the file, wherever its folder is moved
  double lease_, beaten_at_;
  bool was_late_ = false;  ///< so late that somebody may have taken it for lost
};

/// The claims of one run's folder. Throws ganzoo::Error (environment) where they cannot be written.
class Claims {
 public:
  /// `me`: all but the token.
  Claims(const std::filesystem::path& run, Holder me);
  ~Claims();
  Claims(const Claims&) = delete;
  Claims& operator=(const Claims&) = delete;

  /// Nothing where somebody has it, dead or alive.
  std::optional<Claim> take(const std::string& cell);
  /// Takes it away from a holder that gave no sign of life for its lease, and tells who that was.
  std::optional<Holder> expire(const std::string& cell);
  /// What is claimed; a moment later others may be.
  std::set<std::string> taken() const;

 private:
  void prepare();

  std::filesystem::path folder_, clock_;
  Holder me_;
  os::Descriptor owner_;  ///< of the claim that is ready to be put in place
};

/// True where the claim at `path` is that of `token`; else another's, or gone. Throws ganzoo::Error (environment) where that
/// cannot be told.
bool is_held_by(const std::filesystem::path& path, const std::string& token);

/// A claim as somebody else sees it.
struct SeenClaim {
  std::string cell;
  Holder holder;
  double age = 0;  ///< seconds since the last sign of life

  bool is_lost() const { return age > holder.lease; }
};

/// All of a run's folder; none where it has none. Of a folder that cannot be written the ages are by this machine's clock.
std::vector<SeenClaim> claims_in(const std::filesystem::path& run);

/// Throws ganzoo::Error (locked) where somebody at work in the run's folder holds a claim.
void require_unclaimed(const std::filesystem::path& run);

}  // namespace ganzoo::experiment
