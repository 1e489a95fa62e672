#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/lock.hpp>
#include <thread>

namespace ganzoo::experiment {

namespace {

constexpr std::chrono::milliseconds between_tries{10};

std::string this_process() {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  return fmt::format("process {} on {}", getpid(), host);
}

/// What the holder wrote about itself.
std::string holder(int file) {
  char text[300] = "";
  const ssize_t n = pread(file, text, sizeof text - 1, 0);
  std::string who(text, n > 0 ? static_cast<std::size_t>(n) : 0);
  if (who.empty()) who = "another process";
  return who;
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder, std::chrono::milliseconds patience)
    : file_(::open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666)) {
  if (!file_.open())
    throw Error(Exit::environment, fmt::format("{}: cannot be written: {}", folder.string(), std::strerror(errno)));
  const auto until = std::chrono::steady_clock::now() + patience;
  while (flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR)
      throw Error(Exit::environment, fmt::format("{}: cannot be locked: {}", folder.string(), std::strerror(errno)));
    if (std::chrono::steady_clock::now() >= until)
      throw Error(Exit::locked, fmt::format("{}: locked by {}", folder.string(), holder(file_.get())),
                  "wait for it to end, or give another folder with --out");
    std::this_thread::sleep_for(between_tries);
  }
  // Who holds it is a courtesy to the next one; a full disk must not prevent the lock.
  const std::string who = this_process();
  if (ftruncate(file_.get(), 0) == 0) [[maybe_unused]]
    const ssize_t n = pwrite(file_.get(), who.data(), who.size(), 0);
}

}  // namespace ganzoo::experiment
