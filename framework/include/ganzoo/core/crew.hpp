/// The threads of one run: a team whose members share this process's memory.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <ganzoo/core/api.hpp>
#include <ganzoo/core/team.hpp>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace ganzoo {

/// Rows [first, first + count) of a batch.
struct Share {
  std::int64_t first = 0, count = 0;
};

/// The part of `all` rows that is member `rank`'s of `size`: contiguous, in the order of ranks, sizes one apart at most.
inline Share share_of(std::int64_t all, int rank, int size) {
  const std::int64_t first = all * rank / size;
  return {first, all * (rank + 1) / size - first};
}

/// Work is handed out in shares, one for each member, and awaited. Between two pieces of work a member spins for some
/// microseconds and then sleeps: a core that another process wants is given up. A share whose member does not come is
/// done by the caller: a crew without a free core is as fast as its caller alone.
class GANZOO_API Crew {
 public:
  explicit Crew(int size = 1);
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  int size() const { return static_cast<int>(members_.size()); }
  /// As that member sees the others; all_reduce and barrier are for work in which members meet.
  Team& member(int rank);

  /// work(rank) for every member, in ganzoo's floating-point mode; returns when all are done. Rethrows what the lowest
  /// rank threw. Allocates nothing. `meet`: members wait for one another inside, so that each needs its own thread.
  template <class Work>
  void run(const Work& work, bool meet = false) {
    if (size() == 1) return static_cast<void>(work(0));
    start([](const void* w, int rank) { (*static_cast<const Work*>(w))(rank); }, &work, meet);
  }

  /// body(first, count) for every member's share of `count` numbers, in lines of 16; by the caller alone where that is
  /// too little to hand out.
  template <class Body>
  void split(std::int64_t count, const Body& body) {
    if (size() == 1 || count < worth_sharing) return static_cast<void>(body(std::int64_t{0}, count));
    const std::int64_t lines = (count + line - 1) / line;
    run([&](int rank) {
      const Share mine = share_of(lines, rank, size());
      const std::int64_t first = mine.first * line, end = std::min(count, (mine.first + mine.count) * line);
      if (first < end) body(first, end - first);
    });
  }

 private:
  using Call = void (*)(const void*, int);
  class Member;

  static constexpr std::int64_t line = 16, worth_sharing = 4096;

  void start(Call, const void* work, bool meet);
  void serve(int rank);
  bool claim(int rank, std::uint32_t round);
  void perform(int rank) noexcept;

  std::vector<std::unique_ptr<Member>> members_;
  std::vector<std::thread> threads_;
  Call call_ = nullptr;
  const void* work_ = nullptr;
  alignas(64) std::atomic<std::uint32_t> round_{0};     ///< of work handed out
  alignas(64) std::atomic<std::uint32_t> busy_{0};      ///< shares that are not done
  alignas(64) std::atomic<std::uint32_t> arrived_{0};   ///< at the barrier
  alignas(64) std::atomic<std::uint32_t> barriers_{0};  ///< passed
  std::atomic<bool> stopping_{false}, broken_{false};
};

}  // namespace ganzoo
