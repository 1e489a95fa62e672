/// A game that is played on from here on a copy: everything that moves is kept, and put back at the end of the scope.
#pragma once

#include <ganzoo/core/archive.hpp>
#include <ganzoo/train/game.hpp>

#include <vector>

namespace ganzoo {

class OnCopy {
 public:
  explicit OnCopy(Game&);
  ~OnCopy();
  OnCopy(const OnCopy&) = delete;
  OnCopy& operator=(const OnCopy&) = delete;

  /// New weights for the critic, and its optimizer as it was at `beginning`.
  void renew_critic(const Saved& beginning);
  /// So many updates of one player, at the rates of the run's beginning; throws Diverged as training does.
  void move_critic(std::int64_t updates);
  void move_generator(std::int64_t updates);

 private:
  Game& game_;
  Saved saved_;
  std::vector<std::vector<float>> weights_;
};

}  // namespace ganzoo
