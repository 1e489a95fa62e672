#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/train/tally.hpp>

namespace ganzoo {
namespace {

double mean(ConstMatrix scores) {
  double sum = 0;
  for (const float v : scores.flat()) sum += v;
  return sum / static_cast<double>(scores.size());
}

template <class Told>
void read_by(Readers& readers, Reader<Told> reader) {
  std::get<Reader<Told>>(readers) = reader;
}

/// A column of the mean of what `readers`, functions of what updates tell, say of it.
template <class... Functions>
MeanColumn column(const char* name, const Range& range, const char* meaning, Functions... readers) {
  MeanColumn made{{name, "1", Quantity::Better::neither, range, meaning}, {}};
  (read_by(made.readers, +readers), ...);
  return made;
}

}  // namespace

const std::vector<MeanColumn>& declared_means() {
  static const std::vector<MeanColumn> all{
      column("critic_objective", any(), "what the critic ascends, without penalties",
             [](const CriticJudged& told) { return told.objective.value; }),
      column("generator_objective", any(), "what the generator descends",
             [](const GeneratorJudged& told) { return told.objective; }),
      column("penalty", any(), "what the regularizers take off the critic's objective",
             [](const CriticPenalised& told) { return told.penalty; }),
      column(
          "divergence_estimate", any(),
          "in the divergence's own units, of each update's batch: the critic's lower bound E_P T - E_Q f*(T) of an "
          "f-divergence, and the variational bound of donsker_varadhan and renyi, which logarithms of a batch's "
          "means bias; E_P v - E_Q v of wasserstein, by the critic's unknown Lipschitz constant too large; that "
          "over the root of E_P v^2/2 + E_Q v^2/2 for fisher; a distance between samples itself; NaN for games",
          [](const CriticJudged& told) { return told.objective.estimate; },
          [](const DistanceMeasured& told) { return told.objective.estimate; }),
      column(
          "saturated_scores", at_least(0),
          "how many of a critic update's scores, real and fake, lie beyond the range in which the terms of an "
          "f-divergence are safe, and are continued in a straight line from its end; 0 for all others, "
          "donsker_varadhan, renyi and fisher among them, whose terms are evaluated as they are",
          [](const CriticJudged& told) { return told.objective.saturated; },
          [](const FitJudged& told) { return told.objective.saturated; }),
      column("critic_real_mean", any(), "mean score of real samples",
             [](const CriticJudged& told) { return mean(told.real_scores); }),
      column("critic_fake_mean", any(), "mean score of generated samples",
             [](const CriticJudged& told) { return mean(told.fake_scores); }),
      column("critic_gradient_norm", at_least(0), "of the critic's gradient, penalties included",
             [](const CriticMoved& told) { return told.gradient_norm; }),
      column("generator_gradient_norm", at_least(0), "of the generator's gradient",
             [](const GeneratorMoved& told) { return told.gradient_norm; }),
      column("critic_rate", at_least(0), "learning rate of the critic",
             [](const CriticMoved& told) { return told.rate; }),
      column("generator_rate", at_least(0), "learning rate of the generator",
             [](const GeneratorMoved& told) { return told.rate; }),
  };
  return all;
}

const std::vector<RowColumn>& mean_columns() {
  static const std::vector<RowColumn> all = [] {
    std::vector<RowColumn> columns;
    for (const MeanColumn& column : declared_means()) columns.push_back(column.declared);
    return columns;
  }();
  return all;
}

TrainingRow Tally::take() {
  TrainingRow row;
  for (Mean& mean : means_) row.means.push_back(mean.take());
  return row;
}

void Tally::state(Archive& archive) {
  for (std::size_t i = 0; i < means_.size(); ++i) {
    Archive inside = archive.scope(mean_columns()[i].name);
    means_[i].state(inside);
  }
}

double TrainingRow::operator[](std::string_view name) const {
  const auto& columns = mean_columns();
  const auto found = std::ranges::find(columns, name, [](const RowColumn& c) { return std::string_view(c.name); });
  if (found == columns.end()) throw Error(Exit::bug, "no column of /train is called " + std::string(name));
  return means.at(static_cast<std::size_t>(found - columns.begin()));
}

}  // namespace ganzoo
