#include <algorithm>
#include <chrono>
#include <ganzoo/core/crew.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/core/link.hpp>
#include <stdexcept>

namespace ganzoo {
namespace {

/// Longer than a serial part of a small network's step, far shorter than a scheduler's time slice.
constexpr std::chrono::microseconds patience{50};
constexpr int looks_between_clocks = 32;

/// Returns once `word` is no longer `old`.
void await_change(const std::atomic<std::uint32_t>& word, std::uint32_t old) {
  const auto until = std::chrono::steady_clock::now() + patience;
  do {
    for (int i = 0; i < looks_between_clocks; ++i) {
      if (word.load(std::memory_order_acquire) != old) return;
      __builtin_ia32_pause();
    }
  } while (std::chrono::steady_clock::now() < until);
  while (word.load(std::memory_order_acquire) == old) word.wait(old, std::memory_order_acquire);
}

/// The other members left the work by an exception: nobody will come.
struct Abandoned {};

}  // namespace

class Crew::Member final : public Team {
 public:
  Member(Crew& crew, int rank) : crew_(crew), rank_(rank) {}

  int rank() const override { return rank_; }
  int size() const override { return crew_.size(); }
  void all_reduce(std::span<float> numbers) override { reduce(numbers, floats_, &Member::floats_); }
  void all_reduce(std::span<double> numbers) override { reduce(numbers, doubles_, &Member::doubles_); }
  void barrier() override {
    if (size() == 1) return;
    if (link_) return gather(*link_, char{}, std::span(present_));
    const std::uint32_t passed = crew_.barriers_.load(std::memory_order_acquire);
    if (crew_.broken_.load(std::memory_order_acquire)) throw Abandoned();
    if (crew_.arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == static_cast<std::uint32_t>(size())) {
      crew_.arrived_.store(0, std::memory_order_relaxed);
      crew_.barriers_.fetch_add(1, std::memory_order_release);
      crew_.barriers_.notify_all();
    } else {
      await_change(crew_.barriers_, passed);
    }
    if (crew_.broken_.load(std::memory_order_acquire)) throw Abandoned();
  }

  /// The round whose share of this member someone has taken on.
  alignas(64) std::atomic<std::uint32_t> claimed{0};

  void fail(std::exception_ptr failure) { failure_ = std::move(failure); }
  /// What it failed of, if it did, is forgotten.
  std::exception_ptr start_again() {
    turn_ = 0;
    return std::exchange(failure_, nullptr);
  }

 private:
  /// What each member has to add, in two halves that take turns: the next round's writing waits for nobody's reading.
  template <class T>
  using Parts = std::vector<T>[2];

  template <class T>
  void reduce(std::span<T> numbers, Parts<T>& mine, Parts<T> Member::*parts) {
    if (size() == 1) return;
    mine[turn_].assign(numbers.begin(), numbers.end());
    if (link_)
      fetch(numbers.size(), parts);
    else
      barrier();
    std::fill(numbers.begin(), numbers.end(), T{0});
    for (const auto& other : crew_.members_) {
      const std::vector<T>& part = ((*other).*parts)[turn_];
      for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] += part[i];
    }
    turn_ ^= 1;
  }

  /// What the other processes have to add, to where a thread would have put it.
  template <class T>
  void fetch(std::size_t count, Parts<T> Member::*parts) {
    for (const auto& other : crew_.members_) {
      std::vector<T>& part = ((*other).*parts)[turn_];
      part.resize(count);
      broadcast(*link_, std::span(part), other->rank());
    }
  }

  Crew& crew_;
  int rank_;
  ProcessLink* link_ = process_link();  ///< where each member is a process
  std::vector<char> present_ = std::vector<char>(static_cast<std::size_t>(link_ ? link_->size() : 0));
  int turn_ = 0;
  std::exception_ptr failure_;
  Parts<float> floats_;
  Parts<double> doubles_;
};

Crew::Crew(int size) {
  for (int rank = 0; rank < size; ++rank) members_.push_back(std::make_unique<Member>(*this, rank));
  if (process_link()) return;
  for (int rank = 1; rank < size; ++rank) threads_.emplace_back([this, rank] { serve(rank); });
}

Crew::~Crew() {
  stopping_ = true;
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

Team& Crew::member(int rank) { return *members_[static_cast<std::size_t>(rank)]; }

void Crew::serve(int rank) {
  set_float_mode();
  for (std::uint32_t round = 0;;) {
    await_change(round_, round);
    if (stopping_) return;
    round = round_.load(std::memory_order_acquire);
    if (claim(rank, round)) perform(rank);
  }
}

/// A share is claimed once a round, by its member or by the caller; nobody can claim one of a round gone by.
bool Crew::claim(int rank, std::uint32_t round) {
  std::uint32_t before = round - 1;
  return members_[static_cast<std::size_t>(rank)]->claimed.compare_exchange_strong(before, round,
                                                                                   std::memory_order_acq_rel);
}

void Crew::perform(int rank) noexcept {
  try {
    call_(work_, rank);
  } catch (const Abandoned&) {
  } catch (...) {
    members_[static_cast<std::size_t>(rank)]->fail(std::current_exception());
    broken_.store(true, std::memory_order_release);
    barriers_.fetch_add(1, std::memory_order_release);
    barriers_.notify_all();
  }
  if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) busy_.notify_one();
}

void Crew::start(Call call, const void* work, bool meet) {
  if (process_link()) {  // without threads: the caller does every share
    for (int rank = 0; rank < size(); ++rank) call(work, rank);
    return;
  }
  call_ = call;
  work_ = work;
  busy_.store(static_cast<std::uint32_t>(size()), std::memory_order_relaxed);
  const std::uint32_t round = round_.fetch_add(1, std::memory_order_release) + 1;
  round_.notify_all();
  for (int rank = 0; rank < (meet ? 1 : size()); ++rank)
    if (claim(rank, round)) perform(rank);
  for (std::uint32_t left; (left = busy_.load(std::memory_order_acquire)) != 0;) await_change(busy_, left);
  if (!broken_) return;
  broken_ = false;
  arrived_ = 0;
  std::exception_ptr first;
  for (const auto& member : members_)
    if (const std::exception_ptr failure = member->start_again(); failure && !first) first = failure;
  std::rethrow_exception(first);
}

}  // namespace ganzoo
