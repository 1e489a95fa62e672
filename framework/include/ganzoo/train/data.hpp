/// Data: endless (a density to draw from) or finite (files).
#pragma once

#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/shape.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/divergence/distribution.hpp>
#include <ganzoo/nn/layer.hpp>
#include <ganzoo/plugin/component.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ganzoo {

/// What class a sample is of: from 0 on.
using nn::Label;

enum class Split : std::uint8_t { train, validation, test };

/// Known modes of a synthetic data set.
struct Modes {
  OwnedMatrix centres;          ///< [modes, d]
  std::vector<double> weights;  ///< sum to 1
  double std = 0;               ///< of each mode, in every direction
};

/// What a sample was recognised as.
struct Sighting {
  std::int64_t mode = -1;     ///< −1: none
  bool high_quality = false;  ///< as much like that mode as real samples are
};

/// Tells the modes of data that no centres describe: the classes of images.
class GANZOO_API ModeClassifier {
 public:
  virtual ~ModeClassifier() = default;

  /// The share of each mode as it recognises real samples, so that a perfect generator has these; the sum is 1.
  virtual const std::vector<double>& weights() const = 0;
  /// samples [n, d] → n sightings.
  virtual void classify(ConstMatrix samples, std::span<Sighting>) const = 0;
};

/// How each number of a sample was standardised: in the user's units it is shift + scale·x.
struct Scaling {
  std::vector<float> shift, scale;  ///< [d]
};

class GANZOO_API Data : public Component {
 public:
  static constexpr Kind kind = Kind::data;

  virtual Shape shape() const = 0;
  /// Number of samples in a split; 0: endless, every split draws from the same density.
  virtual std::int64_t size(Split) const { return 0; }

  /// Endless data: fills `batch` [n, shape.size()] from the stream alone.
  virtual void draw(Matrix batch, const Rng&) const;
  /// Finite data: sample `indices[i]` of the split into row i.
  virtual void fetch(Split, std::span<const std::int64_t> indices, Matrix batch) const;

  /// How many classes its labels tell apart; 0: it has no labels.
  virtual int classes() const { return 0; }
  /// Endless data: the labels of what draw() makes of the same stream.
  virtual void draw_labels(std::span<Label>, const Rng&) const;
  /// Finite data: the labels of what fetch() fetches.
  virtual void fetch_labels(Split, std::span<const std::int64_t> indices, std::span<Label>) const;

  /// What each class is called, where classes have names.
  virtual std::vector<std::string> class_names() const { return {}; }
  /// How samples were standardised; null where they are as the user has them. Networks and metrics see standardised
  /// numbers, samples are written as the user has them.
  virtual const Scaling* scaling() const { return nullptr; }

  virtual const Modes* modes() const { return nullptr; }
  /// Where its modes have no centres; valid as long as the data.
  virtual const ModeClassifier* mode_classifier() const { return nullptr; }
  virtual std::optional<Distribution> density() const { return std::nullopt; }
  /// Lower and upper end of every number (images: 0 and 1, or −1 and 1); equal where unbounded.
  virtual std::pair<double, double> interval() const { return {0, 0}; }
  /// The files it reads, for the data's checksum; empty for synthetic data.
  virtual std::vector<std::string> files() const { return {}; }
  /// How many files were left out because they could not be read.
  virtual std::int64_t skipped_files() const { return 0; }
};

/// Samples [n, d], or [n, …] laid out so, in the user's units.
GANZOO_API void restore(const Scaling&, std::span<float> samples);

/// Throws ganzoo::Error (usage) naming `key`, which asks for labels, unless there are two classes or more.
GANZOO_API void require_classes(const char* key, int classes);

}  // namespace ganzoo
