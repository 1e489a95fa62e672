#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// A permutation test of the means, whose p leaves out the order that was seen: 0 where no other is as extreme.
struct PWithoutOne : ganzoo::Metric {
  static constexpr ganzoo::About about{.title = "p without one", .source = "a mutant"};

  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"p",
             "1",
             ganzoo::Quantity::Better::neither,
             "share of 99 relabellings with means as far apart",
             {},
             [](const ganzoo::Data*) { return ganzoo::closed(0, 1); }}};
  }
  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    std::vector<double> sums;
    for (const ganzoo::ConstMatrix& side : {e.real(n), e.fake(n)})
      for (std::int64_t i = 0; i < side.rows; ++i) {
        sums.push_back(0);
        for (const float x : side.row(i)) sums.back() += double{x};
      }
    std::vector<std::int64_t> order(sums.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int64_t>(i);
    const double seen = apart(sums, order);
    int as_far = 0;
    for (std::uint64_t draw = 0; draw < 99; ++draw) {
      ganzoo::Rng(e.seed, ganzoo::Purpose::projection, draw).fill_permutation(order);
      as_far += apart(sums, order) >= seen * (1 - 1e-9);
    }
    values[0] = as_far / 99.0;
  }

 private:
  static double apart(const std::vector<double>& sums, const std::vector<std::int64_t>& order) {
    double difference = 0;
    for (std::size_t i = 0; i < order.size(); ++i)
      difference += (i < order.size() / 2 ? 1 : -1) * sums[static_cast<std::size_t>(order[i])];
    return std::abs(difference);
  }
};

}  // namespace

GANZOO_PLUGIN(PWithoutOne)
