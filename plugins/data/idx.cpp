// ganzoo: link fmt z
#include <algorithm>
#include <filesystem>
#include <ganzoo/ganzoo.hpp>

#include "idx_file.hpp"

namespace {

namespace fs = std::filesystem;
using ganzoo::Split;

/// MNIST, Fashion-MNIST and whatever else comes in their files.
struct Idx : ganzoo::Data {
  static constexpr ganzoo::About about{
      .title = "images in IDX files: MNIST, Fashion-MNIST",
      .source = "LeCun, Cortes & Burges, The MNIST database; Xiao, Rasul & Vollgraf, arXiv:1708.07747",
      .summary =
          "Greyscale images from the files train-images-idx3-ubyte and t10k-images-idx3-ubyte, gzipped or not. "
          "The last training images are held back as the validation split; t10k is the test split."};

  ganzoo::File folder{"/usr/share/datasets/fashion-mnist"}, train, test;
  std::vector<double> range{0, 1};
  std::int64_t side = 0;
  std::int64_t validation = 10000;
  bool labels = false;
  ganzoo::File train_labels, test_labels;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("folder", &Idx::folder, "where the files are; Debian's dataset-fashion-mnist unless given"),
      ganzoo::parameter("train", &Idx::train, "file of the training images, in place of the folder's"),
      ganzoo::parameter("test", &Idx::test, "file of the test images, in place of the folder's"),
      ganzoo::parameter("range", &Idx::range, "what black and white become: [0, 1] or [-1, 1]"),
      ganzoo::parameter("size", &Idx::side, ganzoo::closed(0, 1024),
                        "height and width that the images are padded to with black, evenly; 0: as they are"),
      ganzoo::parameter("validation", &Idx::validation, ganzoo::at_least(0),
                        "the last training images, held back as the validation split"),
      ganzoo::parameter("labels", &Idx::labels,
                        "gives the labels (10 classes) of train-labels-idx1-ubyte and t10k-labels-idx1-ubyte"),
      ganzoo::parameter("train_labels", &Idx::train_labels, "file of the training labels, in place of the folder's"),
      ganzoo::parameter("test_labels", &Idx::test_labels, "file of the test labels, in place of the folder's")};

  void prepare() override {
    pixels_ = ganzoo::data::PixelRange::of(range);
    train_file_ = train.path.empty() ? ganzoo::data::find_idx(folder.path, "train-images-idx3") : fs::path(train.path);
    test_file_ = test.path.empty() ? ganzoo::data::find_idx(folder.path, "t10k-images-idx3") : fs::path(test.path);
    const std::string train_name = train_file_.string(), test_name = test_file_.string();
    images_.train = ganzoo::data::read_idx_images(train_name);
    images_.test = ganzoo::data::read_idx_images(test_name);
    images_.require_one_size(train_name, test_name);
    if (side != 0) images_.train = ganzoo::data::framed(images_.train, side, train_name);
    if (side != 0) images_.test = ganzoo::data::framed(images_.test, side, test_name);
    images_.hold_back(validation, train_name);
    files_ = {train_name, test_name};
    if (labels) {
      labels_of_train_ = read_labels("train-labels-idx1", train_labels, images_.train.count);
      labels_of_test_ = read_labels("t10k-labels-idx1", test_labels, images_.test.count);
    } else if (!train_labels.path.empty() || !test_labels.path.empty()) {
      throw ganzoo::Error(ganzoo::Exit::usage,
                          "data.labels is false, but must be true where train_labels or test_labels is given");
    }
  }

  ganzoo::Shape shape() const override { return {images_.train.height, images_.train.width, 1}; }
  std::pair<double, double> interval() const override { return {range[0], range[1]}; }
  std::vector<std::string> files() const override { return files_; }

  std::int64_t size(Split split) const override { return images_.size(split); }
  void fetch(Split split, std::span<const std::int64_t> indices, ganzoo::Matrix batch) const override {
    images_.fetch(split, indices, pixels_, batch);
  }

  int classes() const override { return labels ? 10 : 0; }
  void fetch_labels(Split split, std::span<const std::int64_t> indices, std::span<ganzoo::Label> out) const override {
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = images_.label(split, indices[i], labels_of_train_, labels_of_test_);
  }

 private:
  std::vector<std::uint8_t> read_labels(const std::string& part, const ganzoo::File& given, std::int64_t images) {
    files_.push_back(given.path.empty() ? ganzoo::data::find_idx(folder.path, part).string() : given.path);
    return ganzoo::data::read_idx_labels(files_.back(), images);
  }

  fs::path train_file_, test_file_;
  ganzoo::data::SplitImages images_;
  ganzoo::data::PixelRange pixels_;
  std::vector<std::string> files_;
  std::vector<std::uint8_t> labels_of_train_, labels_of_test_;
};

}  // namespace

GANZOO_PLUGIN(Idx)
