/// The ways in which a module can go wrong while it runs, one function each.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cfenv>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <vector>

namespace ways {

inline void abort_() { std::abort(); }
inline void kill_itself() { raise(SIGKILL); }
inline void stop_itself() { raise(SIGSTOP); }
inline void ring_the_alarm() { raise(SIGALRM); }
inline void exit_with_3() { std::_Exit(3); }
inline void hang() {
  for (;;) pause();
}
inline void throw_words() { throw "no luck today"; }
inline void throw_exception() { throw std::range_error("no luck at step 100"); }

inline volatile bool endless = true;  // always, but the compiler does not know

/// Deeper than any stack.
inline int recurse(int depth = 0) {
  volatile char frame[4096];
  frame[0] = static_cast<char>(depth);
  return endless ? recurse(depth + 1) + frame[0] : depth;
}
inline void fall_down() { recurse(); }

inline void divide_by_zero() {
  volatile int nothing = 0;
  nothing = 1 / nothing;
  raise(SIGFPE);  // where integers divide quietly
}
inline void illegal_instruction() { __builtin_trap(); }
inline void bus_error() { raise(SIGBUS); }

/// A hundred gigabytes, used.
inline void hoard() {
  std::vector<char> all(std::size_t{100} << 30, 1);
  volatile char keep = all.back();
  (void)keep;
}

inline void close_descriptors() {
  for (int number = 0; number < 256; ++number) close(number);
}
inline void babble() {
  for (int number = 1; number < 16; ++number) [[maybe_unused]]
    const ssize_t n = write(number, "{\"do\":\"done\",\n\xff]\n", 17);
}
inline void round_down() { std::fesetround(FE_DOWNWARD); }
inline void wander_off() { [[maybe_unused]] const int n = chdir("/"); }

/// Children that sleep on; where GANZOO_TEST_CHILDREN names a file, their numbers go there.
inline void fork_children() {
  const char* file = std::getenv("GANZOO_TEST_CHILDREN");
  for (int i = 0; i < 5; ++i) {
    const pid_t child = fork();
    if (child == 0) hang();
    const int list = file ? open(file, O_WRONLY | O_CREAT | O_APPEND, 0644) : -1;
    if (list >= 0) {
      dprintf(list, "%d\n", static_cast<int>(child));
      close(list);
    }
  }
}
inline void fork_and_crash() {
  fork_children();
  raise(SIGSEGV);
}

inline void crash_in_a_thread() {
  std::thread([] { raise(SIGSEGV); }).detach();
  hang();
}

}  // namespace ways
