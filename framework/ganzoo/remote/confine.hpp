/// What a child may do: the limits of each question, and the cage of one that reads foreign files.
#pragma once

#include <chrono>
#include <cstdint>
#include <ganzoo/remote/fields.hpp>

namespace ganzoo::remote {

/// What a child is for, and so what it may do.
enum class Role : std::uint8_t {
  reads,  ///< opens files for reading: no other file, process, socket or code, enforced by the kernel
  hosts,  ///< loads components, whose code may do what it likes but outlive its parent
};

/// Of one question.
struct Limits {
  std::uint64_t patience = 60'000;                 ///< milliseconds until the answer
  std::uint64_t seconds = 20;                      ///< of computing
  std::uint64_t memory = 0;                        ///< address space, in bytes; 0: the machine's
  std::uint64_t answer = std::uint64_t{16} << 20;  ///< bytes

  static constexpr auto fields = std::tuple{field("patience", &Limits::patience), field("seconds", &Limits::seconds),
                                            field("memory", &Limits::memory), field("answer", &Limits::answer)};
};

/// For work that takes as long as it takes.
inline constexpr std::uint64_t no_end = 1'000'000'000;

/// Once, before the first question.
void confine(Role role);

/// From now on: so much more computing, so much memory.
void limit(const Limits& limits);

}  // namespace ganzoo::remote
