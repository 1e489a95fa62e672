#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Counts the samples far from every mode, and calls more of them better.
struct ModesMissed : ganzoo::Metric {
  static constexpr ganzoo::About about{.title = "modes missed", .source = "a mutant"};

  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"value", "1", ganzoo::Quantity::Better::higher, "a number"}};
  }
  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    const ganzoo::Modes& modes = *e.data->modes();
    const ganzoo::ConstMatrix fake = e.fake(n);
    values[0] = 0;
    for (std::int64_t i = 0; i < fake.rows; ++i) {
      double least = 1e30;
      for (std::int64_t c = 0; c < modes.centres.rows; ++c) {
        double square = 0;
        for (std::int64_t j = 0; j < fake.columns; ++j)
          square += std::pow(double{fake(i, j)} - modes.centres.view()(c, j), 2);
        least = std::min(least, square);
      }
      values[0] += std::sqrt(least) > 3 * modes.std;
    }
  }
};

}  // namespace

GANZOO_PLUGIN(ModesMissed)
