// ganzoo: link lemon
#include <cmath>
#include <ganzoo/train/critic_view.hpp>

#include "conditional.hpp"
#include "transport_plan.hpp"

namespace {

using ganzoo::metrics::Points, ganzoo::Quantity;

/// The largest and the mean Euclidean norm of the rows.
struct Steepness {
  double largest = 0, mean = 0;

  explicit Steepness(ganzoo::ConstMatrix slopes) {
    for (std::int64_t i = 0; i < slopes.rows; ++i) {
      double square = 0;
      for (const float s : slopes.row(i)) square += double{s} * s;
      largest = std::fmax(largest, std::sqrt(square));
      mean += std::sqrt(square) / static_cast<double>(slopes.rows);
    }
  }
};

double mean_of(ganzoo::ConstMatrix scores) {
  double sum = 0;
  for (const float v : scores.flat()) sum += v;
  return sum / static_cast<double>(scores.rows);
}

/// W1 of the very samples, exact.
double distance_of(const ganzoo::metrics::Sides& sides) {
  Points costs(sides.real.rows(), sides.fake.rows());
  for (Eigen::Index i = 0; i < costs.rows(); ++i)
    costs.row(i) = (sides.fake.rowwise() - sides.real.row(i)).rowwise().norm().transpose();
  return ganzoo::metrics::least_mean_cost(costs);
}

/// How steep the critic is, and what of the Wasserstein distance it has found: what a Lipschitz constraint is for.
struct Lipschitz : ganzoo::Metric, ganzoo::LooksIntoCritic {
  static constexpr ganzoo::About about{
      .title = "the critic's Lipschitz constant, and its efficiency",
      .source = "Arjovsky, Chintala & Bottou, ICML 2017; Gulrajani et al., NeurIPS 2017, proposition 1",
      .summary =
          "Norms of ∇ₓ of the score at reals, at fakes and at points between them, the share of weights at the ends ±c "
          "of a clipped critic, and E_P v − E_Q v beside the exact W1 of the same samples. efficiency is 1 for the "
          "best "
          "Lipschitz critic; excess above 1 says that the estimate is above the true distance: the critic is steeper "
          "than 1."};

  std::int64_t samples = 0;
  static constexpr auto parameters = std::tuple{ganzoo::parameter("samples", &Lipschitz::samples, ganzoo::at_least(0),
                                                                  "of each side, 500 are quick; 0: metrics.samples")};

  std::vector<Quantity> quantities() const override {
    using Better = Quantity::Better;
    const auto positive = [](const ganzoo::Data*) { return ganzoo::at_least(0); };
    const auto share = [](const ganzoo::Data*) { return ganzoo::closed(0, 1); };
    return {
        {"real_largest", "1", Better::neither, "largest ‖∇v‖ at reals", {"divergence"}, positive},
        {"real_mean", "1", Better::neither, "mean ‖∇v‖ at reals", {"divergence"}, positive},
        {"fake_largest", "1", Better::neither, "largest ‖∇v‖ at fakes", {"divergence"}, positive},
        {"fake_mean", "1", Better::neither, "mean ‖∇v‖ at fakes", {"divergence"}, positive},
        {"between_largest", "1", Better::neither, "largest ‖∇v‖ between a real and a fake", {"divergence"}, positive},
        {"between_mean", "1", Better::neither, "mean ‖∇v‖ between a real and a fake", {"divergence"}, positive},
        {"largest",
         "1",
         Better::neither,
         "the largest of all: the Lipschitz constant is no less",
         {"divergence"},
         positive},
        {"at_ends",
         "1",
         Better::neither,
         "share of weights that are ± the largest of them: near 0 unless clipped",
         {},
         share},
        {"bound", "1", Better::neither, "E_P v − E_Q v of these samples", {"divergence"}},
        {"w1", "1", Better::lower, "the exact W1 of these samples, in units of the data", {}, positive},
        {"efficiency", "1", Better::neither, "bound / (largest · W1): 1 for the best critic of its steepness", {}},
        {"excess", "1", Better::neither, "bound / W1: above 1 the estimate exceeds the true distance", {"divergence"}}};
  }

  void accept(const ganzoo::Data& data, const ganzoo::Generator& generator,
              const ganzoo::Divergence& divergence) const override {
    if (!divergence.traits().needs_critic) throw refused("the divergence has no critic");
    if (ganzoo::metrics::takes_labels(generator, data)) throw refused(ganzoo::metrics::needs_labels);
  }

  void look_into(const ganzoo::CriticView& critic) override { critic_ = critic; }

  void evaluate(const ganzoo::Evaluation& now, std::int64_t count, std::span<double> values) override {
    if (!now.score || !critic_.slope) throw refused("there is no critic to look into");
    const std::int64_t n = samples > 0 ? samples : count;
    const ganzoo::ConstMatrix real = now.real(n), fake = now.fake(n);
    const ganzoo::metrics::Sides sides(now, n);
    if (!sides.finite()) return ganzoo::metrics::all_nan(values);
    double largest = 0;
    std::size_t at = 0;
    for (const ganzoo::ConstMatrix points : {real, fake, ganzoo::ConstMatrix(between(sides, now.seed))}) {
      const Steepness steepness = steepness_at(points);
      values[at++] = steepness.largest;
      values[at++] = steepness.mean;
      largest = std::max(largest, steepness.largest);
    }
    values[6] = largest;
    values[7] = share_at_ends();
    values[8] = mean_of(scored(now, real)) - mean_of(scored(now, fake));
    values[9] = distance_of(sides);
    values[10] = values[8] / (largest * values[9]);
    values[11] = values[8] / values[9];
  }

 private:
  static ganzoo::Error refused(const char* reason) {
    return {ganzoo::Exit::usage, std::string("metric lipschitz: ") + reason};
  }

  /// On the way from a real to a fake, uniformly; who is drawn does not hang on the order of the samples.
  const ganzoo::OwnedMatrix& between(const ganzoo::metrics::Sides& sides, std::uint64_t seed) {
    const Points real = ganzoo::metrics::sorted(sides.real), fake = ganzoo::metrics::sorted(sides.fake);
    const ganzoo::Rng partner(seed, ganzoo::Purpose::evaluation_data, 1), way = partner.child(1);
    between_ = ganzoo::OwnedMatrix(real.rows(), real.cols());
    for (Eigen::Index i = 0; i < real.rows(); ++i) {
      const auto index = static_cast<std::uint64_t>(i);
      const auto j = static_cast<Eigen::Index>(partner.below(index, static_cast<std::uint64_t>(fake.rows())));
      for (Eigen::Index k = 0; k < real.cols(); ++k)
        between_.view()(i, k) = static_cast<float>(real(i, k) + way.uniform(index) * (fake(j, k) - real(i, k)));
    }
    return between_;
  }

  Steepness steepness_at(ganzoo::ConstMatrix points) const {
    const ganzoo::OwnedMatrix slopes(points.rows, points.columns);
    critic_.slope(points, slopes);
    return Steepness(slopes);
  }

  /// NaN of a critic without weights.
  double share_at_ends() const {
    float end = 0;
    std::int64_t reached = 0;
    for (const float w : critic_.weights->numbers()) end = std::max(end, std::abs(w));
    for (const auto& entry : critic_.weights->entries())
      for (const float w : critic_.weights->value(critic_.weights->find(entry.name))) reached += std::abs(w) == end;
    return static_cast<double>(reached) / static_cast<double>(critic_.weights->count());
  }

  static ganzoo::OwnedMatrix scored(const ganzoo::Evaluation& now, ganzoo::ConstMatrix samples) {
    ganzoo::OwnedMatrix scores(samples.rows, 1);
    now.score(samples, scores.view().flat());
    return scores;
  }

  ganzoo::CriticView critic_;
  ganzoo::OwnedMatrix between_;
};

}  // namespace

GANZOO_PLUGIN(Lipschitz)
