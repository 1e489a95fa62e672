#include <ganzoo/core/crew.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <numeric>
#include <stdexcept>

#include "support/catch.hpp"

using namespace ganzoo;

TEST_CASE("the members of a crew all work, each once, in the one floating-point mode", "[unit]") {
  const auto caller = std::this_thread::get_id();
  for (const int size : {1, 2, 3, 5}) {
    Crew crew(size);
    std::vector<int> calls(static_cast<std::size_t>(size));
    std::vector<unsigned> modes(static_cast<std::size_t>(size), float_mode);
    for (int round = 0; round < 200; ++round) {
      crew.run([&](int rank) {
        ++calls[static_cast<std::size_t>(rank)];
        if (std::this_thread::get_id() != caller) modes[static_cast<std::size_t>(rank)] = current_float_mode();
      });
    }
    CHECK(calls == std::vector<int>(static_cast<std::size_t>(size), 200));
    CHECK(modes == std::vector<unsigned>(static_cast<std::size_t>(size), float_mode));
  }
}

TEST_CASE("a crew adds in the order of ranks, round after round", "[unit]") {
  const int size = 3;
  Crew crew(size);
  // In this order, and in no other, the sum is 1: (1e20 - 1e20) + 1.
  const std::vector<double> parts{1e20, -1e20, 1};
  std::vector<std::vector<double>> sums(3);
  crew.run(
      [&](int rank) {
        const auto r = static_cast<std::size_t>(rank);
        for (int round = 0; round < 500; ++round) {
          sums[r] = {parts[r], static_cast<double>(round)};
          crew.member(rank).all_reduce(std::span<double>(sums[r]));
          if (sums[r] != std::vector<double>{1, 3.0 * round}) throw std::runtime_error("a wrong sum");
          std::vector<float> floats{static_cast<float>(rank)};
          crew.member(rank).all_reduce(std::span<float>(floats));
          if (floats[0] != 3) throw std::runtime_error("a wrong sum of floats");
        }
      },
      true);
}

TEST_CASE("what a member throws reaches the caller, and the crew works on", "[unit]") {
  Crew crew(3);
  for (int attempt = 0; attempt < 20; ++attempt) {
    std::string told = "nothing";
    try {
      crew.run(
          [&](int rank) {
            if (rank == 1) throw std::runtime_error("one failed");
            crew.member(rank).barrier();  // for which the one that failed never comes
            crew.member(rank).barrier();
          },
          true);
    } catch (const std::runtime_error& error) {
      told = error.what();
    }
    CHECK(told == "one failed");
    std::atomic<int> calls{0};
    crew.run(
        [&](int rank) {
          crew.member(rank).barrier();
          ++calls;
        },
        true);
    CHECK(calls == 3);
  }
}

TEST_CASE("a share whose member does not come is done by the caller, once", "[unit]") {
  Crew crew(4);
  std::atomic<int> taken_over{0};
  const auto caller = std::this_thread::get_id();
  for (int round = 0; round < 300; ++round) {
    std::vector<int> calls(4);
    crew.run([&](int rank) {
      ++calls[static_cast<std::size_t>(rank)];
      if (std::this_thread::get_id() == caller && rank > 0) ++taken_over;
    });
    CHECK(calls == std::vector<int>(4, 1));
  }
  CHECK(taken_over > 0);  // of 900 tiny shares the caller comes first to some
}

TEST_CASE("a crew splits numbers into lines, without a gap", "[unit]") {
  for (const int size : {1, 2, 3}) {
    Crew crew(size);
    for (const std::int64_t count : {0, 1, 17, 4096, 10'007}) {
      std::vector<int> touched(static_cast<std::size_t>(count));
      crew.split(count, [&](std::int64_t first, std::int64_t n) {
        if (first % 16 != 0) throw std::runtime_error("a share that begins within a line");
        for (std::int64_t i = first; i < first + n; ++i) ++touched[static_cast<std::size_t>(i)];
      });
      CHECK(touched == std::vector<int>(static_cast<std::size_t>(count), 1));
    }
  }
}

TEST_CASE("shares of a batch are contiguous and differ by one row at most", "[unit]") {
  for (const int size : {1, 2, 3, 7})
    for (const std::int64_t rows : {7, 64, 100}) {
      std::int64_t next = 0;
      for (int rank = 0; rank < size; ++rank) {
        const Share share = share_of(rows, rank, size);
        CHECK(share.first == next);
        CHECK(share.count >= rows / size);
        CHECK(share.count <= rows / size + 1);
        next += share.count;
      }
      CHECK(next == rows);
    }
}
