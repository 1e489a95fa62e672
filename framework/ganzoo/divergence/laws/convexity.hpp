/// Where f is curved the wrong way: f″ over twelve decades of u, with every valley between the points followed down.
#pragma once

#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/plugin/law.hpp>

namespace ganzoo::laws {

/// A place where f″ < 0 beyond what rounding explains, or where f is no number between u = 0.1 and 10. Of every dent
/// wider than 0.02 % of u between 1e-3 and 1e3, and than 0.2 % out to 1e6, times `coarser`.
Counterexample curved_down(const FDivergence& f, double coarser);

}  // namespace ganzoo::laws
