/// Where the time of a run goes: with GANZOO_PROFILE=1 scopes are timed and told as a table, without they cost a branch.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace ganzoo::profile {

/// True where a profile is wanted: the environment asked for one when the program began, or want() was called.
GANZOO_API extern bool wanted;
/// To be called before anything is planned: layers are timed where one is wanted when they are.
GANZOO_API void want();

/// What trains: `table` counts calls and time by the calls of this scope.
inline constexpr const char* step = "training step";

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
/// All scopes so far, nested, with their calls and milliseconds a step and their share of the whole; "" where no step was
/// timed.
GANZOO_API std::string table();

struct Part {
  std::string name;
  double seconds = 0;
};
/// The outermost scopes so far, or those directly inside of the outermost one `of`, in the order of their first calls.
GANZOO_API std::vector<Part> parts(std::string_view of = {});

}  // namespace ganzoo::profile
