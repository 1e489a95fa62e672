#include <ganzoo/ganzoo.hpp>

namespace {

/// A penalty on the critic: here weight · mean v² over its scores of data, which keeps them from drifting. Make it
/// yours.
///
/// The other hooks (instance noise on the batch, penalties on input gradients, clipping after an update) stand in
/// <ganzoo/train/regularizer.hpp>.
struct Template : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "template_name",
                                       .source = "author, venue, year, equation",
                                       .summary = "What it does, and when to use it."};

  ganzoo::Ramp weight = 1e-3;  // a number that may move during training: { from = 1e-3, to = 0.0 }
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("weight", &Template::weight, ganzoo::at_least(0), "of the penalty")};

  bool penalises_scores() const override { return true; }

  /// Its value; its gradient, which the critic descends, is added to the scores' gradients.
  double score_penalty(ganzoo::ConstMatrix real, ganzoo::ConstMatrix, ganzoo::Matrix real_gradient, ganzoo::Matrix,
                       const ganzoo::Moment& moment) override {
    const double each = weight.at(moment.step, moment.steps) / static_cast<double>(real.size());
    double sum = 0;
    for (std::int64_t i = 0; i < real.size(); ++i) {
      const double v = real.data[i];
      sum += each * v * v;
      real_gradient.data[i] += static_cast<float>(2 * each * v);
    }
    return sum;
  }
};

}  // namespace

GANZOO_PLUGIN(Template)
