#include <ganzoo/divergence/kernel_distance.hpp>
#include <ganzoo/ganzoo.hpp>

namespace {

/// The squared maximum mean discrepancy: how far the means of the two samples lie apart in the kernel's feature space.
///
/// A kernel sees differences of about its own width, so one is a mean of several.
struct Mmd {
  static constexpr ganzoo::About about{
      .title = "squared maximum mean discrepancy",
      .source = "Gretton et al., JMLR 13, 2012; Li, Swersky & Zemel, ICML 2015; Bińkowski et al., ICLR 2018",
      .summary =
          "Matches the moments that a mixture of kernels sees; needs no critic, but bandwidths that fit the data.",
      .formula = "E k(x, x′) + E k(y, y′) − 2 E k(x, y)",
      .symmetric = true,
      .bounded = true,
      .metric = true};

  std::string kernel = "rbf", statistic = "V";
  std::vector<double> bandwidths{0.1, 0.3, 1, 3, 10}, alphas{0.2, 0.5, 1, 2, 5};
  static constexpr auto parameters = std::tuple{
      ganzoo::choice("kernel", &Mmd::kernel, "rbf: exp(−|x−y|²/(2b²)); rational_quadratic: (1 + |x−y|²/(2α))^−α", "rbf",
                     "rational_quadratic"),
      ganzoo::parameter("bandwidths", &Mmd::bandwidths, ganzoo::positive(), "b of the rbf kernels, averaged"),
      ganzoo::parameter("alphas", &Mmd::alphas, ganzoo::positive(), "α of the rational quadratic kernels, averaged"),
      ganzoo::choice("statistic", &Mmd::statistic,
                     "V: biased, never negative; U: unbiased, leaves a point's pair with itself out", "V", "U")};

  void prepare() {
    if (bandwidths.empty() || alphas.empty())
      throw ganzoo::Error(ganzoo::Exit::usage,
                          "divergence.bandwidths and alphas must hold at least one number each, but one is empty");
    radial_ = kernel == "rbf" ? ganzoo::Radial::gaussian(bandwidths) : ganzoo::Radial::rational_quadratic(alphas);
  }

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix fake_gradient,
                  const ganzoo::Rng&) {
    using ganzoo::Statistic;
    return distance_(radial_, statistic == "U" ? Statistic::u : Statistic::v, real, fake, fake_gradient);
  }

  ganzoo::Exact exact_value(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return kernel == "rbf" ? ganzoo::exact_gaussian_mmd(bandwidths, p, q)
                           : ganzoo::exact_rational_quadratic_mmd(alphas, p, q);
  }

 private:
  ganzoo::Radial radial_;
  ganzoo::KernelDistance distance_;
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<Mmd>)
