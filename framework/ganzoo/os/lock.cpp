#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ganzoo/core/error.hpp>
#include <ganzoo/os/host.hpp>
#include <ganzoo/os/lock.hpp>
#include <thread>

namespace ganzoo::os {

namespace {

constexpr std::chrono::milliseconds between_tries{10};

std::string this_process() { return fmt::format("process {} on {}", getpid(), host_name()); }

/// What the holder wrote about itself.
std::string holder(int file) {
  char text[300] = "";
  const ssize_t n = pread(file, text, sizeof text - 1, 0);
  std::string who(text, n > 0 ? static_cast<std::size_t>(n) : 0);
  if (who.empty()) who = "another process";
  return who;
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder, std::chrono::milliseconds patience, const Holding& how)
    : file_(::open((folder / how.file).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666)) {
  if (!file_.open())
    throw Error(Exit::environment, fmt::format("{}: cannot be written: {}", folder.string(), std::strerror(errno)));
  const auto until = std::chrono::steady_clock::now() + patience;
  while (flock(file_.get(), (how.shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR)
      throw Error(Exit::environment, fmt::format("{}: cannot be locked: {}", folder.string(), std::strerror(errno)));
    if (std::chrono::steady_clock::now() >= until)
      throw Error(Exit::locked, fmt::format("{}: locked by {}", folder.string(), holder(file_.get())),
                  "wait for it to end, or give another folder with --out");
    std::this_thread::sleep_for(between_tries);
  }
  // Who holds it is a courtesy to the next one; a full disk must not prevent the lock.
  const std::string who = how.who.empty() ? this_process() : how.who;
  if (ftruncate(file_.get(), 0) == 0) [[maybe_unused]]
    const ssize_t n = pwrite(file_.get(), who.data(), who.size(), 0);
}

std::vector<std::string> held_locks(const std::filesystem::path& folder) {
  std::vector<std::string> held;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(".lock")) continue;
    const Descriptor file(::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (file.open() && flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) held.push_back(name);
  }
  return held;
}

}  // namespace ganzoo::os
