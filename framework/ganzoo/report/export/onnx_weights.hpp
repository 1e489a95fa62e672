/// A network's trained numbers in the order that ONNX's operators take them in.
#pragma once

#include <cstdint>
#include <ganzoo/nn/parameters.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

struct Numbers {
  std::vector<std::int64_t> dims;
  std::vector<float> values;
};

/// The parameter of that name, divided by `divisor` in double.
Numbers parameter_of(const nn::Parameters& parameters, const std::string& name, double divisor = 1);
Numbers statistic_of(const nn::Parameters& parameters, const std::string& name);

/// [a, height, width, b] → [a, b, height, width]: the order of both of ONNX's convolutions.
Numbers channels_before_window(const Numbers& weight);

/// σ = |Wᵀu|/|u|, W as a matrix with u.size() rows.
double largest_singular_value(const std::vector<float>& weight, const std::vector<float>& u);

}  // namespace ganzoo::report
