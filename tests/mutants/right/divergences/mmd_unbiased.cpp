#include "kernel.hpp"

namespace {

/// MMD² without the pairs of a sample with itself: unbiased, and negative where P = Q.
struct MmdUnbiased {
  static constexpr ganzoo::About about{
      .title = "mmd unbiased", .source = "Gretton et al., JMLR 13, 2012, eq. 3", .symmetric = true};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix gradient,
                  const ganzoo::Rng&) const {
    for (float& g : gradient.flat()) g = 0;
    return without_itself(real, real, {}) + without_itself(fake, fake, gradient) +
           mean_kernel(real, fake, rbf(), -2, gradient);
  }

 private:
  static double without_itself(ganzoo::ConstMatrix x, ganzoo::ConstMatrix y, ganzoo::Matrix gradient) {
    const auto n = static_cast<double>(x.rows);
    const double all = mean_kernel(x, y, rbf(), 2 * n / (n - 1), gradient) / 2;
    return all - 1 / (n - 1);  // k(x, x) = 1, n of them
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<MmdUnbiased>)
