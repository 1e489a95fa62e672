/// The bound of an f-divergence whose critic is a score v up to a constant: E_P v − Λ(v), Λ(v) = inf over ν of
/// ν + E_Q f*(v − ν). For kl it is Donsker and Varadhan's. With v held Lipschitz, the (f, Γ)-divergence of Birrell,
/// Dupuis, Katsoulakis, Pantazis & Rey-Bellet, JMLR 23(39), 2022, eq. 15: between the f-divergence and Wasserstein's.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <string_view>

namespace ganzoo::detail {

/// Λ(v) of the scores, with the ν that is best for them; the gradient receives its negative, −f*′(v − ν)/n.
GANZOO_API double shifted_conjugate(const FDivergence&, ConstMatrix scores, Matrix negative_gradient);

/// Their mean; the gradient receives sign/n.
GANZOO_API double mean_score(ConstMatrix scores, double sign, Matrix gradient);

/// Throws ganzoo::Error (usage) where f* has no formula of its own, or f is not strictly convex: then no ν is the best.
GANZOO_API void require_shiftable(std::string_view title, const FDivergence&, bool strictly_convex);

}  // namespace ganzoo::detail
