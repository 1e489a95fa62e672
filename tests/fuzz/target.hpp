/// A parser that takes bytes of anyone: what it is given to begin with, and what must hold whatever it is given.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <ganzoo/core/error.hpp>
#include <string>
#include <vector>

namespace fuzz {

struct Target {
  const char* name;
  std::vector<std::string> seeds;
  /// Parses; ganzoo::Error is an answer, anything else that it throws a finding.
  void (*parse)(const std::string& bytes);
};

inline std::vector<Target>& targets() {
  static std::vector<Target> all;
  return all;
}

struct Registered {
  explicit Registered(Target target) { targets().push_back(std::move(target)); }
};

inline void run(const Target& target, const std::string& bytes) {
  try {
    target.parse(bytes);
  } catch (const ganzoo::Error&) {
  }
}

/// Ends the process: what should hold does not.
inline void require(bool holds) {
  if (!holds) __builtin_trap();
}

/// Bytes as a file that can be opened by its path.
class File {
 public:
  explicit File(const std::string& bytes) : descriptor_(memfd_create("fuzz", MFD_CLOEXEC)) {
    require(::write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { ::close(descriptor_); }
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

}  // namespace fuzz
