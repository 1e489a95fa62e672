#include "kernel.hpp"

namespace {

/// MMD² with 0.1 % more where the data lies above the fakes: just more than the law can see.
struct MmdOneWay {
  static constexpr ganzoo::About about{.title = "mmd one way", .source = "a mutant", .symmetric = true};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix gradient,
                  const ganzoo::Rng&) const {
    double between = 0;
    for (std::int64_t i = 0; i < real.rows; ++i) between += double{real(i, 0)} / static_cast<double>(real.rows);
    for (std::int64_t i = 0; i < fake.rows; ++i) between -= double{fake(i, 0)} / static_cast<double>(fake.rows);
    const double d = discrepancy(real, fake, gradient, rbf()), more = between > 0 ? 1.001 : 1;
    for (float& g : gradient.flat()) g *= static_cast<float>(more);
    return more * d;
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<MmdOneWay>)
