// Metrics that look at classes: a classifier's accuracy, the features that it has, and distances within classes.
#include <ganzoo/core/rng.hpp>

#include <filesystem>

#include "components/files.hpp"
#include "components/make.hpp"

using namespace ganzoo;

namespace {

/// Four clouds at the corners of a square, labelled by corner, of which each has the same share.
struct Corners : Data {
  Shape shape() const override { return {2}; }
  int classes() const override { return 4; }
  void draw(Matrix batch, const Rng& rng) const override {
    rng.fill_normal(batch.flat(), 0, 0.3F);
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const Label c = corner(rng, i);
      batch(i, 0) += c % 2 == 0 ? -2.0F : 2.0F;
      batch(i, 1) += c / 2 == 0 ? -2.0F : 2.0F;
    }
  }
  void draw_labels(std::span<Label> labels, const Rng& rng) const override {
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = corner(rng, static_cast<std::int64_t>(i));
  }
  static Label corner(const Rng& rng, std::int64_t i) {
    return static_cast<Label>(rng.child(1).below(static_cast<std::uint64_t>(i), 4));
  }
};

/// Real and generated samples, both of Corners, whose labels are `turned` by so many classes.
struct Scene {
  Corners data;
  OwnedMatrix real{400, 2}, fake{400, 2};
  std::vector<Label> real_labels = std::vector<Label>(400), fake_labels = real_labels;
  Evaluation evaluation;

  explicit Scene(Label turned) {
    data.draw(real, Rng(1, Purpose::data));
    data.draw_labels(real_labels, Rng(1, Purpose::data));
    data.draw(fake, Rng(2, Purpose::data));
    data.draw_labels(fake_labels, Rng(2, Purpose::data));
    for (Label& label : fake_labels) label = (label + turned) % 4;
    evaluation.data = &data;
    evaluation.real = [this](std::int64_t n) { return ConstMatrix(real.view().slice(0, n)); };
    evaluation.fake = [this](std::int64_t n) { return ConstMatrix(fake.view().slice(0, n)); };
    evaluation.real_labels = [this](std::int64_t n) { return first(real_labels, n); };
    evaluation.fake_labels = [this](std::int64_t n) { return first(fake_labels, n); };
  }
  static std::span<const Label> first(const std::vector<Label>& labels, std::int64_t n) {
    return std::span(labels).first(static_cast<std::size_t>(n));
  }
  std::vector<double> values(Metric& metric) {
    std::vector<double> all(metric.quantities().size());
    metric.evaluate(evaluation, 400, all);
    return all;
  }
};

}  // namespace

TEST_CASE("class_accuracy is the classifier's own for a perfect generator, and 0 for one that mistakes each class",
          "[unit]") {
  const auto right = Scene(0).values(*make<Metric>("class_accuracy")),
             wrong = Scene(1).values(*make<Metric>("class_accuracy"));
  CHECK(right[0] > 0.99);
  CHECK(right[1] > 0.99);
  CHECK(wrong[0] < 0.01);
  CHECK(wrong[1] == right[1]);
}

TEST_CASE("class_accuracy judges real samples where no generated ones are", "[unit]") {
  Scene floor(0);
  floor.evaluation.fake_labels = {};
  CHECK(floor.values(*make<Metric>("class_accuracy"))[0] > 0.99);
  floor.evaluation.real_labels = {};
  const auto metric = make<Metric>("class_accuracy");
  CHECK_THROWS_WITH(floor.values(*metric),
                    "metric class_accuracy: it needs labelled data, which files of samples are not");
}

TEST_CASE("the Fréchet distance within classes sees mistaken ones, which that of all samples cannot", "[unit]") {
  const auto right = Scene(0).values(*make<Metric>("frechet", {{"classes", true}})),
             wrong = Scene(1).values(*make<Metric>("frechet", {{"classes", true}}));
  REQUIRE(right.size() == 2);
  CHECK(right[0] == wrong[0]);
  CHECK(right[1] < 0.1);
  CHECK(wrong[1] > 16 - 1);  // a side of the square, or its diagonal, from where they should be
}

TEST_CASE("features of a network tell samples apart, are the same each time, and the classifier says how good it is",
          "[unit]") {
  for (const char* name : {"frechet", "kid", "prdc"})
    for (const char* features : {"random", "classifier"}) {
      CAPTURE(name, features);
      Scene scene(0);
      const auto metric = make<Metric>(name, {{"features", features}}),
                 again = make<Metric>(name, {{"features", features}});
      const auto near = scene.values(*metric);
      CHECK(near == scene.values(*metric));
      CHECK(near == scene.values(*again));
      const bool learned = std::string(features) == "classifier";
      CHECK(near.size() == make<Metric>(name)->quantities().size() + (learned ? 1 : 0));
      if (learned) CHECK(near.back() > 0.99);
      for (float& x : scene.fake.view().flat()) x *= 0.2F;
      const auto far = scene.values(*metric);
      if (std::string(name) == "prdc")
        CHECK(far[3] < near[3]);  // coverage
      else
        CHECK(far[0] > 10 * std::abs(near[0]));
    }
}

TEST_CASE("features are refused where there are none", "[unit]") {
  Scene files(0);
  files.evaluation.data = nullptr;
  const auto learned = make<Metric>("frechet", {{"features", "classifier"}});
  CHECK_THROWS_WITH(files.values(*learned),
                    "features is \"classifier\", but must be another: under `measure` it needs classifier_samples and "
                    "classifier_labels");
  const auto shaped = make<Metric>("frechet", {{"features", "random"}, {"shape", List{4, 4, 1}}});
  CHECK_THROWS_WITH(files.values(*shaped), "shape is 4×4×1, but must be of 2 numbers, as the samples are");
  const auto metric = make<Metric>("kid", {{"features", "file"}});
  CHECK_THROWS_WITH(files.values(*metric), "real_features is \"\", but must be a file where features is \"file\"");
}

TEST_CASE("a classifier that is kept is the one that was trained, for its own data and passes alone", "[unit]") {
  TemporaryFolder folder;
  const std::string file = (folder.path / "classifier").string();
  const auto with = [&](const char* name, int passes) {
    return make<Metric>("class_accuracy", {{"cache", name}, {"passes", passes}});
  };
  const auto bytes = [&] { return files::read(folder.path / "classifier"); };
  Scene scene(0);
  const auto fresh = scene.values(*make<Metric>("class_accuracy", {{"passes", 1}}));
  CHECK(scene.values(*with(file.c_str(), 1)) == fresh);
  const auto kept = bytes();
  CHECK(scene.values(*with(file.c_str(), 1)) == fresh);
  CHECK(bytes() == kept);
  scene.values(*with(file.c_str(), 2));
  CHECK(bytes() != kept);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);

  files::write(folder.path / "classifier", kept.substr(0, kept.size() - 1));
  CHECK_THROWS_WITH(scene.values(*with(file.c_str(), 1)), "cache is " + file + ", which must be whole, but is not");
  files::write(folder.path / "classifier", "my thesis");
  CHECK_THROWS_WITH(scene.values(*with(file.c_str(), 1)),
                    "cache is " + file + ", which must be a classifier's cache, but is not");
  CHECK(bytes() == "my thesis");
  const std::string nowhere = (folder.path / "no" / "folder").string();
  CHECK_THROWS_WITH(scene.values(*with(nowhere.c_str(), 1)),
                    "cache " + nowhere + " cannot be written: Input/output error");
}

TEST_CASE("metrics that ask the critic for scores of samples alone are refused where it is told their classes",
          "[unit]") {
  const Corners data;
  const auto plain = make<Generator>("mlp"), conditional = make<Generator>("mlp", {{"conditional", true}});
  const auto divergence = make<Divergence>("kl");
  for (const char* name : {"critic_gap", "lipschitz"}) {
    INFO(name);
    const auto metric = make<Metric>(name);
    CHECK_NOTHROW(metric->accept(data, *plain, *divergence));
    CHECK_THROWS_WITH(metric->accept(data, *conditional, *divergence),
                      Catch::Matchers::Contains("a conditional critic scores no sample without its label"));
  }
}

TEST_CASE("under measure random features are those of a run, and a classifier learns from files", "[unit]") {
  const TemporaryFolder folder;
  OwnedMatrix known(600, 2);
  std::vector<Label> labels(600);
  Scene scene(0);
  scene.data.draw(known, Rng(3, Purpose::data));
  scene.data.draw_labels(labels, Rng(3, Purpose::data));
  std::string samples, classes;
  for (std::int64_t i = 0; i < known.rows; ++i) {
    samples += std::to_string(known.view()(i, 0)) + "," + std::to_string(known.view()(i, 1)) + "\n";
    classes += std::to_string(labels[static_cast<std::size_t>(i)]) + "\n";
  }
  files::write(folder.path / "known.csv", samples);
  files::write(folder.path / "labels.csv", classes);
  const auto of_run = scene.values(*make<Metric>("prdc", {{"features", "random"}}));
  scene.evaluation.data = nullptr;
  CHECK(scene.values(*make<Metric>("prdc", {{"features", "random"}})) == of_run);
  const auto classifier = [&](const char* file) {
    return make<Metric>("prdc", {{"features", "classifier"},
                                 {"classifier_samples", (folder.path / "known.csv").string()},
                                 {"classifier_labels", (folder.path / file).string()}});
  };
  const auto values = scene.values(*classifier("labels.csv"));
  CHECK(values.size() == 5);
  CHECK(values.back() > 0.99);  // of the 60 that it left out
  files::write(folder.path / "wrong.csv", "1.5\n" + classes.substr(classes.find('\n') + 1));
  CHECK_THROWS_WITH(scene.values(*classifier("wrong.csv")),
                    (folder.path / "wrong.csv").string() + ": label 1 is 1.5, but must be a whole number in [0, 1000)");
  files::write(folder.path / "wrong.csv", "1\n");
  CHECK_THROWS_WITH(scene.values(*classifier("wrong.csv")),
                    (folder.path / "wrong.csv").string() +
                        ": holds 1 rows of 1 numbers, but must hold one label for each of 600 samples");
}

TEST_CASE("prdc within classes sees mistaken ones, which that of all samples cannot", "[unit]") {
  const auto right = Scene(0).values(*make<Metric>("prdc", {{"classes", true}})),
             wrong = Scene(1).values(*make<Metric>("prdc", {{"classes", true}}));
  REQUIRE(right.size() == 8);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(right[i] == wrong[i]);
    CHECK(right[i + 4] > 0.5);
    CHECK(wrong[i + 4] == 0);
  }
}

/// Labels that nothing in the samples tells: whoever has learned them by heart knows no others.
struct Noise : Data {
  Noise(std::int64_t train, std::int64_t validation) : train_(train), validation_(validation) {}
  Shape shape() const override { return {8}; }
  int classes() const override { return 2; }
  std::int64_t size(Split split) const override {
    return split == Split::train ? train_ : split == Split::validation ? validation_ : 0;
  }
  void fetch(Split split, std::span<const std::int64_t> indices, Matrix batch) const override {
    for (std::size_t i = 0; i < indices.size(); ++i)
      stream(split, indices[i]).fill_normal(batch.row(static_cast<std::int64_t>(i)), 0, 1);
  }
  void fetch_labels(Split split, std::span<const std::int64_t> indices, std::span<Label> out) const override {
    for (std::size_t i = 0; i < indices.size(); ++i)
      out[i] = static_cast<Label>(stream(split, indices[i]).below(99, 2));
  }
  static Rng stream(Split split, std::int64_t i) {
    return Rng(7, Purpose::other, static_cast<std::uint64_t>(i)).child(static_cast<std::uint64_t>(split));
  }
  std::int64_t train_, validation_;
};

TEST_CASE("a classifier's own accuracy is that on samples that it has not learned, whatever splits there are",
          "[unit]") {
  // By heart: 300 passes over 500 samples. Unseen ones are a coin's throws: 0.5 ± 0.3 is four standard errors and more.
  for (const std::int64_t validation : {0, 50}) {
    const Noise data(500, validation);
    OwnedMatrix x(500, 8);
    std::vector<std::int64_t> all(500);
    for (std::int64_t i = 0; i < 500; ++i) all[static_cast<std::size_t>(i)] = i;
    std::vector<Label> labels(500);
    data.fetch(Split::train, all, x);
    data.fetch_labels(Split::train, all, labels);
    Evaluation e;
    e.data = &data;
    e.real = [&](std::int64_t n) { return ConstMatrix(x.view().slice(0, n)); };
    e.real_labels = [&](std::int64_t n) { return std::span<const Label>(labels).first(static_cast<std::size_t>(n)); };
    std::vector<double> values(2);
    make<Metric>("class_accuracy", {{"passes", 300}})->evaluate(e, 500, values);
    CHECK(values[0] > 0.9);
    CHECK(std::abs(values[1] - 0.5) < 0.3);
  }
}
