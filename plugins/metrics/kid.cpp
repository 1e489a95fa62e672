// ganzoo: link fmt
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "features.hpp"
#include "points.hpp"

namespace {

using ganzoo::metrics::Points, ganzoo::metrics::Sides;
using Poll = std::function<void()>;

using Eigen::Index;

/// Samples as c + a, with what k̃ needs of each: a and p = c·a/d.
struct Parts {
  Points a;
  Eigen::ArrayXd p;

  Parts(const Points& x, const Eigen::RowVectorXd& c)
      : a(x.rowwise() - c), p((a * c.transpose()).array() / static_cast<double>(c.cols())) {}
  Index rows() const { return a.rows(); }
};

/// k(x, y) = (x·y/d + 1)³ without what hangs on x or on y alone, which the estimate of MMD² cancels: k̃(x, y) = k(x, y) −
/// k(x, c) − k(c, y) + k(c, c), multiplied out. Far from 0 those terms are all that a double could hold.
auto without_sides(const auto& r, const auto& p, const auto& q, double s) {
  const Eigen::ArrayXXd w = s + p + q;  // r = a·b/d, s = c·c/d + 1
  return (r * (3 * w.square() + 3 * w * r + r.square()) + 3 * p * q * (s + w)).eval();
}

/// The sum of k̃ over all pairs of rows, in blocks that stay small whatever the number of samples.
double sum_of_kernel(const Parts& x, const Parts& y, double s, const Poll& poll) {
  constexpr Index block = 512;
  const double d = static_cast<double>(x.a.cols());
  double sum = 0;
  for (Index i = 0; i < x.rows(); i += block)
    for (Index j = 0; j < y.rows(); j += block) {
      poll();
      const Index n = std::min(block, x.rows() - i), m = std::min(block, y.rows() - j);
      const Eigen::ArrayXXd r = (x.a.middleRows(i, n) * y.a.middleRows(j, m).transpose()).array() / d;
      sum +=
          without_sides(r, x.p.segment(i, n).replicate(1, m), y.p.segment(j, m).transpose().replicate(n, 1), s).sum();
    }
  return sum;
}

/// The mean of k̃ over all pairs of different rows.
double mean_within(const Parts& x, double s, const Poll& poll) {
  const double n = static_cast<double>(x.rows());
  const Eigen::ArrayXd r = x.a.rowwise().squaredNorm().array() / static_cast<double>(x.a.cols());
  return (sum_of_kernel(x, x, s, poll) - without_sides(r, x.p, x.p, s).sum()) / (n * (n - 1));
}

/// The unbiased estimate of MMD² (Gretton et al., JMLR 2012, equation 3).
double unbiased_mmd2(const Points& x, const Points& y, const Poll& poll) {
  const Eigen::RowVectorXd c = (x.colwise().mean() + y.colwise().mean()) / 2;
  const double s = c.squaredNorm() / static_cast<double>(c.cols()) + 1;
  const Parts of_x(x, c), of_y(y, c);
  const double pairs = static_cast<double>(x.rows()) * static_cast<double>(y.rows());
  return mean_within(of_x, s, poll) + mean_within(of_y, s, poll) - 2 * sum_of_kernel(of_x, of_y, s, poll) / pairs;
}

/// Without repetition.
Points random_subset(const Points& x, std::int64_t size, const ganzoo::Rng& rng) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(x.rows()));
  rng.fill_permutation(order);
  order.resize(static_cast<std::size_t>(size));
  return x(order, Eigen::all);
}

/// The kernel distance of KID, with the samples themselves as features.
struct Kid : ganzoo::Metric, ganzoo::metrics::Featured {
  static constexpr ganzoo::About about{
      .title = "kernel distance, cubic and unbiased",
      .source = "Bińkowski, Sutherland, Arbel & Gretton, ICLR 2018; Gretton et al., JMLR 13, 2012, equation 3",
      .summary =
          "The unbiased estimate of MMD² with k(x, y) = (x·y/d + 1)³. By default the features are the samples "
          "themselves, pixels "
          "or coordinates, not those of an Inception network. 0 on average between samples of the same distribution, "
          "whatever their number, and so now and then negative; it sees three moments only. By default over all pairs, "
          "which is the mean over all subsets; subset_size=1000 subsets=100 is the paper's mean over random ones."};

  std::int64_t samples = 0, subset_size = 0;
  int subsets = 100;
  static constexpr auto parameters = std::tuple_cat(
      std::tuple{ganzoo::parameter("subset_size", &Kid::subset_size, ganzoo::at_least(0),
                                   "samples of each side in a subset, without repetition; 0: one subset of all"),
                 ganzoo::parameter("subsets", &Kid::subsets, ganzoo::closed(1, 1e6),
                                   "number of subsets, where subset_size is not 0"),
                 ganzoo::parameter("samples", &Kid::samples, ganzoo::at_least(0), "of each side; 0: metrics.samples")},
      feature_parameters);

  std::vector<ganzoo::Quantity> quantities() const override {
    std::vector<ganzoo::Quantity> all{{"value", "1", ganzoo::Quantity::Better::lower,
                                       "unbiased MMD² of the cubic kernel; below 0 by chance where nothing differs"}};
    if (subset_size > 0)
      all.push_back({"std",
                     "1",
                     ganzoo::Quantity::Better::neither,
                     "standard deviation over the subsets",
                     {},
                     [](const ganzoo::Data*) { return ganzoo::at_least(0); }});
    add_quantity(all);
    return all;
  }

  void accept(const ganzoo::Data& data, const ganzoo::Generator&, const ganzoo::Divergence&) const override {
    accept_features(data);
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    const Sides x = sides(e, samples > 0 ? samples : count);
    require_enough(x.fewest());
    add_value(values);
    if (!x.finite()) return ganzoo::metrics::all_nan(values);
    if (subset_size == 0)
      values[0] = unbiased_mmd2(x.real, x.fake, e.poll);
    else
      over_subsets(ganzoo::metrics::sorted(x.real), ganzoo::metrics::sorted(x.fake),
                   ganzoo::Rng(e.seed, ganzoo::Purpose::projection), e.poll, values);
  }

 private:
  void over_subsets(const Points& real, const Points& fake, const ganzoo::Rng& rng, const Poll& poll,
                    std::span<double> values) const {
    Eigen::ArrayXd all(subsets);
    for (int i = 0; i < subsets; ++i) {
      const auto stream = 2 * static_cast<std::uint64_t>(i);
      all(i) = unbiased_mmd2(random_subset(real, subset_size, rng.child(stream)),
                             random_subset(fake, subset_size, rng.child(stream + 1)), poll);
    }
    values[0] = all.mean();
    values[1] = std::sqrt((all - all.mean()).square().mean());
  }

  void require_enough(std::int64_t n) const {
    if (n < 2)
      throw ganzoo::Error(ganzoo::Exit::usage,
                          fmt::format("kid: the samples of a side are {}, but must be at least 2", n),
                          "an unbiased estimate compares pairs");
    if (subset_size == 1 || subset_size > n)
      throw ganzoo::Error(ganzoo::Exit::usage, fmt::format("kid: subset_size is {}, but must be 0 or from 2 to {}, the "
                                                           "samples of a side",
                                                           subset_size, n));
  }
};

}  // namespace

GANZOO_PLUGIN(Kid)
