/// The processes of one run between two steps: whether they go on, and whether they still hold the same weights. Alone,
/// a run asks nobody.
#pragma once

#include <cstdint>
#include <ganzoo/core/link.hpp>
#include <ganzoo/train/trainer.hpp>
#include <string>

namespace ganzoo::experiment {

class Peers {
 public:
  explicit Peers(ProcessLink* link = process_link()) : link_(link) {}

  bool alone() const { return link_ == nullptr; }
  /// Whether this process logs, evaluates and commits; the others only compute.
  bool lead() const { return alone() || link_->rank() == 0; }

  /// What one tells the others.
  struct Word {
    std::int64_t stop = 0;     ///< a signal's number
    std::int64_t compare = 0;  ///< the weights, before they are committed; as the leader says
    std::int64_t leave = 0;    ///< the leader is on its way out; as the leader says
  };
  /// What all have agreed in: the largest signal, and the leader's word of the rest.
  Word agree(const Word& mine) const;

  /// Throws ganzoo::Error (cells_failed), everywhere, where another process holds other weights than the first.
  void require_same_weights(Trainer& trainer) const;
  /// Throws ganzoo::Error (cells_failed), everywhere, where `text` is another one on another process. `what`: of what.
  void require_same(const std::string& what, const std::string& text) const;

 private:
  void require_same(std::uint32_t checksum, const std::string& has) const;

  ProcessLink* link_;
};

}  // namespace ganzoo::experiment
