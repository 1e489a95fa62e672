/// What a row of /train is made of: each column one line, the mean of what is added to it between two rows.
#pragma once

#include <ganzoo/core/archive.hpp>
#include <ganzoo/train/row.hpp>

#include <cstdint>
#include <limits>
#include <vector>

namespace ganzoo {

/// A mean in double, NaN of nothing: a column.
class Mean {
 public:
  Mean(std::vector<Mean*>& row, const RowColumn& column) : column_(column) { row.push_back(this); }
  Mean(const Mean&) = delete;
  Mean& operator=(const Mean&) = delete;

  const RowColumn& column() const { return column_; }
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  double take() {
    const double mean = count_ == 0 ? std::numeric_limits<double>::quiet_NaN() : sum_ / static_cast<double>(count_);
    sum_ = 0;
    count_ = 0;
    return mean;
  }
  void state(Archive& archive) {
    Archive inside = archive.scope(column_.name);
    inside("sum", sum_);
    inside("count", count_);
  }

 private:
  RowColumn column_;
  double sum_ = 0;
  std::int64_t count_ = 0;
};

class Tally {
  static constexpr auto neither = Quantity::Better::neither;
  std::vector<Mean*> row_;

 public:
  Mean critic_objective{row_, {"critic_objective", "1", neither, any(), "what the critic ascends, without penalties"}};
  Mean generator_objective{row_, {"generator_objective", "1", neither, any(), "what the generator descends"}};
  Mean penalty{row_, {"penalty", "1", neither, any(), "what the regularizers take off the critic's objective"}};
  Mean divergence_estimate{
      row_,
      {"divergence_estimate", "1", neither, any(),
       "in the divergence's own units, of each update's batch: the critic's lower bound E_P T - E_Q f*(T) of an "
       "f-divergence, and the variational bound of donsker_varadhan and renyi, which logarithms of a batch's means "
       "bias; "
       "E_P v - E_Q v of wasserstein, by the critic's unknown Lipschitz constant too large; that over the root of E_P "
       "v^2/2 + E_Q v^2/2 for fisher; a distance between samples itself; NaN for games"}};
  Mean saturated_scores{row_,
                        {"saturated_scores", "1", neither, at_least(0),
                         "how many of a critic update's scores, real and fake, lie beyond the range in which the terms "
                         "of an f-divergence "
                         "are safe, and are continued in a straight line from its end; 0 for all others, "
                         "donsker_varadhan, renyi and fisher "
                         "among them, whose terms are evaluated as they are"}};
  Mean critic_real_mean{row_, {"critic_real_mean", "1", neither, any(), "mean score of real samples"}};
  Mean critic_fake_mean{row_, {"critic_fake_mean", "1", neither, any(), "mean score of generated samples"}};
  Mean critic_gradient_norm{
      row_, {"critic_gradient_norm", "1", neither, at_least(0), "of the critic's gradient, penalties included"}};
  Mean generator_gradient_norm{row_,
                               {"generator_gradient_norm", "1", neither, at_least(0), "of the generator's gradient"}};
  Mean critic_rate{row_, {"critic_rate", "1", neither, at_least(0), "learning rate of the critic"}};
  Mean generator_rate{row_, {"generator_rate", "1", neither, at_least(0), "learning rate of the generator"}};

  std::vector<RowColumn> columns() const;
  /// The means since the last call; the counters are the caller's.
  TrainingRow take();
  void state(Archive& archive);
};

}  // namespace ganzoo
