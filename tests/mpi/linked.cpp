// Started by mpirun: what the threads of one process compute first, the processes then compute together, to the bit.
#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstring>
#include <exception>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/core/link.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/train/machine.hpp>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "train/games.hpp"

extern "C" ganzoo::ProcessLink* ganzoo_mpi_link();

namespace {

using namespace fixtures;

constexpr int steps = 9;

void require(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error(what);
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

/// What process `rank` brings: of every size, and of every kind of number that a sum may treat in its own way.
template <class T>
std::vector<T> part(std::size_t size, int rank) {
  using Limits = std::numeric_limits<T>;
  const T odd[] = {
      T(-0.0), Limits::denorm_min(), -Limits::min(), Limits::max(), Limits::quiet_NaN(), Limits::infinity(), T(1e-3),
      T(3e7)};
  std::vector<float> drawn(size);
  Rng(11, Purpose::distance).child(static_cast<std::uint64_t>(rank)).fill_normal(drawn, 0, 1000);
  std::vector<T> all(drawn.begin(), drawn.end());
  for (std::size_t i = 0; i < size; ++i)
    if (i % 5 == 0) all[i] = i % 10 == 0 ? T(-0.0) : odd[(i / 10 + static_cast<std::size_t>(rank)) % std::size(odd)];
  return all;
}

const std::vector<std::size_t> sizes{0, 1, 15, 16, 17, 1000, 1'000'000};

/// Every member's sums, of all sizes: by threads; or, linked, this process's alone.
template <class T>
std::vector<std::vector<T>> sums(int members) {
  Crew crew(members);
  const int here = process_link() ? process_link()->rank() : 0;
  std::vector<std::vector<T>> found(sizes.size());
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const auto add = [&](int rank) {
      std::vector<T> numbers = part<T>(sizes[i], rank);
      crew.member(rank).all_reduce(std::span<T>(numbers));
      crew.member(rank).barrier();
      if (rank == here) found[i] = std::move(numbers);
    };
    if (process_link())
      add(here);
    else
      crew.run(add, true);
  }
  return found;
}

/// Gradients of a layer of `inputs` weights, a row a member, and their gathered sum of squares.
struct Gathered {
  std::vector<float> gradients{}, outputs{}, input_gradients{};
  double squares = 0;

  bool operator==(const Gathered& other) const {
    return same_bits(gradients, other.gradients) && same_bits(outputs, other.outputs) &&
           same_bits(input_gradients, other.input_gradients) &&
           std::bit_cast<std::uint64_t>(squares) == std::bit_cast<std::uint64_t>(other.squares);
  }
};

Gathered gather_of(int members, std::int64_t inputs) {
  Machine machine(members, nn::Precision::fp32);
  nn::Network network("network", nn::sequential({nn::dense(1)}), {inputs});
  network.share(machine.crew());
  network.parameters().initialise(3);
  SharedPlan plan(machine, network, {.batch = members, .input_gradient = true, .weight_gradient = true});
  for (int rank = 0; rank < members; ++rank)
    std::ranges::copy(part<float>(static_cast<std::size_t>(inputs), rank), plan.input().row(rank).begin());
  plan.forward();
  Gathered all{.outputs = copy(plan.output().flat())};
  std::ranges::fill(plan.output_gradient().flat(), 1.0F);
  plan.backward();
  all.input_gradients = copy(plan.input_gradient().flat());
  all.squares = network.gather_gradients();
  all.gradients = copy(network.parameters().gradients());
  return all;
}

struct Trained {
  std::vector<float> weights{}, statistics{};
  bool refused = false;  ///< no batch can be shared by so many
};

Trained trained(const Named& game, int members) try {
  const auto trainer = train(game.setting, members, steps);
  return {weights(*trainer), statistics(*trainer)};
} catch (const Error& error) {
  require(std::string(error.what()).starts_with("--processes is "), error.what());
  return {.refused = true};
}

struct Found {
  std::vector<std::vector<float>> floats;
  std::vector<std::vector<double>> doubles;
  std::vector<Gathered> gathered;
  std::vector<Trained> games;
};

Found everything(int members) {
  Found all{sums<float>(members), sums<double>(members), {}, {}};
  for (const std::int64_t inputs : {1, 15, 16, 17, 100'000}) all.gathered.push_back(gather_of(members, inputs));
  for (const Named& game : games()) all.games.push_back(trained(game, members));
  return all;
}

int compare(int members) {
  set_float_mode();
  const Found threads = everything(members);
  ProcessLink& link = *ganzoo_mpi_link();
  set_float_mode();
  join(link);
  require(link.size() == members, "mpirun was asked for another number");
  const Found processes = everything(members);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    require(same_bits(threads.floats[i], processes.floats[i]), "sums of floats differ");
    require(same_bits(threads.doubles[i], processes.doubles[i]), "sums of doubles differ");
  }
  require(threads.gathered == processes.gathered, "gathered gradients differ");
  int refused = 0;
  for (std::size_t i = 0; i < threads.games.size(); ++i) {
    const Trained &a = threads.games[i], &b = processes.games[i];
    refused += b.refused;
    require(b.refused || (same_bits(a.weights, b.weights) && same_bits(a.statistics, b.statistics)),
            "weights differ: " + games()[i].name);
  }
  require(refused == (members == 1 ? 0 : 2), "too few games can be shared");
  if (link.rank() == 0) std::printf("%zu games, %d refused: equal\n", threads.games.size(), refused);
  link.close();
  return 0;
}

}  // namespace

int main(int, char** words) try { return compare(std::stoi(words[1])); } catch (const std::exception& error) {
  std::fprintf(stderr, "linked: %s\n", error.what());
  std::fflush(stderr);
  std::_Exit(1);
}
