/// The scalar products of all rows of one matrix with all rows of another, and the way back: what metrics and distances
/// over many samples spend their time on.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/core/tensor.hpp>

namespace ganzoo::nn {

/// out[i, j] = Σ_k a[i, k]·b[j, k], in float; a [n, d], b [m, d], out [n, m].
GANZOO_API void row_products(ConstMatrix a, ConstMatrix b, Matrix out);

/// out = a·b, in float; a [n, m], b [m, d], out [n, d].
GANZOO_API void products(ConstMatrix a, ConstMatrix b, Matrix out);

}  // namespace ganzoo::nn
