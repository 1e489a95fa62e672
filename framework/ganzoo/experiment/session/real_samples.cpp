#include <algorithm>
#include <ganzoo/experiment/session/real_samples.hpp>
#include <numeric>
#include <vector>

namespace ganzoo::experiment {
namespace {

constexpr std::int64_t images = 64, points = 512;

log::Array draw(const Data& data, std::int64_t count, std::uint64_t seed) {
  const Split split = data.size(Split::train) > 0 && data.size(Split::test) == 0 ? Split::train : Split::test;
  const std::int64_t size = data.size(split), rows = size > 0 ? std::min(count, size) : count;
  const Shape shape = data.shape();
  log::Array real{{rows}, std::vector<float>(static_cast<std::size_t>(rows * shape.size()))};
  real.dims.insert(real.dims.end(), shape.dims.begin(), shape.dims.end());
  const Matrix view{real.values.data(), rows, shape.size()};
  if (size == 0) {
    data.draw(view, Rng(seed, Purpose::evaluation_data));
  } else {
    std::vector<std::int64_t> indices(static_cast<std::size_t>(rows));
    std::iota(indices.begin(), indices.end(), std::int64_t{0});
    data.fetch(split, indices, view);
  }
  if (const Scaling* scaling = data.scaling()) restore(*scaling, real.values);
  return real;
}

}  // namespace

log::RealSamples real_samples(const Data& data, std::uint64_t seed) {
  const auto [low, high] = data.interval();
  const bool image = is_image(data.shape());
  log::RealSamples real{draw(data, image ? images : points, seed), low, high};
  const log::Levels levels = log::Levels::between(low, high);
  if (image && log::round_to(levels, real.samples.values)) real.samples.levels = levels;
  return real;
}

}  // namespace ganzoo::experiment
