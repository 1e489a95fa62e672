/// Deals the batch of an update onto the board, and counts the real samples seen.
#pragma once

#include <cstdint>
#include <ganzoo/train/batches.hpp>
#include <ganzoo/train/board.hpp>
#include <ganzoo/train/noise.hpp>
#include <ganzoo/train/streams.hpp>

namespace ganzoo {

class Dealer {
 public:
  Dealer(const Data&, Noise, Board&, Streams);

  /// Critic update number `update`: real samples in the upper half, noise for the fakes.
  void deal_critic(std::int64_t update);
  /// The generator's: noise, and real samples of its own where its objective looks at them.
  void deal_generator(std::int64_t update, bool with_reals);

  std::int64_t real_seen = 0;  ///< by both players

 private:
  void draw(Batches&, std::int64_t update);
  void label(Batches&, std::int64_t update);

  Noise noise_;
  Board& board_;
  Streams streams_;
  Batches critic_, generators_;
};

}  // namespace ganzoo
