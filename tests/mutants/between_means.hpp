/// The distance between the means of real and generated samples, as a metric that its mutants spoil.
#pragma once

#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

struct BetweenMeans : ganzoo::Metric {
  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"distance", "1", ganzoo::Quantity::Better::lower, "between means"}};
  }
  static double mean(ganzoo::ConstMatrix m, std::int64_t column) {
    double sum = 0;
    for (std::int64_t i = 0; i < m.rows; ++i) sum += double{m(i, column)};
    return sum / static_cast<double>(m.rows);
  }
  static double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake) {
    double square = 0;
    for (std::int64_t j = 0; j < real.columns; ++j) square += std::pow(mean(real, j) - mean(fake, j), 2);
    return std::sqrt(square);
  }
  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    values[0] = distance(e.real(n), e.fake(n));
  }
};

}  // namespace
