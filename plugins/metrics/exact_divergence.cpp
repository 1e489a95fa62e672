#include <cmath>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/network.hpp>
#include <limits>

namespace {

[[noreturn]] void refuse(const std::string& reason) {
  throw ganzoo::Error(ganzoo::Exit::usage, "metric exact_divergence: " + reason);
}

/// The truth beside the estimate: D_f(P‖Q) by quadrature, where data and generator both bring their density, and the
/// bound that the present critic proves, E_P T − E_Q f*(T), by quadrature too. Their gap is what the critic has left.
struct ExactDivergence : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "exact divergence",
      .source = "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016, eq. 4",
      .summary = "D of the trained divergence, the critic's bound on it, and the gap."};

  std::vector<ganzoo::Quantity> quantities() const override {
    using Better = ganzoo::Quantity::Better;
    return {{"D",
             "1",
             Better::lower,
             "the exact divergence of data and generator, in the divergence's own units",
             {"divergence"},
             [least = least_, most = most_](const ganzoo::Data*) { return ganzoo::closed(least, most); }},
            {"bound",
             "1",
             Better::neither,
             "E_P T − E_Q f*(T) under the present critic, without sampling error",
             {"divergence"}},
            {"gap", "1", Better::lower, "D − bound: how far the critic is from optimal", {"divergence"}},
            {"error",
             "1",
             Better::neither,
             "a bound of D's own error; D is nan where no digit of it is certain",
             {"divergence"}}};
  }

  void accept(const ganzoo::Data& data, const ganzoo::Generator& generator,
              const ganzoo::Divergence& divergence) const override {
    if (!divergence.mathematics()) refuse("the divergence is no f-divergence: it has no exact value to compute");
    if (!data.density()) refuse("the data's density is not known");
    const ganzoo::Shape shape = data.shape();
    ganzoo::nn::Network network("generator", generator.build(shape), generator.noise(shape));
    network.parameters().initialise(0);
    if (!generator.density(network.parameters())) refuse("the generator's density is not known");
    const ganzoo::FDivergence& f = *divergence.mathematics();
    least_ = f.f(1).value;
    most_ = f.f_at_0() + f.f_prime_at_infinity();
  }

  void evaluate(const ganzoo::Evaluation& now, std::int64_t, std::span<double> values) override {
    if (!now.data || !now.generator) refuse("samples alone have no density");
    const ganzoo::Distribution p = *now.data->density();
    const auto q = now.generator->density(*now.generator_parameters);
    const ganzoo::FDivergence& f = *now.divergence->mathematics();
    std::fill(values.begin(), values.end(), std::numeric_limits<double>::quiet_NaN());
    if (!q) return;  // collapsed to a point
    const ganzoo::Exact exact = ganzoo::exact(f, p, *q);
    values[0] = exact.value;
    values[3] = exact.error;
    if (!now.score) return;
    values[1] = bound(now, f, ganzoo::density_rule(p, *q));
    values[2] = values[0] - values[1];
  }

 private:
  /// The least and most that D can be, f(1) and f(0) + lim f(u)/u (Liese & Vajda 2006): known once a divergence was
  /// accepted.
  mutable double least_ = 0;
  mutable double most_ = std::numeric_limits<double>::infinity();

  static double bound(const ganzoo::Evaluation& now, const ganzoo::FDivergence& f, const ganzoo::DensityRule& rule) {
    const auto n = static_cast<std::int64_t>(rule.x.size());
    const ganzoo::OwnedMatrix points(n, 1), scores(n, 1);
    for (std::int64_t i = 0; i < n; ++i) points.view()(i, 0) = static_cast<float>(rule.x[static_cast<std::size_t>(i)]);
    now.score(points, scores.view().flat());
    double sum = 0;
    for (std::size_t i = 0; i < rule.x.size(); ++i) {
      const double v = scores.view().flat()[i];
      // A point without mass says nothing, even where the critic's term overflows there.
      if (rule.p_weight[i] > 0) sum += rule.p_weight[i] * f.activation(v, f.link()).value;
      if (rule.q_weight[i] > 0) sum -= rule.q_weight[i] * f.fused(v, f.link()).value;
    }
    return sum;
  }
};

}  // namespace

GANZOO_PLUGIN(ExactDivergence)
