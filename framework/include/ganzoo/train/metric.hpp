/// A metric: what is measured at a training step, on fresh samples, with the ground truth where there is one.
#pragma once

#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/train/data.hpp>
#include <ganzoo/train/discriminator.hpp>
#include <ganzoo/train/generator.hpp>

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace ganzoo {

/// One number a metric yields; the column is `<metric>.<name>`.
struct Quantity {
  enum class Better : std::uint8_t { lower, higher, neither };
  std::string name;
  std::string unit;  ///< "1" for a count or ratio
  Better better = Better::neither;
  std::string meaning;
  std::vector<std::string> depends_on{};  ///< keys of the experiment that fix the unit: {"divergence"}
  /// What its values cannot leave, asked before training and, with null, by `ganzoo measure`; none: no bound. A finite
  /// range gives `compare` an interval of the mean that assumes nothing else.
  std::function<Range(const Data*)> range{};
};

/// Samples in double precision, [n, d].
using ConstDoubles = MatrixView<const double>;

/// What a metric may look at. Samples are the same at every evaluation of a run and across cells of one seed.
struct Evaluation {
  std::int64_t step = 0;
  std::uint64_t seed = 0;
  const Data* data = nullptr;            ///< null under `ganzoo measure` on files
  const Generator* generator = nullptr;  ///< null there too, and where real samples stand in for generated ones
  const nn::Parameters* generator_parameters = nullptr;
  const Divergence* divergence = nullptr;

  /// The first n evaluation samples [n, d] of the data (the test split where finite) and of the generator; the view
  /// is valid until the next evaluation. Asking again for fewer is free.
  std::function<ConstMatrix(std::int64_t n)> real;
  std::function<ConstMatrix(std::int64_t n)> fake;
  /// Their labels; empty where the data has none, or the generator takes none.
  std::function<std::span<const Label>(std::int64_t n)> real_labels, fake_labels;
  /// The same samples under `ganzoo measure`, in double precision as files may hold them; empty in training, whose samples are
  /// floats. A metric that asks `real` and `fake` there is refused numbers that a float would change too much.
  std::function<ConstDoubles(std::int64_t n)> real_doubles, fake_doubles;
  /// n samples of a named split, for metrics that tune on validation data; null as `data`.
  std::function<ConstMatrix(Split, std::int64_t n)> split;
  /// The critic's scores [n] of samples [n, d], in inference mode; null where there is no critic.
  std::function<void(ConstMatrix samples, std::span<float> scores)> score;
  /// The same of samples with their labels, of a critic that takes any; null of others.
  std::function<void(ConstMatrix samples, std::span<const Label> labels, std::span<float> scores)> labelled_score;
  /// To be called between pieces of long work: in a run that was asked to stop it throws what the metric lets through.
  std::function<void()> poll = [] {};
};

class GANZOO_API Metric : public Component {
 public:
  static constexpr Kind kind = Kind::metric;

  virtual std::vector<Quantity> quantities() const = 0;
  /// Throws ganzoo::Error (usage), saying why, where the data or the divergence cannot be measured so. Before anything runs.
  virtual void accept(const Data&, const Generator&, const Divergence&) const {}
  /// One value for each quantity; NaN where it is undefined at this step. `samples`: metrics.samples, unless the
  /// metric has a parameter of that name that is not 0.
  virtual void evaluate(const Evaluation&, std::int64_t samples, std::span<double> values) = 0;
};

}  // namespace ganzoo
