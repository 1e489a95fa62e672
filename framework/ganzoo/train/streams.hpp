/// Every random number of a run by what it is for: the seed, the purpose, the update, and who draws. Nothing hangs on what
/// was drawn before, so there is nothing to save.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ganzoo/core/rng.hpp>

namespace ganzoo {

/// Where within an update a regularizer draws.
enum class Hook : int { critic_batch, generator_batch, inputs };

struct Streams {
  std::uint64_t seed = 0;

  Rng of(Purpose purpose, std::int64_t update) const { return Rng(seed, purpose, static_cast<std::uint64_t>(update)); }
  Rng of_regularizer(std::size_t index, Hook hook, std::int64_t update) const {
    constexpr std::uint64_t hooks = 3;
    return of(Purpose::regularizer, update).child(index * hooks + static_cast<std::uint64_t>(hook));
  }
};

}  // namespace ganzoo
