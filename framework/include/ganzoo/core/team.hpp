/// The seam for parallelism inside one run: members that compute parts of a batch and sum what they found.
///
/// One member by default, so every call is free. A run's bits may depend on size(), never on timing: sums are taken in
/// the members' order. Batches are split by rows, the flat gradient is reduced once an update.
#pragma once

#include <span>

namespace ganzoo {

class Team {
 public:
  Team() = default;
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;
  virtual ~Team() = default;

  /// This member's number, in [0, size()).
  virtual int rank() const { return 0; }
  virtual int size() const { return 1; }

  /// Every member's numbers become the sum over all members, in the order of ranks.
  virtual void all_reduce(std::span<float>) {}
  virtual void all_reduce(std::span<double>) {}

  /// Returns when every member has called it.
  virtual void barrier() {}
};

}  // namespace ganzoo
