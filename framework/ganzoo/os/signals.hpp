/// What people and schedulers ask of a running program by signals.
#pragma once

#include <csignal>

namespace ganzoo::os {

/// Catches SIGINT, SIGTERM, SIGHUP (unless nohup had it ignored), SIGTSTP and what schedulers warn by (SIGUSR1; SIGUSR2 and
/// SIGXCPU, unless they are ignored), as long as it lives. One inside of another adds nothing: what came since the outer one
/// began is not forgotten. What its own children send, a component's code among them, asks for nothing.
class Signals {
 public:
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  /// The first signal that asked for the end, or 0. SIGUSR1 is none.
  static int asked();
  /// Asked again, and meant so: by a person with a second SIGINT, or by any signal five seconds after the first. A
  /// scheduler signals every process of a job and a job script passes on what it gets: that is one request.
  static bool insisted();
  /// SIGUSR1 came: a scheduler's warning that the time is nearly up.
  static bool time_is_up();
  /// SIGTSTP came since the last call.
  static bool suspended();
  /// Stops this process as SIGTSTP does by default; returns when it is continued.
  static void suspend();

 private:
  struct Caught {
    int number;
    struct sigaction before;
  };
  Caught caught_[7]{{SIGINT, {}},  {SIGTERM, {}}, {SIGHUP, {}}, {SIGTSTP, {}},
                    {SIGUSR1, {}}, {SIGUSR2, {}}, {SIGXCPU, {}}};
};

}  // namespace ganzoo::os
