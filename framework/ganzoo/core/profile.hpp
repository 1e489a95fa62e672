/// Where the time of a run goes: with GANZOO_PROFILE=1 scopes are timed and told as a table, without they cost a branch.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <string>

namespace ganzoo::profile {

/// True where the environment asked for a profile when the program began.
GANZOO_API extern const bool wanted;

struct Node;

/// Adds the time between its ends to its name inside the scopes around it, of this thread. Only the thread that has
/// called watch() is timed: what the others of a team do at the same time is not counted twice.
class GANZOO_API Scope {
 public:
  /// `name` lives as long as the program, or as the plan that says it.
  explicit Scope(const char* name) {
    if (wanted) enter(name);
  }
  ~Scope() {
    if (node_) leave();
  }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  void enter(const char* name);
  void leave();

  Node* node_ = nullptr;
  std::int64_t started_ = 0;
};

/// Times the calling thread from here on, if a profile is wanted.
GANZOO_API void watch();
/// All scopes so far, nested, with their calls and milliseconds a step and their share of the whole; "" where nothing was
/// timed. A step is one call of the first scope.
GANZOO_API std::string table();

}  // namespace ganzoo::profile
