#include <algorithm>
#include <ganzoo/ganzoo.hpp>
#include <limits>

namespace {

/// Precision and recall by balls that reach to the nearest neighbour of the same side, under each other's names.
struct RecallForPrecision : ganzoo::Metric {
  static constexpr ganzoo::About about{.title = "recall for precision", .source = "a mutant"};

  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"precision", "1", ganzoo::Quantity::Better::higher, "share of fakes in a ball of a real"},
            {"recall", "1", ganzoo::Quantity::Better::higher, "share of reals in a ball of a fake"}};
  }
  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    values[1] = share(e.real(n), e.fake(n));
    values[0] = share(e.fake(n), e.real(n));
  }

 private:
  static double square(ganzoo::ConstMatrix a, std::int64_t i, ganzoo::ConstMatrix b, std::int64_t j) {
    double sum = 0;
    for (std::int64_t k = 0; k < a.columns; ++k) sum += (double{a(i, k)} - b(j, k)) * (double{a(i, k)} - b(j, k));
    return sum;
  }
  /// Of the others in a ball of `balls`.
  static double share(ganzoo::ConstMatrix balls, ganzoo::ConstMatrix others) {
    std::vector<char> inside(static_cast<std::size_t>(others.rows));
    for (std::int64_t i = 0; i < balls.rows; ++i) {
      double radius = std::numeric_limits<double>::infinity();
      for (std::int64_t j = 0; j < balls.rows; ++j)
        if (j != i) radius = std::min(radius, square(balls, i, balls, j));
      for (std::int64_t j = 0; j < others.rows; ++j)
        if (square(balls, i, others, j) <= 25 * radius) inside[static_cast<std::size_t>(j)] = 1;
    }
    return static_cast<double>(std::ranges::count(inside, 1)) / static_cast<double>(others.rows);
  }
};

}  // namespace

GANZOO_PLUGIN(RecallForPrecision)
