#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <ganzoo/config/json.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/claim/claims.hpp>
#include <ganzoo/os/host.hpp>
#include <random>

namespace ganzoo::experiment {
namespace {

namespace fs = std::filesystem;

constexpr const char* folder_name = ".claims";
/// A holder gives so many signs of life in its lease.
constexpr double beats_in_a_lease = 6;
/// What was taken away, or never put in place, is kept so long: somebody may still be about to take away what he has seen.
constexpr double keep_seconds = 24 * 3600;

[[noreturn]] void refuse(const fs::path& path, const char* what) {
  throw Error(Exit::environment, fmt::format("{}: {}: {}", path.string(), what, std::strerror(errno)));
}

std::string new_token() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

double seconds_of(const timespec& time) {
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Goes on while the machine sleeps.
double own_clock() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return seconds_of(now);
}

/// Opened anew: what is read then is the file server's, and no cache's.
struct Opened {
  std::string text;
  double touched = 0;
  int reason = 0;  ///< why it could not be opened; 0 where it could
};

Opened open_owner(const fs::path& claim) {
  const os::Descriptor file(::open((claim / "owner").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.open()) return {.text = {}, .touched = 0, .reason = errno};
  char text[1024];
  const ssize_t n = ::pread(file.get(), text, sizeof text, 0);
  struct stat status {};
  if (n < 0 || ::fstat(file.get(), &status) != 0) return {.text = {}, .touched = 0, .reason = errno};
  return {.text = std::string(text, static_cast<std::size_t>(n)), .touched = seconds_of(status.st_mtim), .reason = 0};
}

/// Removed, or replaced, while it was opened.
bool is_gone(int reason) { return reason == ENOENT || reason == ENOTDIR || reason == ESTALE; }

template <class T>
T value_of(const Table& table, const char* key, T otherwise) {
  const Value* value = table.find(key);
  const T* held = value ? value->get_if<T>() : nullptr;
  return held ? *held : otherwise;
}

Holder holder_from(const std::string& text) try {
  const Table table = config::from_json(text);
  const Value* lease = table.find("lease");
  return {.token = value_of<std::string>(table, "token", ""),
          .host = value_of<std::string>(table, "host", ""),
          .process = value_of<std::int64_t>(table, "process", 0),
          .task = value_of<std::string>(table, "task", ""),
          .lease = lease && lease->is_number() ? lease->number() : Holder{}.lease};
} catch (const Error&) {
  return {};  // torn by a crash of the file server
}

std::string to_text(const Holder& holder) {
  Table table;
  table.set("token", holder.token);
  table.set("host", holder.host);
  table.set("process", holder.process);
  table.set("task", holder.task);
  table.set("lease", holder.lease);
  return config::to_json(table) + "\n";
}

/// The file server's time: that of a file that was touched this moment. Nothing where none can be.
std::optional<double> server_time(const fs::path& clock) {
  const os::Descriptor file(::open(clock.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
  struct stat status {};
  if (!file.open() || ::futimens(file.get(), nullptr) != 0 || ::fstat(file.get(), &status) != 0) return std::nullopt;
  return seconds_of(status.st_mtim);
}

/// What this process touches to learn the time.
fs::path clock_in(const fs::path& folder) { return folder / (".now-" + os::host_and_process()); }

/// Of a claim without a readable owner: a name that is its own, too.
std::string mark_of(const fs::path& claim, const Holder& holder) {
  if (!holder.token.empty() && holder.token.find('/') == std::string::npos) return holder.token;
  struct stat status {};
  return ::stat(claim.c_str(), &status) == 0 ? fmt::format("unread-{}-{}", status.st_ino, status.st_ctim.tv_nsec) : "";
}

fs::path dead(const fs::path& folder, const std::string& mark) { return folder / (".dead-" + mark); }

void remove_claim(const fs::path& claim) {
  ::unlink((claim / "owner").c_str());
  ::rmdir(claim.c_str());
}

/// What processes that are long gone have left.
void sweep(const fs::path& folder, double now) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    struct stat status {};
    const bool is_ours = name.starts_with(".dead-") || name.starts_with(".new-") || name.starts_with(".now-");
    if (!is_ours || ::lstat(entry.path().c_str(), &status) != 0 || now - seconds_of(status.st_ctim) < keep_seconds)
      continue;
    S_ISDIR(status.st_mode) ? remove_claim(entry.path()) : (void)::unlink(entry.path().c_str());
  }
}

}  // namespace

std::string Holder::text() const {
  return task.empty() ? fmt::format("process {} on {}", process, host) : fmt::format("task {} on {}", task, host);
}

bool is_held_by(const fs::path& path, const std::string& token) {
  for (int tries = 3;; --tries) {
    const Opened owner = open_owner(path);
    if (owner.reason == 0) return holder_from(owner.text).token == token;
    if (owner.reason == ENOENT || owner.reason == ENOTDIR) return false;
    errno = owner.reason;
    if (owner.reason != ESTALE || tries == 0) refuse(path, "cannot be read");
  }
}

// ---- one claim ------------------------------------------------------------------------------------------------------

Claim::Claim(fs::path path, std::string token, os::Descriptor owner, double lease)
    : path_(std::move(path)),
      token_(std::move(token)),
      owner_(std::move(owner)),
      lease_(lease),
      beaten_at_(own_clock()) {}

Claim::~Claim() try { release(); } catch (const Error&) {
}

void Claim::beat() {
  const double now = own_clock();
  if (now - beaten_at_ < lease_ / beats_in_a_lease) return;
  if (::futimens(owner_.get(), nullptr) != 0) return;
  was_late_ = was_late_ || now - beaten_at_ > lease_ / 2;
  beaten_at_ = now;
}

bool Claim::is_held() const { return is_held_by(path_, token_); }

bool Claim::release() {
  if (!owner_.open()) return false;
  const bool seen_late = was_late_ || own_clock() - beaten_at_ > lease_ / 2;
  owner_.reset();
  const fs::path away = dead(path_.parent_path(), token_);
  if (!is_held() || ::rename(path_.c_str(), away.c_str()) != 0) return false;
  if (!seen_late) remove_claim(away);
  return true;
}

// ---- all of a run ---------------------------------------------------------------------------------------------------

Claims::Claims(const fs::path& run, Holder me)
    : folder_(fs::absolute(run) / folder_name), clock_(clock_in(folder_)), me_(std::move(me)) {
  std::error_code error;
  fs::create_directories(folder_, error);
  const std::optional<double> now = server_time(clock_);
  if (!now) refuse(folder_, "cannot be written");
  sweep(folder_, *now);
}

Claims::~Claims() {
  ::unlink(clock_.c_str());
  if (owner_.open()) remove_claim(folder_ / (".new-" + me_.token));
}

/// A claim, complete, that wants only its name.
void Claims::prepare() {
  me_.token = new_token();
  const fs::path fresh = folder_ / (".new-" + me_.token);
  if (::mkdir(fresh.c_str(), 0777) != 0) refuse(fresh, "cannot be made");
  owner_ = os::Descriptor(::open((fresh / "owner").c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  const std::string text = to_text(me_);
  if (!owner_.open() || ::write(owner_.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
      ::fsync(owner_.get()) != 0) {
    const int reason = errno;
    owner_.reset();
    remove_claim(fresh);
    errno = reason;
    refuse(fresh, "cannot be written");
  }
}

std::optional<Claim> Claims::take(const std::string& cell) {
  if (!owner_.open()) prepare();
  if (::futimens(owner_.get(), nullptr) != 0) refuse(folder_, "cannot be written");
  const fs::path claim = folder_ / cell, fresh = folder_ / (".new-" + me_.token);
  const bool renamed = ::rename(fresh.c_str(), claim.c_str()) == 0;
  const int reason = errno;
  // A server's answer may have been lost, and the call made twice: who has it stands in the claim.
  if (is_held_by(claim, me_.token)) return Claim(claim, me_.token, std::move(owner_), me_.lease);
  if (!renamed && reason != ENOTEMPTY && reason != EEXIST) {
    owner_.reset();
    remove_claim(fresh);
    errno = reason;
    if (!is_gone(reason)) refuse(claim, "cannot be claimed");
  }
  if (renamed) owner_.reset();
  return std::nullopt;
}

std::optional<Holder> Claims::expire(const std::string& cell) {
  const fs::path claim = folder_ / cell;
  const Opened owner = open_owner(claim);
  if (owner.reason != 0) return std::nullopt;
  const Holder holder = holder_from(owner.text);
  const std::optional<double> now = server_time(clock_);
  if (!now || *now - owner.touched <= holder.lease) return std::nullopt;
  const std::string mark = mark_of(claim, holder);
  if (mark.empty() || ::rename(claim.c_str(), dead(folder_, mark).c_str()) != 0) return std::nullopt;
  return holder;
}

std::set<std::string> Claims::taken() const {
  std::set<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    std::string name = entry.path().filename().string();
    if (!name.starts_with('.')) names.insert(std::move(name));
  }
  if (error) throw Error(Exit::environment, fmt::format("{}: {}", folder_.string(), error.message()));
  return names;
}

std::vector<SeenClaim> claims_in(const fs::path& run) {
  std::vector<SeenClaim> all;
  const fs::path folder = run / folder_name;
  std::error_code error;
  if (!fs::is_directory(folder, error)) return all;
  const fs::path clock = clock_in(folder);
  timespec local{};
  clock_gettime(CLOCK_REALTIME, &local);
  const double now = server_time(clock).value_or(seconds_of(local));
  ::unlink(clock.c_str());
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string cell = entry.path().filename().string();
    const Opened owner =
        cell.starts_with('.') ? Opened{.text = {}, .touched = 0, .reason = ENOENT} : open_owner(entry.path());
    if (owner.reason == 0) all.push_back({cell, holder_from(owner.text), std::max(0.0, now - owner.touched)});
  }
  std::ranges::sort(all, {}, &SeenClaim::cell);
  return all;
}

void require_unclaimed(const fs::path& run) {
  for (const SeenClaim& claim : claims_in(run))
    if (!claim.is_lost())
      throw Error(Exit::locked,
                  fmt::format("{}: {} is being trained by {}", run.string(), claim.cell, claim.holder.text()),
                  "wait for it to end, or give another folder with --out");
}

}  // namespace ganzoo::experiment
