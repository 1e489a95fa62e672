/// Owns a POSIX file descriptor; system errors become std::system_error.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace ganzoo::log {

[[noreturn]] inline void throw_errno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags) : value_(::open(path.c_str(), flags | O_CLOEXEC)) {
    if (value_ < 0) throw_errno("open");
  }
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }

  int get() const { return value_; }
  void sync() const {
    if (::fsync(value_) != 0) throw_errno("fsync");
  }
  void close() {
    if (::close(std::exchange(value_, -1)) != 0) throw_errno("close");
  }

 private:
  int value_;
};

}  // namespace ganzoo::log
