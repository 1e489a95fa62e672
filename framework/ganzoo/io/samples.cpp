#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/io/arrays.hpp>
#include <ganzoo/io/samples.hpp>

namespace ganzoo::io {

Samples::Samples(std::string file) : file_(std::move(file)), numbers_(read_array(file_)) {
  if (numbers_.dims.empty() || numbers_.values.empty())
    throw Error(Exit::corrupt, fmt::format("{}: holds no samples, but must hold at least one", file_));
}

MatrixView<const double> Samples::first(std::int64_t n, const std::string& who) const {
  if (n > rows())
    throw Error(Exit::usage, fmt::format("{}: holds {} samples, but {} asks for {}", file_, rows(), who, n),
                "give the metric's own parameters as PARAM=VALUE");
  return {numbers_.values.data(), n, columns()};
}

std::vector<double> Samples::column_ranges(const Samples& other) const {
  const auto d = static_cast<std::size_t>(columns());
  std::vector<double> low(d, HUGE_VAL), range(d, 0.0);
  const auto each = [&](const auto& act) {
    for (const std::vector<double>* values : {&numbers_.values, &other.numbers_.values})
      for (std::size_t i = 0; i < values->size(); ++i)
        if (std::isfinite((*values)[i])) act(i % d, (*values)[i]);
  };
  each([&](std::size_t j, double v) { low[j] = std::min(low[j], v); });
  each([&](std::size_t j, double v) { range[j] = std::max(range[j], v - low[j]); });
  return range;
}

ConstMatrix Samples::first_as_floats(std::int64_t n, const std::string& who, const Samples& other) {
  first(n, who);
  if (floats_.empty()) {
    const std::vector<double> ranges = column_ranges(other);
    for (std::size_t i = 0; i < numbers_.values.size(); ++i) {
      const double value = numbers_.values[i], range = ranges[i % ranges.size()];
      const auto narrow = static_cast<float>(value);
      if (std::isfinite(value) && range > 0 && !(std::abs(value - double{narrow}) <= 1e-3 * range))
        throw Error(
            Exit::corrupt,
            fmt::format("{}: sample {} holds {}, but {} computes in single precision, which cannot tell it from "
                        "its neighbours",
                        file_, i / ranges.size(), value, who),
            "subtract what all samples of both files share, or scale them");
      floats_.push_back(narrow);
    }
  }
  return {floats_.data(), n, columns()};
}

}  // namespace ganzoo::io
