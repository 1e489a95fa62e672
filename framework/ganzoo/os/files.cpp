#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ganzoo/os/files.hpp>
#include <ganzoo/os/process.hpp>

namespace ganzoo::os {
namespace {

using Parts = std::initializer_list<std::string_view>;

[[noreturn]] void fail(int reason) { throw std::system_error(reason, std::generic_category()); }

/// What the call returns, which is made again where a signal cut it short.
template <class Call>
auto tried(const Call& call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  if (result < 0) fail(errno);
  return result;
}

Descriptor open(const std::filesystem::path& path, int flags) {
  return Descriptor(tried([&] { return ::open(path.c_str(), flags | O_CLOEXEC, 0666); }));
}

/// A new file, whatever stood there before: nothing that a stranger has put there is written through.
Descriptor create(const std::filesystem::path& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail(errno);
  return open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW);
}

void write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = tried([&] { return ::write(file, bytes.data(), bytes.size()); });
    if (n == 0) fail(EIO);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

/// Fails unless the file holds these bytes from `offset` on.
void compare(int file, std::string_view bytes, off_t offset) {
  std::array<char, 1 << 16> there{};
  while (!bytes.empty()) {
    const std::size_t most = std::min(bytes.size(), there.size());
    const auto n = static_cast<std::size_t>(tried([&] { return ::pread(file, there.data(), most, offset); }));
    if (n == 0 || std::memcmp(there.data(), bytes.data(), n) != 0) fail(EIO);
    bytes.remove_prefix(n);
    offset += static_cast<off_t>(n);
  }
}

void sync(int file) {
  tried([&] { return ::fsync(file); });
}

void fill(Descriptor file, Parts parts) {
  for (const std::string_view part : parts) write_all(file.get(), part);
  sync(file.get());
  off_t offset = 0;
  for (const std::string_view part : parts) {
    compare(file.get(), part, offset);
    offset += static_cast<off_t>(part.size());
  }
  if (::close(file.release()) != 0 && errno != EINTR) fail(errno);  // closed it is, whatever the signal
}

/// Some file systems cannot sync a folder, and say so.
void sync_folder_of(const std::filesystem::path& file) try {
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  sync(open(folder, O_RDONLY | O_DIRECTORY).get());
} catch (const std::system_error& error) {
  if (error.code().value() != EINVAL && error.code().value() != ENOTSUP) throw;
}

}  // namespace

std::string read_whole(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error))
    throw Error(Exit::environment, fmt::format("{}: cannot be read: it is a folder", file.string()));
  try {
    const Descriptor in = open(file, O_RDONLY);
    std::string bytes;
    std::array<char, 1 << 16> part{};
    while (const ssize_t n = tried([&] { return ::read(in.get(), part.data(), part.size()); }))
      bytes.append(part.data(), static_cast<std::size_t>(n));
    return bytes;
  } catch (const std::system_error& failure) {
    throw Error(Exit::environment, fmt::format("{}: cannot be read: {}", file.string(), failure.code().message()));
  }
}

WriteError::WriteError(const std::filesystem::path& file, const std::error_code& reason)
    : Error(Exit::environment, fmt::format("{}: cannot be written: {}", file.string(), reason.message())),
      reason_(reason) {}

void write_whole(const std::filesystem::path& file, Parts parts, std::string_view suffix, const Fence& fence) {
  auto temporary = file;
  temporary += suffix;
  try {
    fill(create(temporary), parts);
    if (fence) fence();
    tried([&] { return ::rename(temporary.c_str(), file.c_str()); });
    sync_folder_of(file);
  } catch (const std::system_error& error) {
    ::unlink(temporary.c_str());
    throw WriteError(file, error.code());
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
}

void write_whole(const std::filesystem::path& file, std::string_view bytes) { write_whole(file, {bytes}); }

}  // namespace ganzoo::os
