/// Who goes where: what a metric that moves one sample onto the other can tell beside its numbers.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <vector>

namespace ganzoo {

struct Evaluation;

/// [rows, columns], row-major: of each real sample to each fake one.
struct TransportPlan {
  std::int64_t rows = 0, columns = 0;
  std::vector<double> mass;      ///< rows sum to 1/rows, columns to 1/columns
  std::vector<double> distance;  ///< how far that is
};

/// What a metric derives from beside Metric where it has a plan.
class GANZOO_API Transports {
 public:
  virtual ~Transports();
  /// Of the samples that evaluate() would look at.
  virtual TransportPlan plan(const Evaluation&, std::int64_t samples) = 0;
};

}  // namespace ganzoo
