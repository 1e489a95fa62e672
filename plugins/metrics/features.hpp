/// In what space a metric compares samples: their own numbers, or what a network makes of them.
#pragma once

#include <fmt/format.h>

#include <ganzoo/io/points.hpp>
#include <memory>
#include <string>
#include <vector>

#include "classifier.hpp"
#include "labelled_files.hpp"
#include "points.hpp"

namespace ganzoo::metrics {

/// What a metric derives from beside Metric to be asked for features.
struct Featured {
  std::string features = "pixels";
  File real_features, fake_features, classifier_samples, classifier_labels, cache;
  std::vector<int> shape;
  static constexpr auto feature_parameters = std::tuple{
      choice("features", &Featured::features,
             "what is compared; pixels: the samples' own numbers; random: 128 features of a convolutional network with "
             "fixed random weights; classifier: those of one that has learned the data's labels; file: real_features "
             "and fake_features, under `measure`",
             "pixels", "random", "classifier", "file"),
      parameter("real_features", &Featured::real_features,
                "where features = \"file\": FILE.npy, FILE.csv or FILE.h5:/path, a row a sample"),
      parameter("fake_features", &Featured::fake_features, "likewise, of the generated samples"),
      parameter(
          "shape", &Featured::shape, at_least(1),
          "under `measure`, of a sample of features random or classifier: [28, 28, 1] of an image; a point unless "
          "given"),
      parameter("classifier_samples", &Featured::classifier_samples,
                "under `measure`, real samples from which features = \"classifier\" learns: others than are measured; "
                "every tenth is held out"),
      parameter("classifier_labels", &Featured::classifier_labels,
                "their classes, whole numbers from 0 on, a row each"),
      parameter("cache", &Featured::cache, meaning_of_cache)};

 protected:
  /// Of the two sides: those of `count` samples, or of all rows of files.
  Sides sides(const Evaluation& e, std::int64_t count) {
    if (features == "file") return {rows_of("real_features", real_features), rows_of("fake_features", fake_features)};
    if (features == "pixels") return {e, count};
    return {features_of(e, e.real(count)), features_of(e, e.fake(count))};
  }

  /// Of samples of a run; made once, whatever the step.
  Points features_of(const Evaluation& e, ConstMatrix samples) {
    if (features == "pixels") return as_points(samples);
    if (!reader_) make_reader(e, samples);
    Points out(samples.rows, network_->output().size());
    reader_->read(samples, [&](std::int64_t i, std::span<const float> row) {
      for (std::size_t j = 0; j < row.size(); ++j) out(i, static_cast<Eigen::Index>(j)) = double{row[j]};
    });
    return out;
  }

  void accept_features(const Data& data) const {
    if (features == "file") refuse("file", "a run makes its samples as it goes");
    if (features == "classifier" && data.classes() < 2) refuse("classifier", "the data has no labels");
  }

  /// The classifier says how good it is, behind the metric's own quantities.
  void add_quantity(std::vector<Quantity>& all) const {
    if (features == "classifier")
      all.push_back({"held_out",
                     "1",
                     Quantity::Better::neither,
                     "accuracy on unseen real samples of the classifier whose features are compared",
                     {},
                     [](const Data*) { return closed(0, 1); }});
  }
  void add_value(std::span<double> values) const {
    if (features == "classifier") values.back() = held_out_;
  }

 private:
  [[noreturn]] static void refuse(const char* which, const char* reason) {
    throw Error(Exit::usage, fmt::format("features is \"{}\", but must be another: {}", which, reason));
  }

  static Points rows_of(const char* key, const File& file) {
    if (file.path.empty())
      throw Error(Exit::usage, fmt::format("{} is \"\", but must be a file where features is \"file\"", key));
    const io::Points rows = io::read_points(file.path, {key, {}});
    return as_points(ConstDoubles(rows.values.data(), rows.rows, rows.columns));
  }

  /// Under `measure`, whose files tell neither shape nor labels.
  void require_told(const ConstMatrix& samples) {
    if (features != "classifier") return;
    if (classifier_samples.path.empty() || classifier_labels.path.empty())
      refuse("classifier", "under `measure` it needs classifier_samples and classifier_labels");
    files_ = std::make_unique<LabelledFiles>(classifier_samples.path, classifier_labels.path, shape);
    if (files_->shape().size() != samples.columns)
      throw Error(Exit::corrupt, fmt::format("{}: its samples have {} numbers, but must have {} as those measured",
                                             classifier_samples.path, files_->shape().size(), samples.columns));
    if (files_->classes() < 2) refuse("classifier", "classifier_labels tell no two classes apart");
  }

  void make_reader(const Evaluation& e, ConstMatrix samples) {
    if (!e.data) require_told(samples);
    constexpr int passes = 3;
    const Data* data = e.data ? e.data : files_.get();
    const Shape of_sample = data ? data->shape() : sample_shape(shape, samples.columns);
    network_ = std::make_unique<nn::Network>("features", feature_layers(of_sample), of_sample);
    network_->parameters().initialise(0);
    if (features == "classifier") {
      const Classifier trained(*data, passes, cache.path, e.poll);
      trained.copy_features(*network_);
      held_out_ = trained.held_out_accuracy();
    }
    reader_ = std::make_unique<Reader>(*network_);
  }

  std::unique_ptr<LabelledFiles> files_;
  std::unique_ptr<nn::Network> network_;
  std::unique_ptr<Reader> reader_;
  double held_out_ = 0;
};

}  // namespace ganzoo::metrics
