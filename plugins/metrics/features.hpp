/// In what space a metric compares samples: their own numbers, or what a network makes of them.
#pragma once

#include <fmt/format.h>

#include <ganzoo/io/points.hpp>
#include <memory>
#include <string>
#include <vector>

#include "classifier.hpp"
#include "points.hpp"

namespace ganzoo::metrics {

/// What a metric derives from beside Metric to be asked for features.
struct Featured {
  std::string features = "pixels";
  File real_features, fake_features, cache;
  static constexpr auto feature_parameters = std::tuple{
      choice("features", &Featured::features,
             "what is compared; pixels: the samples' own numbers; random: 128 features of a convolutional network with "
             "fixed random weights; classifier: those of one that has learned the data's labels; file: real_features "
             "and fake_features, under `measure`",
             "pixels", "random", "classifier", "file"),
      parameter("real_features", &Featured::real_features,
                "where features = \"file\": FILE.npy, FILE.csv or FILE.h5:/path, a row a sample"),
      parameter("fake_features", &Featured::fake_features, "likewise, of the generated samples"),
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
    if (!reader_) make_reader(e);
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

  void make_reader(const Evaluation& e) {
    if (!e.data) refuse(features.c_str(), "files do not tell the shape of their samples");
    constexpr int passes = 3;
    network_ = std::make_unique<nn::Network>("features", feature_layers(e.data->shape()), e.data->shape());
    network_->parameters().initialise(0);
    if (features == "classifier") {
      const Classifier trained(*e.data, passes, cache.path, e.poll);
      trained.copy_features(*network_);
      held_out_ = trained.held_out_accuracy();
    }
    reader_ = std::make_unique<Reader>(*network_);
  }

  std::unique_ptr<nn::Network> network_;
  std::unique_ptr<Reader> reader_;
  double held_out_ = 0;
};

}  // namespace ganzoo::metrics
