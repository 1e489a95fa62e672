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
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("folder", &Idx::folder, "where the files are; Debian's dataset-fashion-mnist unless given"),
      ganzoo::parameter("train", &Idx::train, "file of the training images, in place of the folder's"),
      ganzoo::parameter("test", &Idx::test, "file of the test images, in place of the folder's"),
      ganzoo::parameter("range", &Idx::range, "what black and white become: [0, 1] or [-1, 1]"),
      ganzoo::parameter("size", &Idx::side, ganzoo::closed(0, 1024),
                        "height and width that the images are padded to with black, evenly; 0: as they are"),
      ganzoo::parameter("validation", &Idx::validation, ganzoo::at_least(0),
                        "the last training images, held back as the validation split")};

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
  }

  ganzoo::Shape shape() const override { return {images_.train.height, images_.train.width, 1}; }
  std::pair<double, double> interval() const override { return {range[0], range[1]}; }
  std::vector<std::string> files() const override { return {train_file_.string(), test_file_.string()}; }

  std::int64_t size(Split split) const override { return images_.size(split); }
  void fetch(Split split, std::span<const std::int64_t> indices, ganzoo::Matrix batch) const override {
    images_.fetch(split, indices, pixels_, batch);
  }

 private:
  fs::path train_file_, test_file_;
  ganzoo::data::SplitImages images_;
  ganzoo::data::PixelRange pixels_;
};

}  // namespace

GANZOO_PLUGIN(Idx)
