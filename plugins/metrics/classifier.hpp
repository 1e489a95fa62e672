/// A small network that tells the classes of data: trained on its labels alone, the same for every run on this data.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/kernels.hpp>
#include <ganzoo/nn/network.hpp>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "classifier_cache.hpp"

namespace ganzoo::metrics {

/// From a sample to 128 features: two convolutions of stride 2 and a dense layer for images, two dense layers for others.
inline nn::LayerPtr feature_layers(const Shape& sample) {
  const nn::Init he{.law = nn::Init::Law::he_normal, .scale = 1};
  constexpr int features = 128;
  if (sample.rank() != 3)
    return nn::sequential({sample.rank() == 1 ? nullptr : nn::flatten(), nn::dense(features, he), nn::relu(),
                           nn::dense(features, he), nn::relu()});
  const nn::Conv conv{.kernel = 4, .stride = 2, .padding = 1, .weight = he};
  return nn::sequential({nn::conv2d(16, conv), nn::relu(), nn::conv2d(32, conv), nn::relu(), nn::flatten(),
                         nn::dense(features, he), nn::relu()});
}

/// A network in inference mode over any number of rows.
class Reader {
 public:
  explicit Reader(nn::Network& network) : plan_(network.plan(engine_, {.batch = rows, .training = false})) {}

  /// `take(row, output)` for each row of x.
  template <class Take>
  void read(ConstMatrix x, const Take& take) {
    for (std::int64_t first = 0; first < x.rows; first += rows) {
      const std::int64_t count = std::min<std::int64_t>(rows, x.rows - first);
      std::ranges::copy(x.slice(first, count).flat(), plan_->input().data);
      plan_->forward();
      for (std::int64_t i = 0; i < count; ++i) take(first + i, plan_->output().row(i));
    }
  }

 private:
  static constexpr int rows = 100;
  nn::Engine engine_;
  std::unique_ptr<nn::Plan> plan_;
};

class Classifier {
 public:
  /// Trains for so many passes over the data, unless `cache` (a file; "" for none) holds what came of it; `poll` is called
  /// before each batch. Nothing hangs on the run's seed.
  Classifier(const Data& data, int passes, const std::string& cache, const std::function<void()>& poll)
      : data_(data),
        network_("classifier", nn::sequential({feature_layers(data.shape()), nn::dense(data.classes())}),
                 data.shape()) {
    const ClassifierCache kept(cache, data, passes);
    const auto before = kept.load(network_.parameters().values());
    if (!before) {
      network_.parameters().initialise(0);
      train(passes, poll);
    }
    reader_ = std::make_unique<Reader>(network_);
    held_out_ = before ? *before : accuracy_on_held_out();
    if (!before) kept.save(network_.parameters().numbers(), held_out_);
  }

  /// Of real samples that it has not seen: the test split's, or else the validation split's, or else every tenth training
  /// sample, which it then leaves out; fresh ones of endless data.
  double held_out_accuracy() const { return held_out_; }

  /// Its weights into the network of its feature_layers() alone.
  void copy_features(nn::Network& body) const {
    const nn::Parameters &from = network_.parameters(), &to = body.parameters();
    for (std::size_t i = 0; i < to.entries().size(); ++i)
      std::ranges::copy(from.value(from.find(to.entries()[i].name)), to.value(static_cast<int>(i)).begin());
  }

  /// The share of samples [n, d] that it takes for what their labels say.
  double accuracy(ConstMatrix samples, std::span<const Label> labels) {
    std::int64_t right = 0;
    reader_->read(samples, [&](std::int64_t i, std::span<const float> scores) {
      right += std::ranges::max_element(scores) - scores.begin() == labels[static_cast<std::size_t>(i)];
    });
    return static_cast<double>(right) / static_cast<double>(samples.rows);
  }

 private:
  static constexpr std::int64_t batch = 100, endless_pass = 20'000, most_held_out = 10'000;

  /// Adam; the last pass at a tenth of the rate.
  void train(int passes, const std::function<void()>& poll) {
    nn::Engine engine;
    const auto plan = network_.plan(engine, {.batch = static_cast<int>(batch), .weight_gradient = true});
    nn::Parameters& weights = network_.parameters();
    std::vector<float> first(weights.values().size()), second(first.size());
    std::vector<Label> labels(static_cast<std::size_t>(batch));
    nn::AdamStep step{
        .rate = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8, .beta1_product = 1, .beta2_product = 1};
    leave_out();
    const std::int64_t size = data_.size(Split::train) - std::ssize(left_out_),
                       batches = std::max<std::int64_t>(1, (size > 0 ? size : endless_pass) / batch);
    for (int pass = 0; pass < passes; ++pass) {
      if (pass + 1 == passes) step.rate /= 10;
      open(static_cast<std::uint64_t>(pass));
      for (std::int64_t b = 0; b < batches; ++b) {
        poll();
        fetch(Split::train, static_cast<std::uint64_t>(pass * batches + b), b * batch, plan->input(), labels);
        plan->forward();
        cross_entropy_gradient(plan->output(), labels, plan->output_gradient());
        plan->backward();
        step.beta1_product *= step.beta1;
        step.beta2_product *= step.beta2;
        nn::adam_update(weights, first, second, step);
      }
    }
  }

  /// Of finite data that holds nothing back.
  void leave_out() {
    constexpr std::int64_t every = 10;
    const std::int64_t size = data_.size(Split::train);
    if (held_back() != Split::train || size == 0) return;
    for (std::int64_t i = every - 1; i < size; i += every) left_out_.push_back(i);
  }

  /// Where its accuracy is measured.
  Split held_back() const {
    if (data_.size(Split::train) == 0 || data_.size(Split::test) > 0) return Split::test;
    return data_.size(Split::validation) > 0 ? Split::validation : Split::train;
  }

  void open(std::uint64_t pass) {
    order_.resize(static_cast<std::size_t>(data_.size(Split::train) - std::ssize(left_out_)));
    Rng(0, Purpose::other, pass).fill_permutation(order_);
    // Of ten neighbours the last is left out, where any is: the i-th of the others is number i + i/9.
    if (!left_out_.empty())
      for (std::int64_t& i : order_) i += i / 9;
  }

  /// Finite data: of the order at hand, from its first again behind its last.
  void fetch(Split split, std::uint64_t draw, std::int64_t from, Matrix samples, std::span<Label> labels) const {
    if (order_.empty()) {
      const Rng rng = Rng(0, Purpose::other, draw).child(static_cast<std::uint64_t>(split));
      data_.draw(samples, rng);
      return data_.draw_labels(labels, rng);
    }
    std::vector<std::int64_t> indices(labels.size());
    for (std::size_t i = 0; i < indices.size(); ++i)
      indices[i] = order_[(static_cast<std::size_t>(from) + i) % order_.size()];
    data_.fetch(split, indices, samples);
    data_.fetch_labels(split, indices, labels);
  }

  /// ∂(−mean log softmax(scores)[label])/∂scores
  static void cross_entropy_gradient(ConstMatrix scores, std::span<const Label> labels, Matrix gradient) {
    for (std::int64_t i = 0; i < scores.rows; ++i) {
      const auto row = scores.row(i);
      const double most = *std::ranges::max_element(row);
      const double sum = std::accumulate(row.begin(), row.end(), 0.0,
                                         [&](double s, float x) { return s + std::exp(double{x} - most); });
      for (std::int64_t c = 0; c < scores.columns; ++c)
        gradient(i, c) = static_cast<float>(
            (std::exp(double{scores(i, c)} - most) / sum - (c == labels[static_cast<std::size_t>(i)] ? 1 : 0)) /
            static_cast<double>(scores.rows));
    }
  }

  double accuracy_on_held_out() {
    const Split split = held_back();
    order_ = left_out_;
    if (split != Split::train) {
      order_.resize(static_cast<std::size_t>(data_.size(split)));
      std::iota(order_.begin(), order_.end(), std::int64_t{0});
    }
    const std::int64_t size = std::ssize(order_), n = size > 0 ? std::min(size, most_held_out) : most_held_out;
    if (size == 0 && data_.size(Split::train) > 0) return std::nan("");  // fewer than ten samples in all
    OwnedMatrix samples(n, data_.shape().size());
    std::vector<Label> labels(static_cast<std::size_t>(n));
    fetch(split, 0, 0, samples, labels);
    return accuracy(samples, labels);
  }

  const Data& data_;
  nn::Network network_;
  std::vector<std::int64_t> order_, left_out_;  ///< rows of the split at hand; those of the training split not learned
  std::unique_ptr<Reader> reader_;
  double held_out_ = 0;
};

}  // namespace ganzoo::metrics
