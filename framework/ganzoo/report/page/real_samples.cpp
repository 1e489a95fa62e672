#include <algorithm>
#include <ganzoo/report/page/real_samples.hpp>
#include <numeric>
#include <vector>

namespace ganzoo::report {

log::Array draw_real(const Data& data, std::int64_t count, std::uint64_t seed) {
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
  return real;
}

}  // namespace ganzoo::report
