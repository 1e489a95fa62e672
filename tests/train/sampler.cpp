#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/train/sampler.hpp>

#include "support/catch.hpp"
#include "train/fixtures.hpp"

using namespace fixtures;

namespace {

constexpr int chunk = 4;

OwnedMatrix normal(std::int64_t rows, std::uint64_t stream) {
  OwnedMatrix matrix(rows, 3);
  Rng(stream, Purpose::other).fill_normal(matrix.view().flat(), 0, 1);
  return matrix;
}

std::vector<float> run(Sampler& sampler, ConstMatrix in) {
  OwnedMatrix out(in.rows, 1);
  sampler.run(in, out);
  return copy(out.view().flat());
}

nn::Network critic() {
  nn::Network network("critic", nn::sequential({nn::dense(5), nn::tanh(), nn::minibatch_stddev(chunk), nn::dense(1)}),
                      Shape{3});
  network.parameters().initialise(2);
  return network;
}

}  // namespace

TEST_CASE("scores do not depend on what was scored before, even where samples mix", "[unit]") {
  nn::Engine engine;
  nn::Network network = critic();
  Sampler fresh(engine, network, chunk), used(engine, network, chunk);
  run(used, normal(11, 8));
  for (const std::int64_t rows : {1, 3, 4, 6, 9}) {
    CAPTURE(rows);
    const OwnedMatrix samples = normal(rows, 9);
    CHECK(run(fresh, samples) == run(used, samples));
  }
}

TEST_CASE("a last chunk is scored among repetitions of its own samples", "[unit]") {
  nn::Engine engine;
  nn::Network network = critic();
  Sampler sampler(engine, network, chunk);
  const OwnedMatrix samples = normal(chunk + 2, 9);
  OwnedMatrix twice(chunk, 3);
  for (const std::int64_t row : {0, 2})
    std::ranges::copy(samples.view().slice(chunk, 2).flat(), twice.view().row(row).data());
  const auto scores = run(sampler, samples), last = run(sampler, twice);
  CHECK(std::vector<float>(scores.begin() + chunk, scores.end()) == std::vector<float>(last.begin(), last.begin() + 2));
}
