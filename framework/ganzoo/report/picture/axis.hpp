/// An axis that shows every finite value: linear, or logarithmic where one value would flatten the others.
#pragma once

#include <string>
#include <vector>

namespace ganzoo::report {

class Axis {
 public:
  /// From low to high, linear.
  Axis(double low, double high);
  /// All of the values, sorted and finite: logarithmic where all are positive and their middle 96 % span more than a
  /// thousandfold, symmetric-logarithmic (linear near 0) where the largest magnitude is 200 times the median one. Or of
  /// the kind that is asked for (linear | log | symlog); log where a value is not positive is symlog.
  static Axis around(const std::vector<double>& sorted, const std::string& kind = "auto");

  /// 0 at the low end, 1 at the high one.
  double place(double value) const;
  std::vector<double> ticks() const;
  /// "", "log" or "symlog": to be said beside the title.
  std::string name() const;

 private:
  enum class Kind { linear, log, symlog };
  double bent(double value) const;

  Kind kind_ = Kind::linear;
  double low_, high_, bend_ = 1;
};

}  // namespace ganzoo::report
