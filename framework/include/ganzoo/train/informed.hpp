/// A critic that knows what the others have to learn: both densities, and the divergence between them.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/divergence/point_density.hpp>

namespace ganzoo {

struct Knowledge {
  PointDensityPtr p, q;            ///< of the data, of the generator as it is; null where not known
  const FDivergence* f = nullptr;  ///< null for what is no f-divergence
};

/// What a discriminator derives from beside Discriminator to be informed: once before training, and then before each
/// pass of its network. Throws ganzoo::Error (usage) where it cannot do with what is known.
class GANZOO_API Informed {
 public:
  virtual ~Informed();
  virtual void inform(const Knowledge&) = 0;
};

}  // namespace ganzoo
