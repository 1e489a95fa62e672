/// Chance that repeats itself.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ganzoo/core/rng.hpp>
#include <span>

/// Whole numbers, the same ones for the same number of a run.
class Dice {
 public:
  explicit Dice(std::uint64_t run) : rng_(run, ganzoo::Purpose::sample) {}
  std::size_t below(std::size_t n) {
    float x = 0;
    rng_.fill_uniform(std::span(&x, 1), 0, 1, next_++);
    return std::min(n - 1, static_cast<std::size_t>(x * static_cast<float>(n)));
  }

 private:
  ganzoo::Rng rng_;
  std::uint64_t next_ = 0;
};
