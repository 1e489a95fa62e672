#include <array>
#include <cmath>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/densities.hpp>
#include <limits>

#include "density_integral.hpp"

namespace {

[[noreturn]] void refuse(const std::string& reason) {
  throw ganzoo::Error(ganzoo::Exit::usage, "metric exact_divergence: " + reason);
}

/// The truth beside the estimate: D_f(P‖Q) where data and generator both bring their density (by quadrature on the line and
/// in the plane, by Monte Carlo beyond), and the bound that the present critic proves, E_P T − E_Q f*(T), likewise. Their gap is what the critic has left.
struct ExactDivergence : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "exact divergence",
      .source = "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016, eq. 4",
      .summary = "D of the trained divergence, the critic's bound on it, and the gap."};

  std::vector<ganzoo::Quantity> quantities() const override {
    using Better = ganzoo::Quantity::Better;
    return {
        {"D",
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
         "of D: a bound for mixtures on the line, the quadrature's own estimate for other densities on the line and in "
         "the plane, two standard errors beyond; D is nan where no digit of it is certain",
         {"divergence"}}};
  }

  void accept(const ganzoo::Data& data, const ganzoo::Generator& generator,
              const ganzoo::Divergence& divergence) const override {
    if (!divergence.mathematics()) refuse("the divergence is no f-divergence: it has no exact value to compute");
    if (!ganzoo::density_of(data)) refuse("the data's density is not known");
    const ganzoo::Shape shape = data.shape();
    ganzoo::nn::Network network("generator", generator.build(shape), generator.noise(shape));
    network.parameters().initialise(0);
    if (!ganzoo::density_of(generator, shape, network.parameters())) refuse("the generator's density is not known");
    const ganzoo::FDivergence& f = *divergence.mathematics();
    least_ = f.f(1).value;
    most_ = f.f_at_0() + f.f_prime_at_infinity();
  }

  void evaluate(const ganzoo::Evaluation& now, std::int64_t samples, std::span<double> values) override {
    if (!now.data || !now.generator) refuse("samples alone have no density");
    std::ranges::fill(values, std::numeric_limits<double>::quiet_NaN());
    const auto p = now.data->density(), q = now.generator->density(*now.generator_parameters);
    if (p && q) return of_mixtures(now, *p, *q, values);
    const auto at_p = ganzoo::density_of(*now.data),
               at_q = ganzoo::density_of(*now.generator, now.data->shape(), *now.generator_parameters);
    if (!at_p || !at_q) return;  // collapsed to a point
    at_p->dimensions() <= 2 ? in_the_plane(now, *at_p, *at_q, samples, values)
                            : beyond(now, *at_p, *at_q, samples, values);
  }

 private:
  /// The least and most that D can be, f(1) and f(0) + lim f(u)/u (Liese & Vajda 2006): known once a divergence was
  /// accepted.
  mutable double least_ = 0;
  mutable double most_ = std::numeric_limits<double>::infinity();

  static void of_mixtures(const ganzoo::Evaluation& now, const ganzoo::Distribution& p, const ganzoo::Distribution& q,
                          std::span<double> values) {
    const ganzoo::FDivergence& f = *now.divergence->mathematics();
    const ganzoo::Exact exact = ganzoo::exact(f, p, q);
    values[0] = exact.value;
    values[3] = exact.error;
    if (!now.score) return;
    values[1] = bound(now, f, ganzoo::density_rule(p, q));
    values[2] = values[0] - values[1];
  }

  /// The samples of both sides and half as much again all around: what lies outside counts as error.
  static std::array<std::array<double, 2>, 2> box_of(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake) {
    std::array<std::array<double, 2>, 2> box{{{0, 0}, {1, 1}}};
    for (std::int64_t j = 0; j < real.columns; ++j) {
      double low = real(0, j), high = low;
      for (const ganzoo::ConstMatrix side : {real, fake})
        for (std::int64_t i = 0; i < side.rows; ++i)
          low = std::min<double>(low, side(i, j)), high = std::max<double>(high, side(i, j));
      box[0][static_cast<std::size_t>(j)] = low - 0.5 * (high - low);
      box[1][static_cast<std::size_t>(j)] = high + 0.5 * (high - low);
    }
    return box;
  }

  static void in_the_plane(const ganzoo::Evaluation& now, const ganzoo::PointDensity& p, const ganzoo::PointDensity& q,
                           std::int64_t samples, std::span<double> values) {
    const ganzoo::FDivergence& f = *now.divergence->mathematics();
    ganzoo::metrics::Quadrature quadrature(p, q, f);
    const auto [low, high] = box_of(now.real(samples), now.fake(samples));
    const auto [value, error] = quadrature.over(low, high);
    values[0] = value;
    values[3] = error;
    if (!now.score || std::isnan(value)) return;
    values[1] = bound(now, f, rule_of(quadrature.nodes()), p.dimensions());
    values[2] = values[0] - values[1];
  }

  static void beyond(const ganzoo::Evaluation& now, const ganzoo::PointDensity& p, const ganzoo::PointDensity& q,
                     std::int64_t samples, std::span<double> values) {
    const ganzoo::FDivergence& f = *now.divergence->mathematics();
    const ganzoo::ConstMatrix real = now.real(samples), fake = now.fake(samples);
    const auto [value, error] = ganzoo::metrics::by_samples(p, q, f, real, fake);
    values[0] = value;
    values[3] = error;
    if (!now.score) return;
    const ganzoo::OwnedMatrix of_real(real.rows, 1), of_fake(fake.rows, 1);
    now.score(real, of_real.view().flat());
    now.score(fake, of_fake.view().flat());
    values[1] = now.divergence->estimate(of_real, of_fake);
    values[2] = values[0] - values[1];
  }

  static ganzoo::DensityRule rule_of(const std::vector<ganzoo::metrics::Node>& nodes) {
    ganzoo::DensityRule rule;
    for (const auto& node : nodes) {
      rule.x.insert(rule.x.end(), node.x.begin(), node.x.end());
      rule.p_weight.push_back(node.p);
      rule.q_weight.push_back(node.q);
    }
    return rule;
  }

  /// A rule's points are rows of `d` numbers; those of the plane's rule have two, of which d count.
  static double bound(const ganzoo::Evaluation& now, const ganzoo::FDivergence& f, const ganzoo::DensityRule& rule,
                      std::int64_t d = 0) {
    const auto n = static_cast<std::int64_t>(rule.p_weight.size());
    const std::int64_t stride = d == 0 ? 1 : 2, columns = d == 0 ? 1 : d;
    const ganzoo::OwnedMatrix points(n, columns), scores(n, 1);
    for (std::int64_t i = 0; i < n; ++i)
      for (std::int64_t j = 0; j < columns; ++j)
        points.view()(i, j) = static_cast<float>(rule.x[static_cast<std::size_t>(i * stride + j)]);
    now.score(points, scores.view().flat());
    double sum = 0;
    for (std::size_t i = 0; i < rule.p_weight.size(); ++i) {
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
