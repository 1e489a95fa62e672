/// What `ganzoo check` finds: every law of a component's kind, tried in a process of its own.
#pragma once

#include <functional>
#include <ganzoo/plugin/law.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

struct Verdict {
  std::string law;
  std::string meaning;         ///< of a failure
  std::string sees;            ///< the smallest fault that the law can see
  std::string counterexample;  ///< empty where the law holds
};

struct Examination {
  Kind kind;
  std::string name, file{};
  std::vector<Verdict> verdicts{};
  std::vector<std::string> notes{};
  std::string unexamined{};  ///< why it could not be made with its defaults (a file it needs): no law was tried

  std::size_t failures() const;
};

/// The laws of a kind.
const std::vector<laws::Law>& laws_of(Kind kind);

/// Examines each in turn, at these parameters and others of what they leave open, in a process of its own, and tells of
/// each as it is done. A component that cannot be loaded, crashes, exits, computes for more than 60 s over one law or
/// takes more than 180 s fails the law `survives`; one that does something else in a fresh process, or after other calls,
/// the law `process_state`. Throws ganzoo::Error where it refuses the parameters.
void examine(const std::vector<std::pair<Kind, std::string>>& components, const Table& parameters,
             const std::function<void(const Examination&)>& tell);

}  // namespace ganzoo::experiment
