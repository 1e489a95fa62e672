#include <cmath>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/densities.hpp>
#include <limits>

#include "conditional.hpp"

namespace {

using Better = ganzoo::Quantity::Better;

[[noreturn]] void refuse(const std::string& reason) {
  throw ganzoo::Error(ganzoo::Exit::usage, "metric critic_gap: " + reason);
}

/// Sums of what the present critic and the optimal one say at samples.
struct Gap {
  double score = 0, largest_score = 0, probability = 0, largest_probability = 0;
  std::int64_t count = 0;

  void add(double t, double best_t, double d, double best_d) {
    const double of_t = std::abs(t - best_t), of_d = std::abs(d - best_d);
    score += of_t;
    probability += of_d;
    largest_score = std::max(largest_score, of_t);
    largest_probability = std::max(largest_probability, of_d);
    ++count;
  }
};

/// p/q as the critic has it: the u at which its T = f′(u) is the best.
double ratio_of(const ganzoo::FDivergence& f, double v) {
  return f.fused(v, f.link()).first / f.activation(v, f.link()).first;
}
/// D = u/(1 + u), the probability of "data"; that of u = ∞ is 1.
double probability(double u) { return std::isinf(u) ? 1 : u / (1 + u); }

/// What the critic misses: against T* = f′(p/q) where both densities are known, and against samples it was not trained on.
struct CriticGap : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "the critic beside the optimal one",
      .source =
          "Goodfellow et al., NeurIPS 2014, proposition 1; Nguyen, Wainwright & Jordan, IEEE Trans. Inf. Theory "
          "56(11), 2010",
      .summary =
          "How far T is from T* = f′(p/q), and D from D* = p/(p + q), at the evaluation samples of both sides; nan "
          "where "
          "a density is not known. The bound on training and on fresh reals: an overtrained critic shows as their "
          "gap."};

  std::int64_t samples = 0;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("samples", &CriticGap::samples, ganzoo::at_least(0), "of each side; 0: metrics.samples")};

  std::vector<ganzoo::Quantity> quantities() const override {
    const auto share = [](const ganzoo::Data*) { return ganzoo::closed(0, 1); };
    const auto positive = [](const ganzoo::Data*) { return ganzoo::at_least(0); };
    return {
        {"score_mean", "1", Better::lower, "mean |T − T*|, in the divergence's own units", {"divergence"}, positive},
        {"score_largest", "1", Better::lower, "largest |T − T*|", {"divergence"}, positive},
        {"probability_mean", "1", Better::lower, "mean |D − D*|, as probabilities of being real", {}, share},
        {"probability_largest", "1", Better::lower, "largest |D − D*|", {}, share},
        {"bound_train", "1", Better::neither, "E_P T − E_Q f*(T), the reals from the training split", {"divergence"}},
        {"bound_fresh", "1", Better::neither, "the same with reals that were not trained on", {"divergence"}},
        {"overtrained",
         "1",
         Better::lower,
         "bound_train − bound_fresh: 0 up to sampling where it learned no sample by heart",
         {"divergence"}},
        {"accuracy",
         "1",
         Better::neither,
         "share of samples told rightly; ½: the critic cannot tell them apart",
         {},
         share}};
  }

  void accept(const ganzoo::Data& data, const ganzoo::Generator& generator,
              const ganzoo::Divergence& divergence) const override {
    if (!divergence.mathematics()) refuse("the divergence is no f-divergence: there is no T* to compare with");
    if (ganzoo::metrics::takes_labels(generator, data)) refuse(ganzoo::metrics::needs_labels);
  }

  void evaluate(const ganzoo::Evaluation& now, std::int64_t count, std::span<double> values) override {
    if (!now.divergence || !now.score) refuse("there is no critic to ask");
    const std::int64_t n = samples > 0 ? samples : count;
    const ganzoo::FDivergence& f = *now.divergence->mathematics();
    const ganzoo::ConstMatrix real = now.real(n), fake = now.fake(n);
    const ganzoo::OwnedMatrix of_real = scored(now, real), of_fake = scored(now, fake),
                              of_train = scored(now, now.split(ganzoo::Split::train, n));
    compare(now, f, {{real, of_real}, {fake, of_fake}}, values);
    values[4] = now.divergence->estimate(of_train, of_fake);
    values[5] = now.divergence->estimate(of_real, of_fake);
    values[6] = values[4] - values[5];
    values[7] = 0.5 * (told(f, of_real, 1) + told(f, of_fake, -1));
  }

 private:
  struct Scored {
    ganzoo::ConstMatrix samples, scores;
  };

  static ganzoo::OwnedMatrix scored(const ganzoo::Evaluation& now, ganzoo::ConstMatrix samples) {
    ganzoo::OwnedMatrix scores(samples.rows, 1);
    now.score(samples, scores.view().flat());
    return scores;
  }

  static void compare(const ganzoo::Evaluation& now, const ganzoo::FDivergence& f, std::initializer_list<Scored> sides,
                      std::span<double> values) {
    std::fill_n(values.begin(), 4, std::numeric_limits<double>::quiet_NaN());
    if (!now.data || !now.generator) return;
    const auto p = density_of(*now.data), q = density_of(*now.generator, now.data->shape(), *now.generator_parameters);
    if (!p || !q) return;
    Gap gap;
    for (const Scored& side : sides)
      for (std::int64_t i = 0; i < side.samples.rows; ++i) {
        const std::vector<double> x(side.samples.row(i).begin(), side.samples.row(i).end());
        const double r = p->log_density(x, {}) - q->log_density(x, {}), v = side.scores(i, 0);
        gap.add(f.activation(v, f.link()).value, f.activation(r, ganzoo::Link::log_ratio).value,
                probability(ratio_of(f, v)), 1 / (1 + std::exp(-r)));
      }
    const auto n = static_cast<double>(gap.count);
    values[0] = gap.score / n;
    values[1] = gap.largest_score;
    values[2] = gap.probability / n;
    values[3] = gap.largest_probability;
  }

  /// The share of scores on the right side of u = 1; half of those on the line.
  static double told(const ganzoo::FDivergence& f, ganzoo::ConstMatrix scores, double side) {
    double sum = 0;
    for (const float v : scores.flat()) {
      const double from_even = side * (ratio_of(f, v) - 1);
      sum += from_even > 0 ? 1 : from_even == 0 ? 0.5 : 0;
    }
    return sum / static_cast<double>(scores.rows);
  }
};

}  // namespace

GANZOO_PLUGIN(CriticGap)
