/// What a row of /train is made of: updates tell what they came to, each column is the mean of what it reads off that.
#pragma once

#include <ganzoo/core/archive.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/train/row.hpp>

#include <cstdint>
#include <limits>
#include <tuple>
#include <vector>

namespace ganzoo {

// ---- what updates tell ----------------------------------------------------------------------------------------------

struct CriticJudged {
  const Objective& objective;
  ConstMatrix real_scores, fake_scores;
};
struct CriticPenalised {
  double penalty;
};
struct CriticMoved {
  double gradient_norm, rate;
};
struct DistanceMeasured {
  const Objective& objective;
};
struct FitJudged {
  const Objective& objective;
};
struct GeneratorJudged {
  double objective;
};
struct GeneratorMoved {
  double gradient_norm, rate;
};

// ---- what columns make of it ----------------------------------------------------------------------------------------

template <class Told>
using Reader = double (*)(const Told&);
/// Null for what says nothing to a column.
using Readers = std::tuple<Reader<CriticJudged>, Reader<CriticPenalised>, Reader<CriticMoved>, Reader<DistanceMeasured>,
                           Reader<FitJudged>, Reader<GeneratorJudged>, Reader<GeneratorMoved>>;

struct MeanColumn {
  RowColumn declared;
  Readers readers;
};

/// In the order in which they stand in the file; declared in tally.cpp, all that is known of one in one place.
const std::vector<MeanColumn>& declared_means();

/// A mean in double, NaN of nothing.
class Mean {
 public:
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
    archive("sum", sum_);
    archive("count", count_);
  }

 private:
  double sum_ = 0;
  std::int64_t count_ = 0;
};

class Tally {
 public:
  template <class Told>
  void add(const Told& told) {
    for (std::size_t i = 0; i < means_.size(); ++i)
      if (const auto read = std::get<Reader<Told>>(declared_means()[i].readers)) means_[i].add(read(told));
  }
  /// The means since the last call; the counters are the caller's.
  TrainingRow take();
  void state(Archive& archive);

 private:
  std::vector<Mean> means_ = std::vector<Mean>(declared_means().size());
};

}  // namespace ganzoo
