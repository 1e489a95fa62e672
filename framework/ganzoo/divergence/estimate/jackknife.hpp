/// The delete-a-group jackknife of a statistic of two samples.
#pragma once

#include <functional>
#include <ganzoo/core/tensor.hpp>

namespace ganzoo {

struct Jackknifed {
  double value;  ///< less its bias of order 1/n
  double
      error;  ///< standard error: too large on average, never too small (Efron & Stein, Annals of Statistics 9, 1981)
  double quantile;  ///< of Student's law for an interval of 95 %: value ± quantile · error
};

/// Of 20 groups, each every 20th row of both sides; at least 40 rows of each.
Jackknifed jackknife(ConstMatrix real, ConstMatrix fake,
                     const std::function<double(ConstMatrix, ConstMatrix)>& statistic);

}  // namespace ganzoo
