// ganzoo: link fmt z
#include <algorithm>
#include <filesystem>
#include <ganzoo/ganzoo.hpp>

#include "idx_file.hpp"

namespace {

namespace fs = std::filesystem;
using ganzoo::Error, ganzoo::Exit, ganzoo::Split;
using ganzoo::data::ByteImages;

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
    train_ = ganzoo::data::read_idx_images(train_file_.string());
    test_ = ganzoo::data::read_idx_images(test_file_.string());
    if (test_.height != train_.height || test_.width != train_.width)
      throw Error(Exit::corrupt,
                  fmt::format("{}: the images are {}×{}, but must be {}×{} as in {}", test_file_.string(), test_.height,
                              test_.width, train_.height, train_.width, train_file_.string()));
    if (side != 0) train_ = ganzoo::data::framed(train_, side, train_file_.string());
    if (side != 0) test_ = ganzoo::data::framed(test_, side, test_file_.string());
    if (validation >= train_.count)
      throw Error(Exit::usage, fmt::format("data.validation is {}, but must be below {}, the number of images in {}",
                                           validation, train_.count, train_file_.string()));
  }

  ganzoo::Shape shape() const override { return {train_.height, train_.width, 1}; }
  std::pair<double, double> interval() const override { return {range[0], range[1]}; }
  std::vector<std::string> files() const override { return {train_file_.string(), test_file_.string()}; }

  std::int64_t size(Split split) const override {
    if (split == Split::test) return test_.count;
    return split == Split::validation ? validation : train_.count - validation;
  }

  void fetch(Split split, std::span<const std::int64_t> indices, ganzoo::Matrix batch) const override {
    const ByteImages& images = split == Split::test ? test_ : train_;
    const std::int64_t first = split == Split::validation ? train_.count - validation : 0;
    for (std::int64_t i = 0; i < batch.rows; ++i)
      pixels_.scale(images[first + indices[static_cast<std::size_t>(i)]], batch.row(i).data());
  }

 private:
  fs::path train_file_, test_file_;
  ByteImages train_, test_;
  ganzoo::data::PixelRange pixels_;
};

}  // namespace

GANZOO_PLUGIN(Idx)
