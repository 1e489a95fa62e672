/// Child processes of this program: each in its own process group, each dying with its parent.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ganzoo::os {

/// Owns a file descriptor, always close-on-exec.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { reset(); }

  int get() const { return number_; }
  bool open() const { return number_ >= 0; }
  void reset();
  /// No longer owned.
  int release() { return std::exchange(number_, -1); }

 private:
  int number_ = -1;
};

/// Reading end, writing end. Throws ganzoo::Error (environment).
std::pair<Descriptor, Descriptor> make_pipe();
/// A file in memory that holds `text`, at its beginning: a child's stdin that never blocks the parent.
Descriptor memory_file(const std::string& text);

/// How a process ended.
struct Ending {
  bool signalled = false;
  int code = 0;  ///< the signal's number, or the exit code

  /// "killed by signal 11 (Segmentation fault)", "exited with code 3".
  std::string text() const;
};

/// What a child gets instead of the parent's descriptors; nothing else is inherited. −1: /dev/null.
struct Wiring {
  int input = -1, output = -1, error = -1;
  std::vector<std::pair<int, int>> more;  ///< the parent's descriptor → its number in the child, from 3 on
};

/// A running copy of this program. Only from the main thread: a child dies with the thread that started it.
class Child {
 public:
  Child() = default;  ///< no process
  /// `/proc/self/exe VERB --parent PID arguments…`. Throws ganzoo::Error (environment).
  static Child start(const std::string& verb, std::vector<std::string> arguments, const Wiring& wiring);
  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;
  /// Kills the whole process group where it still runs.
  ~Child();

  pid_t pid() const { return pid_; }
  /// How it ended, once it has; never waits.
  std::optional<Ending> ended();
  /// Waits at most so long.
  std::optional<Ending> wait(std::chrono::milliseconds patience);
  /// To the process itself.
  void signal(int number) const;
  /// To it and to what it has forked.
  void signal_group(int number) const;
  /// Kills the process group and waits for its end.
  Ending kill();

 private:
  explicit Child(pid_t pid) : pid_(pid) {}

  pid_t pid_ = -1;
  std::optional<Ending> ending_;
};

/// Whether these are the words that Child::start gives.
bool is_child(int argc, char** argv);

/// The child's side, first in its verb: SIGKILL when the parent ends; ends at once where it has ended already.
void die_with(pid_t parent);

/// Neither cores nor more address space than this machine's memory: for a child that runs foreign code.
void limit_resources();

}  // namespace ganzoo::os
