#include <ganzoo/divergence/kernel_distance.hpp>
#include <ganzoo/ganzoo.hpp>

namespace {

/// The energy distance: on the line twice the squared L² distance of the distribution functions (Cramér).
struct Energy {
  static constexpr ganzoo::About about{
      .title = "energy distance",
      .source = "Székely & Rizzo, J. Stat. Plan. Inference 143(8), 2013; Bellemare et al., arXiv:1705.10743",
      .summary = "A maximum mean discrepancy without a bandwidth to choose; needs no critic.",
      .formula = "2 E|x − y| − E|x − x′| − E|y − y′|",
      .symmetric = true,
      .metric = true};

  std::string statistic = "V";
  static constexpr auto parameters = std::tuple{
      ganzoo::choice("statistic", &Energy::statistic,
                     "V: biased, never negative; U: unbiased, leaves a point's distance to itself out", "V", "U")};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix fake_gradient,
                  const ganzoo::Rng&) {
    using ganzoo::Statistic;
    return distance_(ganzoo::Radial::root(), statistic == "U" ? Statistic::u : Statistic::v, real, fake, fake_gradient);
  }

  ganzoo::Exact exact_value(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return ganzoo::exact_energy(p, q);
  }

 private:
  ganzoo::KernelDistance distance_;
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<Energy>)
