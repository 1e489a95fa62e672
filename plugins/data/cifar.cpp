// ganzoo: link fmt
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "pixels.hpp"

namespace {

namespace fs = std::filesystem;
using ganzoo::Error, ganzoo::Exit, ganzoo::Split;

constexpr std::int64_t side = 32, plane = side * side, image_bytes = 3 * plane;

/// How one of the two sets lies in its files: each image behind its labels, a byte each.
struct Layout {
  const char* name;
  const char* folder;  ///< that its archive unpacks to
  std::vector<std::string> train;
  std::string test;
  std::vector<int> classes;                ///< of each label byte
  std::int64_t train_images, test_images;  ///< in a file, as published

  std::int64_t record() const { return static_cast<std::int64_t>(classes.size()) + image_bytes; }
};

const Layout cifar_10{
    "CIFAR-10",
    "cifar-10-batches-bin",
    {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"},
    "test_batch.bin",
    {10},
    10000,
    10000};
const Layout cifar_100{"CIFAR-100", "cifar-100-binary", {"train.bin"}, "test.bin", {20, 100}, 50000, 10000};

[[noreturn]] void corrupt(const fs::path& file, const std::string& what) {
  throw Error(Exit::corrupt, file.string() + ": " + what);
}

std::vector<char> read_file(const fs::path& file, const Layout& layout, std::int64_t wanted) {
  std::ifstream in(file, std::ios::binary);
  std::error_code failed;
  const auto size = static_cast<std::int64_t>(fs::file_size(file, failed));
  if (!in || failed) throw Error(Exit::environment, file.string() + ": cannot be read");
  const std::int64_t record = layout.record();
  if (wanted > 0 && size != wanted * record)
    corrupt(file, fmt::format("the file holds {} bytes, but must hold {}: {} images of {}", size, wanted * record,
                              wanted, record));
  if (size == 0 || size % record != 0)
    corrupt(file, fmt::format("the file holds {} bytes, but must hold a positive multiple of {}, its images' size",
                              size, record));
  std::vector<char> bytes(static_cast<std::size_t>(size));
  if (!in.read(bytes.data(), size)) throw Error(Exit::environment, file.string() + ": cannot be read");
  return bytes;
}

/// Three planes, red, green and blue, become pixels of three bytes.
void interleave(const char* planes, std::uint8_t* pixels) {
  for (std::int64_t p = 0; p < plane; ++p)
    for (std::int64_t c = 0; c < 3; ++c) pixels[3 * p + c] = static_cast<std::uint8_t>(planes[c * plane + p]);
}

void append(ganzoo::data::ByteImages& images, const fs::path& file, const Layout& layout, std::int64_t wanted,
            std::vector<std::uint8_t>& labels) {
  const std::vector<char> bytes = read_file(file, layout, wanted);
  const std::int64_t record = layout.record(), count = static_cast<std::int64_t>(bytes.size()) / record;
  images.pixels.resize(static_cast<std::size_t>((images.count + count) * image_bytes));
  for (std::int64_t i = 0; i < count; ++i) {
    const char* at = bytes.data() + i * record;
    for (const int classes : layout.classes)
      if (const int label = static_cast<std::uint8_t>(*at++); label >= classes)
        corrupt(file, fmt::format("label {} of image {} is no class, but must be below {}", label, i, classes));
    labels.push_back(static_cast<std::uint8_t>(at[-1]));
    interleave(at, images.pixels.data() + (images.count + i) * image_bytes);
  }
  images.count += count;
}

/// CIFAR-10 and CIFAR-100 in their binary version.
struct Cifar : ganzoo::Data {
  static constexpr ganzoo::About about{
      .title = "CIFAR-10 and CIFAR-100",
      .source = "Krizhevsky, Learning multiple layers of features from tiny images, 2009",
      .summary =
          "Colour images of 32×32 from the binary version: data_batch_1.bin to data_batch_5.bin and test_batch.bin, or "
          "train.bin and test.bin. The last training images are held back as the validation split. "
          "Labels are the 10 classes, or the 100 fine ones."};

  ganzoo::File folder;
  bool complete = true;
  std::vector<double> range{-1, 1};
  std::int64_t validation = 5000;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("folder", &Cifar::folder, "where the files are, or the folder that their archive unpacks to"),
      ganzoo::parameter("complete", &Cifar::complete, "refuse files that do not hold all images of the published ones"),
      ganzoo::parameter("range", &Cifar::range, "what black and white become: [-1, 1] or [0, 1]"),
      ganzoo::parameter("validation", &Cifar::validation, ganzoo::at_least(0),
                        "the last training images, held back as the validation split")};

  void prepare() override {
    pixels_ = ganzoo::data::PixelRange::of(range);
    const auto& [layout, where] = find();
    for (const std::string& name : layout.train) {
      files_.push_back((where / name).string());
      append(images_.train, where / name, layout, complete ? layout.train_images : 0, labels_of_train_);
    }
    files_.push_back((where / layout.test).string());
    append(images_.test, where / layout.test, layout, complete ? layout.test_images : 0, labels_of_test_);
    classes_ = layout.classes.back();
    images_.hold_back(validation, where.string());
  }

  ganzoo::Shape shape() const override { return {side, side, 3}; }
  std::pair<double, double> interval() const override { return {range[0], range[1]}; }
  std::vector<std::string> files() const override { return files_; }

  std::int64_t size(Split split) const override { return images_.size(split); }
  void fetch(Split split, std::span<const std::int64_t> indices, ganzoo::Matrix batch) const override {
    images_.fetch(split, indices, pixels_, batch);
  }
  int classes() const override { return classes_; }
  void fetch_labels(Split split, std::span<const std::int64_t> indices, std::span<ganzoo::Label> out) const override {
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = images_.label(split, indices[i], labels_of_train_, labels_of_test_);
  }

 private:
  /// Which set is there, and where.
  std::pair<const Layout&, fs::path> find() const {
    for (const Layout* layout : {&cifar_10, &cifar_100})
      for (const fs::path& where : {fs::path(folder.path), fs::path(folder.path) / layout->folder}) {
        std::error_code ignored;
        if (!folder.path.empty() && fs::exists(where / layout->test, ignored)) return {*layout, where};
      }
    throw Error(
        Exit::environment,
        fmt::format("data.folder is \"{}\", but must hold test_batch.bin (CIFAR-10) or test.bin (CIFAR-100)",
                    folder.path),
        "unpack cifar-10-binary.tar.gz or cifar-100-binary.tar.gz of https://www.cs.toronto.edu/~kriz/cifar.html");
  }

  std::vector<std::string> files_;
  int classes_ = 0;
  std::vector<std::uint8_t> labels_of_train_, labels_of_test_;
  ganzoo::data::SplitImages images_{{0, side, side, 3, {}}, {0, side, side, 3, {}}};
  ganzoo::data::PixelRange pixels_;
};

}  // namespace

GANZOO_PLUGIN(Cifar)
