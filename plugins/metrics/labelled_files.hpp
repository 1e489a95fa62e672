/// Samples and labels of files as labelled data, for a classifier under `measure`.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/io/points.hpp>
#include <string>
#include <vector>

namespace ganzoo::metrics {

/// The shape that `dims` gives to samples of d numbers: a point where it gives none. Throws ganzoo::Error (usage) where the
/// two do not fit.
inline Shape sample_shape(const std::vector<int>& dims, std::int64_t d) {
  if (dims.empty()) return {d};
  const Shape shape(std::vector<std::int64_t>(dims.begin(), dims.end()));
  if (shape.size() != d)
    throw Error(Exit::usage,
                fmt::format("shape is {}, but must be of {} numbers, as the samples are", to_string(shape), d),
                "[28, 28, 1]: height, width and channels of an image");
  return shape;
}

class LabelledFiles : public Data {
 public:
  /// A row a sample in one, its class as a whole number from 0 on in the other. Throws ganzoo::Error.
  LabelledFiles(const std::string& samples, const std::string& labels, const std::vector<int>& dims)
      : samples_(io::read_points(samples, {"classifier_samples", {}})), shape_(sample_shape(dims, samples_.columns)) {
    const io::Points read = io::read_points(labels, {"classifier_labels", {}});
    if (read.columns != 1 || read.rows != samples_.rows)
      throw Error(Exit::corrupt, fmt::format("{}: holds {} rows of {} numbers, but must hold one label for each of {} "
                                             "samples",
                                             labels, read.rows, read.columns, samples_.rows));
    for (const double label : read.values) add(labels, label);
  }

  Shape shape() const override { return shape_; }
  std::int64_t size(Split split) const override { return split == Split::train ? samples_.rows : 0; }
  int classes() const override { return classes_; }
  void fetch(Split, std::span<const std::int64_t> indices, Matrix batch) const override {
    for (std::int64_t i = 0; i < batch.rows; ++i)
      std::ranges::transform(row(indices[static_cast<std::size_t>(i)]), batch.row(i).begin(),
                             [](double v) { return static_cast<float>(v); });
  }
  void fetch_labels(Split, std::span<const std::int64_t> indices, std::span<Label> out) const override {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = labels_[static_cast<std::size_t>(indices[i])];
  }

 private:
  std::span<const double> row(std::int64_t i) const {
    return std::span(samples_.values)
        .subspan(static_cast<std::size_t>(i * samples_.columns), static_cast<std::size_t>(samples_.columns));
  }
  void add(const std::string& file, double label) {
    constexpr int most = 1000;
    if (!(label >= 0 && label < most && label == std::floor(label)))
      throw Error(Exit::corrupt, fmt::format("{}: label {} is {}, but must be a whole number in [0, {})", file,
                                             labels_.size() + 1, label, most));
    labels_.push_back(static_cast<Label>(label));
    classes_ = std::max(classes_, static_cast<int>(label) + 1);
  }

  io::Points samples_;
  Shape shape_;
  std::vector<Label> labels_;
  int classes_ = 0;
};

}  // namespace ganzoo::metrics
