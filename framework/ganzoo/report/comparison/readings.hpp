/// The number that each seed of a group counts with: at its last step, a given one, or one chosen on other numbers.
#pragma once

#include <ganzoo/report/comparison/comparison.hpp>
#include <ganzoo/report/runs/cohort.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::report {

/// Where a run is read.
struct Spot {
  std::optional<std::size_t> row;  ///< of its evaluations; none where it has no value there
  bool worst = false;              ///< it diverged: whatever the measure, the worst value
  bool last_finite = false;        ///< it diverged: its last finite value up to the row
};

/// A checked --at, --axis and --diverged.
class Reader {
 public:
  /// Throws ganzoo::Error (usage) for an `at` that there is not, or a choice by a measure without a direction.
  Reader(const Frame& frame, const CompareOptions& options);

  /// Of each run of a setting. Throws ganzoo::Error (usage) where --at best has too few seeds to choose on the others.
  std::map<std::size_t, Spot> spots(const Setting& setting, const std::string& group) const;

  /// Runs that were cut do not count beside runs that went on, nor beside others cut elsewhere: nothing is averaged over
  /// steps.
  void leave_out_mixed(std::map<std::size_t, Spot>& spots) const;

  /// NaN where it is undefined there; none where the run has no value.
  std::optional<double> value(std::size_t run, std::size_t measure, const Spot& spot) const;
  /// The same of the samples set aside for choosing; of the ordinary ones where there are none.
  std::optional<double> selection_value(std::size_t run, std::size_t measure, const Spot& spot) const;

  /// last | step | best | own-best
  std::string rule() const { return exact_ ? "step" : at_; }
  /// The step is chosen on samples set aside in every run, not on the other seeds.
  bool chooses_on_validation() const;
  /// One line where a run that went on was last measured well before the place at which all are compared; else "".
  std::string shortfall(std::size_t run) const;

 private:
  Spot at_place(std::size_t run) const;
  Spot at_cut(std::size_t run, std::int64_t step) const;
  std::size_t rows_within(std::size_t run) const;
  bool has_validation(const Setting& setting) const;
  std::map<std::size_t, Spot> best_by_own(const Setting& setting, bool validation) const;
  std::map<std::size_t, Spot> best_by_others(const Setting& setting, const std::string& group) const;

  const Frame& frame_;
  std::string at_, axis_;
  bool flatter_diverged_ = false;
  bool exact_ = false;  ///< `at` is a place on the axis
  double limit_;
};

/// One measure's values of a group.
struct Readings {
  std::vector<std::int64_t> seeds;
  std::vector<double> values;
  std::vector<std::int64_t> undefined;
};

/// The runs of a cohort in which a seed counts: of each setting the run, where it is read.
struct Reading {
  std::map<std::size_t, Spot> spots;        ///< of all runs
  std::vector<std::int64_t> seeds;          ///< that have a value in every setting
  std::vector<std::int64_t> missing_seeds;  ///< whose run failed, is unfinished, or ended before the place
};

/// Seeds that lack a setting are told and left out.
Reading read(const Reader& reader, const Cohort& cohort, const std::string& group,
             const std::vector<std::string>& inner, std::vector<std::string>& notices);

/// One number a seed: the mean over the group's settings. What is undefined counts as the worst where anything in the
/// group is defined and the measure has a direction, and is told.
Readings values_of(const Frame& frame, const Reader& reader, const Cohort& cohort, const Reading& reading,
                   std::size_t measure, std::vector<std::string>& notices);

}  // namespace ganzoo::report
