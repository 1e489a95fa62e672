// ganzoo: link fmt
#include "classifier.hpp"
#include "conditional.hpp"

namespace {

using ganzoo::Quantity;

/// Whether generated samples show the class that the generator was told to make.
struct ClassAccuracy : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "a classifier's accuracy on samples of a conditional generator",
      .source = "Shmelkov, Schmid & Alahari (GAN-test), ECCV 2018; Ravuri & Vinyals, NeurIPS 2019",
      .summary =
          "A small network (two convolutions of stride 2 and a dense layer of 128; two dense layers where samples are "
          "no "
          "images) learns the data's labels from the training split, once a run and the same in every run on this "
          "data. "
          "accuracy is the share of generated samples that it takes for the class they were made as; held_out is its "
          "own accuracy on real samples that it has not seen, which a perfect generator scores. A generator with one "
          "sample a class can score higher than real data: it says nothing of diversity."};

  std::int64_t samples = 0;
  int passes = 3;
  ganzoo::File cache;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("samples", &ClassAccuracy::samples, ganzoo::at_least(0), "generated ones; 0: metrics.samples"),
      ganzoo::parameter("passes", &ClassAccuracy::passes, ganzoo::closed(1, 1000),
                        "over the training data in the classifier's training"),
      ganzoo::parameter("cache", &ClassAccuracy::cache, ganzoo::metrics::meaning_of_cache)};

  std::vector<Quantity> quantities() const override {
    const auto share = [](const ganzoo::Data*) { return ganzoo::closed(0, 1); };
    return {{"accuracy",
             "1",
             Quantity::Better::higher,
             "share of samples taken for the class they were made as",
             {},
             share},
            {"held_out",
             "1",
             Quantity::Better::neither,
             "the classifier's own accuracy on unseen real samples",
             {},
             share}};
  }

  void accept(const ganzoo::Data& data, const ganzoo::Generator& generator, const ganzoo::Divergence&) const override {
    if (data.classes() < 2) refuse("the data has no labels");
    if (!ganzoo::metrics::takes_labels(generator, data))
      refuse("the generator takes no labels", "generator.conditional = true");
  }

  /// Real against real: the classes are those of the real samples.
  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    if (!e.data || !e.real_labels) refuse("it needs labelled data, which files of samples are not");
    if (!classifier_) classifier_ = std::make_unique<ganzoo::metrics::Classifier>(*e.data, passes, cache.path, e.poll);
    const std::int64_t n = samples > 0 ? samples : count;
    const ganzoo::ConstMatrix judged = e.fake_labels ? e.fake(n) : e.real(n);
    const auto labels = e.fake_labels ? e.fake_labels(judged.rows) : e.real_labels(judged.rows);
    values[0] = classifier_->accuracy(judged, labels);
    values[1] = classifier_->held_out_accuracy();
  }

 private:
  [[noreturn]] static void refuse(const std::string& reason, const std::string& hint = {}) {
    throw ganzoo::Error(ganzoo::Exit::usage, "metric class_accuracy: " + reason, hint);
  }

  std::unique_ptr<ganzoo::metrics::Classifier> classifier_;
};

}  // namespace

GANZOO_PLUGIN(ClassAccuracy)
