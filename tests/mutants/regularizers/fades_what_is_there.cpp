#include <ganzoo/ganzoo.hpp>

namespace {

/// Fades what other penalties have added by 10⁻⁵: just more than the law can see.
struct FadesWhatIsThere : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "fades what is there", .source = "a mutant"};

  bool penalises_scores() const override { return true; }
  double score_penalty(ganzoo::ConstMatrix real, ganzoo::ConstMatrix, ganzoo::Matrix real_gradient, ganzoo::Matrix,
                       const ganzoo::Moment&) override {
    const auto n = static_cast<float>(real.size());
    double penalty = 0;
    for (std::int64_t i = 0; i < real.size(); ++i) {
      penalty += 0.001 * double{real.data[i]} * real.data[i] / n;
      real_gradient.data[i] = 0.99999F * real_gradient.data[i] + 0.002F * real.data[i] / n;
    }
    return penalty;
  }
};

}  // namespace

GANZOO_PLUGIN(FadesWhatIsThere)
