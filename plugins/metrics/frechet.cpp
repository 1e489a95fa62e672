// ganzoo: link fmt
#include <fmt/format.h>

#include <cmath>
#include <eigen3/Eigen/QR>
#include <eigen3/Eigen/SVD>

#include "conditional.hpp"
#include "features.hpp"
#include "points.hpp"

namespace {

using ganzoo::metrics::Points, ganzoo::metrics::Sides;

/// R [r, d], r = min(n, d), with RᵀR the covariance (n − 1 in its denominator). No covariance is formed, whose
/// rounding the root of a small eigenvalue would magnify.
Eigen::MatrixXd covariance_factor(const Points& x) {
  const auto d = x.cols();
  const Eigen::MatrixXd centred = (x.rowwise() - x.colwise().mean()) / std::sqrt(static_cast<double>(x.rows() - 1));
  if (x.rows() <= d) return centred;
  return Eigen::HouseholderQR<Eigen::MatrixXd>(centred).matrixQR().topRows(d).triangularView<Eigen::Upper>();
}

Eigen::MatrixXd with_rows(Eigen::MatrixXd factor, Eigen::Index rows) {
  const Eigen::Index had = factor.rows();
  factor.conservativeResize(rows, Eigen::NoChange);
  factor.bottomRows(rows - had).setZero();
  return factor;
}

/// tr(A + B − 2 (AB)^(1/2)) of A = FᵀF and B = GᵀG: the least ‖F − UG‖² over orthogonal U, which is a sum of squares
/// and loses nothing where A and B are nearly equal or singular. With FGᵀ = PΣQᵀ it is at U = PQᵀ.
double trace_term(Eigen::MatrixXd f, Eigen::MatrixXd g) {
  const Eigen::Index rows = std::max(f.rows(), g.rows());
  f = with_rows(std::move(f), rows);
  g = with_rows(std::move(g), rows);
  const Eigen::BDCSVD<Eigen::MatrixXd> svd(f * g.transpose(), Eigen::ComputeFullU | Eigen::ComputeFullV);
  return (svd.matrixU().transpose() * f - svd.matrixV().transpose() * g).squaredNorm();
}

/// The Fréchet distance of FID, with the samples themselves as features.
struct Frechet : ganzoo::Metric, ganzoo::metrics::Featured {
  static constexpr ganzoo::About about{
      .title = "Fréchet distance of means and covariances",
      .source = "Heusel, Ramsauer, Unterthiner, Nessler & Hochreiter, NeurIPS 2017; Dowson & Landau, JMVA 12, 1982",
      .summary =
          "|m − m'|² + tr(C + C' − 2 (C C')^(1/2)), the squared W2 distance between Gaussians of the samples' means "
          "and covariances (n − 1 in the denominator, as in FID). By default the features are the samples "
          "themselves, pixels or coordinates, not those of an Inception network. It sees two moments only, and is "
          "biased upwards: two "
          "samples of n of one Gaussian of unit variances are (d² + 5d)/(2n) apart on average, for n far above d. "
          "Compare at equal numbers of samples."};

  std::int64_t samples = 0;
  bool classes = false;
  static constexpr auto parameters = std::tuple_cat(
      std::tuple{
          ganzoo::parameter(
              "classes", &Frechet::classes,
              "adds within: the mean over classes of the distance between real and generated samples of the class "
              "(intra FID, Miyato & Koyama, ICLR 2018); NaN where a class has fewer than two of a side"),
          ganzoo::parameter("samples", &Frechet::samples, ganzoo::at_least(0), "of each side; 0: metrics.samples")},
      feature_parameters);

  std::vector<ganzoo::Quantity> quantities() const override {
    std::vector<ganzoo::Quantity> all{{"value",
                                       "1",
                                       ganzoo::Quantity::Better::lower,
                                       "Fréchet distance, in squared units of the data",
                                       {},
                                       [](const ganzoo::Data*) { return ganzoo::at_least(0); }}};
    if (classes)
      all.push_back({"within",
                     "1",
                     ganzoo::Quantity::Better::lower,
                     "mean over classes of the Fréchet distance within each",
                     {},
                     [](const ganzoo::Data*) { return ganzoo::at_least(0); }});
    add_quantity(all);
    return all;
  }

  void accept(const ganzoo::Data& data, const ganzoo::Generator& generator, const ganzoo::Divergence&) const override {
    accept_features(data);
    if (classes) ganzoo::metrics::require_labels("frechet", data, generator);
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    Sides x = sides(e, samples > 0 ? samples : count);
    if (x.fewest() < 2)
      throw ganzoo::Error(ganzoo::Exit::usage,
                          fmt::format("frechet: the samples of a side are {}, but must be at least 2", x.fewest()),
                          "one sample has no covariance");
    add_value(values);
    if (!x.finite()) return ganzoo::metrics::all_nan(values);
    x.move_origin();
    values[0] = distance(x.real, x.fake);
    if (classes) values[1] = within(x, e);
  }

 private:
  static double distance(const Points& real, const Points& fake) {
    return (real.colwise().mean() - fake.colwise().mean()).squaredNorm() +
           trace_term(covariance_factor(real), covariance_factor(fake));
  }

  static double within(const Sides& x, const ganzoo::Evaluation& e) {
    double sum = 0;
    const bool all = ganzoo::metrics::each_class(x, e, 2, [&](const Sides& c) { sum += distance(c.real, c.fake); });
    return all ? sum / e.data->classes() : std::nan("");
  }
};

}  // namespace

GANZOO_PLUGIN(Frechet)
