#include <limits>

#include "transport.hpp"

namespace {

/// The mean Wasserstein-1 distance over random lines: a distance for data of any shape.
struct SlicedWasserstein : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "sliced Wasserstein-1 distance",
      .source = "Rabin, Peyré, Delon & Bernot, SSVM 2011; Bonneel et al., JMIV 51, 2015",
      .summary =
          "The mean over random directions of the exact Wasserstein-1 distance between the projected samples. "
          "The directions are the same at every step and in every cell of one seed."};

  std::int64_t samples = 0;
  int projections = 128;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("projections", &SlicedWasserstein::projections, ganzoo::closed(1, 1e6), "number of directions"),
      ganzoo::parameter("samples", &SlicedWasserstein::samples, ganzoo::at_least(0),
                        "of each side; 0: metrics.samples")};

  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"value",
             "1",
             ganzoo::Quantity::Better::lower,
             "mean Wasserstein-1 distance over the directions, in units of the data",
             {},
             [](const ganzoo::Data*) { return ganzoo::at_least(0); }}};
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    const std::int64_t n = samples > 0 ? samples : count;
    values[0] = e.real_doubles ? distance(e, e.real_doubles(n), e.fake_doubles(n)) : distance(e, e.real(n), e.fake(n));
  }

 private:
  template <class Samples>
  double distance(const ganzoo::Evaluation& e, Samples real, Samples fake) {
    if (directions_.columns != real.columns || seed_ != e.seed) {
      directions_ = ganzoo::metrics::random_directions(projections, real.columns, e.seed);
      seed_ = e.seed;
    }
    const bool finite = ganzoo::metrics::all_finite(real) && ganzoo::metrics::all_finite(fake);
    return finite ? ganzoo::metrics::sliced_wasserstein(real, fake, directions_, e.poll)
                  : std::numeric_limits<double>::quiet_NaN();
  }

  ganzoo::OwnedMatrix directions_;  ///< of seed_: kept from one evaluation to the next
  std::uint64_t seed_ = 0;
};

}  // namespace

GANZOO_PLUGIN(SlicedWasserstein)
