/// Two Gaussians: what f-divergences of powers are between them, in closed form. Not installed.
#pragma once

#include <ganzoo/divergence/exact/exact.hpp>

namespace ganzoo::detail {

/// Both are one Gaussian each.
bool are_normal(const Distribution& p, const Distribution& q);
/// Their parameters are equal, all of them.
bool are_same(const Distribution& p, const Distribution& q);

/// log ∫ p^α q^(1−α) / (α(α − 1)): α times it is Rényi's divergence. +∞ where the integral diverges.
Ball decay_between_normals(double alpha, const Distribution& p, const Distribution& q);

/// With the reason where it is infinite or none.
Certified of_closed_form(const Ball& value);

}  // namespace ganzoo::detail
