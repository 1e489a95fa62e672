#include <ganzoo/ganzoo.hpp>

namespace {

/// min(λ, 1) − α_λ, where α_λ = E_Q min(λ p/q, 1) is the precision at the trade-off λ of the curve of Sajjadi et al.
/// (NeurIPS 2018), and α_λ/λ the recall.
struct PrecisionRecall {
  static constexpr ganzoo::About about{
      .title = "precision–recall divergence",
      .source = "Verine, Negrevergne, Pydi & Chevaleyre, Precision-recall divergence optimization, NeurIPS 2023",
      .summary =
          "Least at one trade-off of precision and recall: a large λ asks for precision, a small one for recall. "
          "Total variation at 1.",
      .formula = "max(λu, 1) − max(λ, 1)",
      .bounded = true,
      .strictly_convex = false,
      .optimal_critic = "λ where λp > q, else 0"};

  double lambda = 1;
  static constexpr auto parameters = std::tuple{ganzoo::parameter(
      "lambda", &PrecisionRecall::lambda, ganzoo::positive(), "the trade-off: small, recall; large, precision")};

  auto f(auto u) const { return max(lambda * u, 1) - top(); }
  auto activation(auto v) const { return lambda * sigmoid(v); }
  auto conjugate(auto t) const { return max(t / lambda, 0) - 1 + top(); }
  auto conjugate_of_activation(auto v) const { return sigmoid(v) - 1 + top(); }

 private:
  double top() const { return lambda > 1 ? lambda : 1; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<PrecisionRecall>)
