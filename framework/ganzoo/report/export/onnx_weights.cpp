#include <cmath>
#include <ganzoo/report/export/onnx_weights.hpp>

namespace ganzoo::report {

Numbers parameter_of(const nn::Parameters& parameters, const std::string& name, double divisor) {
  const int index = parameters.find(name);
  const std::span<const float> values = parameters.value(index);
  Numbers found{parameters.entries()[static_cast<std::size_t>(index)].dims, {values.begin(), values.end()}};
  if (divisor != 1)
    for (float& value : found.values) value = static_cast<float>(double{value} / divisor);
  return found;
}

Numbers statistic_of(const nn::Parameters& parameters, const std::string& name) {
  const int index = parameters.find_statistic(name);
  const std::span<const float> values = parameters.statistic(index);
  return {parameters.statistics()[static_cast<std::size_t>(index)].dims, {values.begin(), values.end()}};
}

Numbers channels_before_window(const Numbers& weight) {
  const std::int64_t a = weight.dims[0], window = weight.dims[1] * weight.dims[2], b = weight.dims[3];
  Numbers moved{{a, b, weight.dims[1], weight.dims[2]}, std::vector<float>(weight.values.size())};
  for (std::int64_t i = 0; i < a; ++i)
    for (std::int64_t w = 0; w < window; ++w)
      for (std::int64_t j = 0; j < b; ++j)
        moved.values[static_cast<std::size_t>((i * b + j) * window + w)] =
            weight.values[static_cast<std::size_t>((i * window + w) * b + j)];
  return moved;
}

double largest_singular_value(const std::vector<float>& weight, const std::vector<float>& u) {
  const std::size_t columns = weight.size() / u.size();
  std::vector<double> v(columns);
  double norm = 0, square = 0;
  for (std::size_t r = 0; r < u.size(); ++r) {
    norm += double{u[r]} * double{u[r]};
    for (std::size_t c = 0; c < columns; ++c) v[c] += double{u[r]} * double{weight[r * columns + c]};
  }
  for (const double x : v) square += x * x;
  return std::sqrt(square / norm);
}

}  // namespace ganzoo::report
