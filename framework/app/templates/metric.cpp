#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// One or several numbers from fresh samples: here how far the generator's mean is from the data's. Make it yours.
struct Template : ganzoo::Metric {
  static constexpr ganzoo::About about{.title = "template_name",
                                       .source = "author, venue, year, equation",
                                       .summary = "What it measures, and where it misleads."};

  std::int64_t samples = 0;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("samples", &Template::samples, ganzoo::at_least(0), "real and generated; 0: metrics.samples")};

  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"distance", "1", ganzoo::Quantity::Better::lower, "between the means, in units of the data"}};
  }

  /// One value for each quantity; NaN where there is none.
  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    const std::int64_t n = samples > 0 ? samples : count;
    const ganzoo::ConstMatrix real = e.real(n), fake = e.fake(n);
    double square = 0;
    for (std::int64_t j = 0; j < real.columns; ++j) {
      const double difference = mean_of(real, j) - mean_of(fake, j);
      square += difference * difference;
    }
    values[0] = std::sqrt(square);
  }

 private:
  static double mean_of(ganzoo::ConstMatrix x, std::int64_t column) {
    double sum = 0;
    for (std::int64_t i = 0; i < x.rows; ++i) sum += x(i, column);
    return sum / static_cast<double>(x.rows);
  }
};

}  // namespace

GANZOO_PLUGIN(Template)
