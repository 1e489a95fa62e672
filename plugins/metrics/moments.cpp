#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// The mean and the standard deviation of what the generator makes.
struct Moments : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "moments of the generator's output",
      .source = "",
      .summary =
          "Exact where the generator knows its density, otherwise of its evaluation samples. Of samples in several "
          "dimensions: the averages over the dimensions of each one's mean and standard deviation."};

  std::int64_t samples = 0;
  static constexpr auto parameters = std::tuple{ganzoo::parameter("samples", &Moments::samples, ganzoo::at_least(0),
                                                                  "where they are needed; 0: metrics.samples")};

  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"mean", "1", ganzoo::Quantity::Better::neither, "mean of the generator's output, in units of the data"},
            {"std", "1", ganzoo::Quantity::Better::neither,
             "standard deviation of the generator's output, in units of the data"}};
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    if (e.generator != nullptr && e.generator_parameters != nullptr) {
      if (const auto density = e.generator->density(*e.generator_parameters)) {
        values[0] = density->mean();
        values[1] = density->std();
        return;
      }
    }
    const std::int64_t n = samples > 0 ? samples : count;
    if (e.fake_doubles)
      of_samples(e.fake_doubles(n), values);
    else
      of_samples(e.fake(n), values);
  }

 private:
  template <class T>
  static void of_samples(ganzoo::MatrixView<const T> x, std::span<double> values) {
    const auto n = static_cast<double>(x.rows), d = static_cast<double>(x.columns);
    values[0] = values[1] = 0;
    for (std::int64_t j = 0; j < x.columns; ++j) {
      const double origin = origin_of(x(0, j));
      double mean = 0, square = 0;
      for (std::int64_t i = 0; i < x.rows; ++i) mean += (x(i, j) - origin) / n;
      for (std::int64_t i = 0; i < x.rows; ++i) square += (x(i, j) - origin - mean) * (x(i, j) - origin - mean) / n;
      values[0] += (origin + mean) / d;
      values[1] += std::sqrt(square) / d;
    }
  }

  /// Doubles are summed as differences from the first of them, which loses nothing far from 0; floats need no such care.
  static double origin_of(float) { return 0; }
  static double origin_of(double first) { return std::isfinite(first) ? first : 0; }
};

}  // namespace

GANZOO_PLUGIN(Moments)
