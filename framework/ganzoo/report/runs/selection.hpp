/// The numbers that a run counts with: at its last step, its best, or a given one; along any axis of compute.
#pragma once

#include <ganzoo/report/runs/runs.hpp>
#include <ganzoo/report/table/compare.hpp>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::report {

/// The columns of /metrics that `wanted` names (a column, or a metric: all its columns; empty: all), in the files'
/// order. Throws ganzoo::Error (usage), with the nearest name as its hint, for one that no run has.
std::vector<std::string> metric_columns(const std::vector<Run>& runs, const std::vector<std::string>& wanted);

/// A checked --at and --axis.
class Selection {
 public:
  /// Throws ganzoo::Error (usage) for an `at` or `axis` that there is not, or `best` of a metric without a direction.
  Selection(const std::vector<Run>& runs, const std::vector<std::string>& metrics, const CompareOptions& options);

  /// One value for each metric, NaN where there is none. A diverged run counts with its last finite value. Along
  /// another axis than steps all runs are cut where the first of them ended: equal compute.
  std::vector<double> values(const Run& run) const;

  /// One line where a run that went on was last measured well before the place at which all are compared; else "".
  std::string shortfall(const Run& run) const;

 private:
  std::optional<std::size_t> row(const Run& run) const;
  std::size_t best_row(const Run& run, std::size_t rows) const;
  double compute_at(const Run& run, double step) const;

  std::vector<std::string> metrics_;
  std::string at_, axis_;
  double limit_;
  bool exact_ = false;  ///< `at` is a place on the axis
  bool higher_ = false;
};

}  // namespace ganzoo::report
