#include "feature_distance.hpp"

namespace {

/// MMD-GAN: the squared maximum mean discrepancy of the kernel k(h(x), h(y)), whose features h the critic learns.
struct MmdGan : ganzoo::FeatureDistance {
  static constexpr ganzoo::About about{
      .title = "MMD-GAN, maximum mean discrepancy with a learned kernel",
      .source = "Li, Chang, Cheng, Yang & Póczos, NeurIPS 2017; Bińkowski, Sutherland, Arbel & Gretton, ICLR 2018",
      .summary =
          "mmd seeks the bandwidths that fit the data; here the critic fits features to the bandwidths: "
          "discriminator.outputs says how many (16 in the paper). A gradient penalty keeps the kernel smooth.",
      .formula = "E k(h(x), h(x′)) + E k(h(y), h(y′)) − 2 E k(h(x), h(y))",
      .symmetric = true,
      .bounded = true};

  std::string kernel = "rational_quadratic";
  std::vector<double> bandwidths{1, 2, 4, 8, 16}, alphas{0.2, 0.5, 1, 2, 5};
  static constexpr auto parameters = std::tuple{
      ganzoo::choice("kernel", &MmdGan::kernel, "rational_quadratic: (1 + |h−h′|²/(2α))^−α; rbf: exp(−|h−h′|²/(2b²))",
                     "rational_quadratic", "rbf"),
      ganzoo::parameter("bandwidths", &MmdGan::bandwidths, ganzoo::positive(), "b of the rbf kernels, averaged"),
      ganzoo::parameter("alphas", &MmdGan::alphas, ganzoo::positive(),
                        "α of the rational quadratic kernels, averaged")};

  void prepare() override {
    if (bandwidths.empty() || alphas.empty())
      throw ganzoo::Error(ganzoo::Exit::usage,
                          "divergence.bandwidths and alphas must hold at least one number each, but one is empty");
    radial_ = kernel == "rbf" ? ganzoo::Radial::gaussian(bandwidths) : ganzoo::Radial::rational_quadratic(alphas);
  }
};

}  // namespace

GANZOO_PLUGIN(MmdGan)
