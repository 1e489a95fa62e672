#include <ganzoo/divergence/sliced.hpp>
#include <ganzoo/ganzoo.hpp>

namespace {

/// The mean over random lines of the Wasserstein distance, to its power p, between the projected batches: on a line it
/// is exact, by sorting. The lines are drawn afresh at each update.
struct SlicedWasserstein {
  static constexpr ganzoo::About about{
      .title = "sliced Wasserstein distance",
      .source = "Rabin, Peyré, Delon & Bernot, SSVM 2011; Deshpande, Zhang & Schwing, CVPR 2018",
      .summary = "Optimal transport at the price of sorting; needs no critic.",
      .formula = "E_θ W_pᵖ(θ·x, θ·y)",
      .symmetric = true,
      .metric = true};

  int power = 2, projections = 128;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("power", &SlicedWasserstein::power, ganzoo::closed(1, 2), "p of the cost |x − y|ᵖ"),
                 ganzoo::parameter("projections", &SlicedWasserstein::projections, ganzoo::closed(1, 1e6),
                                   "lines that each update draws")};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix fake_gradient,
                  const ganzoo::Rng& rng) {
    ganzoo::random_directions(rng, ganzoo::reshaped(directions_, projections, real.columns));
    return distance_(power, directions_, real, fake, fake_gradient);
  }

  /// On the line every direction is the same.
  ganzoo::Exact exact_value(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return ganzoo::exact_wasserstein_to_power(power, p, q);
  }

 private:
  ganzoo::OwnedMatrix directions_;
  ganzoo::SlicedWasserstein distance_;
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<SlicedWasserstein>)
