// ganzoo: link fmt z
#include <algorithm>
#include <memory>

#include "digit_reader.hpp"
#include "idx_file.hpp"

namespace {

using ganzoo::Split;
using ganzoo::data::ByteImages, ganzoo::data::DigitReader, ganzoo::data::NearestNeighbour;

constexpr int channels = ganzoo::data::DigitReader::channels;

/// Three digits, one in each channel: a thousand modes that can be counted.
struct StackedMnist : ganzoo::Data {
  static constexpr ganzoo::About about{
      .title = "stacked MNIST: three digits in three channels",
      .source =
          "Metz et al., ICLR 2017, section 3.3.1; Srivastava et al. (VEEGAN), NeurIPS 2017; Lin et al. (PacGAN), 2018",
      .summary =
          "Each sample stacks three random images of an IDX set (MNIST, Fashion-MNIST) as red, green and blue. Metric "
          "modes reads each channel by its nearest neighbour among `references` training images. A channel is of high "
          "quality if it is as near as 99 % of held-back real ones, which a blurred one may be too; the true weights "
          "are the shares that real images "
          "are read as, misreadings included. Published counts use a trained classifier and 26 000 samples. The label "
          "of a sample "
          "is the number of its three classes, 0 to 999."};

  ganzoo::File folder{"/usr/share/datasets/fashion-mnist"};
  std::vector<double> range{-1, 1};
  std::int64_t samples = 128'000, test_samples = 26'000, validation = 10'000, references = 5000;
  int side = 0;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("folder", &StackedMnist::folder,
                        "where the IDX files are; Debian's dataset-fashion-mnist unless given"),
      ganzoo::parameter("range", &StackedMnist::range, "what black and white become: [-1, 1] or [0, 1]"),
      ganzoo::parameter("samples", &StackedMnist::samples, ganzoo::closed(1, 1e9), "triples in the training split"),
      ganzoo::parameter("test_samples", &StackedMnist::test_samples, ganzoo::closed(1, 1e9),
                        "triples in the test split, and in the validation split where there is one"),
      ganzoo::parameter("validation", &StackedMnist::validation, ganzoo::at_least(1),
                        "the last training images, held back: for the validation split, and for the metric"),
      ganzoo::parameter("references", &StackedMnist::references, ganzoo::at_least(10),
                        "training images that metric modes looks for a neighbour among"),
      ganzoo::parameter("size", &StackedMnist::side, ganzoo::closed(0, 1024),
                        "height and width that the images are padded to with black, evenly; 0: as they are")};

  void prepare() override {
    pixels_ = ganzoo::data::PixelRange::of(range);
    images_.train = open("train", train_labels_);
    images_.test = open("t10k", test_labels_);
    images_.require_one_size(files_[0], files_[2]);
    images_.hold_back(validation, files_[0]);
  }

  ganzoo::Shape shape() const override { return {images_.train.height, images_.train.width, channels}; }
  std::pair<double, double> interval() const override { return {range[0], range[1]}; }
  std::vector<std::string> files() const override { return files_; }
  std::int64_t size(Split split) const override { return split == Split::train ? samples : test_samples; }

  void fetch(Split split, std::span<const std::int64_t> indices, ganzoo::Matrix batch) const override {
    for (std::int64_t i = 0; i < batch.rows; ++i)
      for (int c = 0; c < channels; ++c) {
        const auto image = images_.image(split, image_of(split, indices[static_cast<std::size_t>(i)], c));
        for (std::size_t p = 0; p < image.size(); ++p)
          batch.row(i)[channels * p + static_cast<std::size_t>(c)] = pixels_.at(image[p]);
      }
  }

  /// The three digits as one number.
  int classes() const override { return 1000; }
  void fetch_labels(Split split, std::span<const std::int64_t> indices, std::span<ganzoo::Label> out) const override {
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = 0;
      for (int c = 0; c < channels; ++c)
        out[i] = 10 * out[i] + images_.label(split, image_of(split, indices[i], c), train_labels_, test_labels_);
    }
  }

  const ganzoo::ModeClassifier* mode_classifier() const override {
    if (!reader_) {
      neighbours_ = std::make_unique<NearestNeighbour>(images_.train, train_labels_,
                                                       std::min(references, images_.size(Split::train)));
      reader_ = std::make_unique<DigitReader>(*neighbours_, held_back(), pixels_);
    }
    return reader_.get();
  }

 private:
  /// Which three images a sample stacks is part of the data: it depends on no seed.
  std::int64_t image_of(Split split, std::int64_t sample, int channel) const {
    const ganzoo::Rng rng(0, ganzoo::Purpose::other, static_cast<std::uint64_t>(split));
    const auto bound = static_cast<std::uint64_t>(images_.size(split));
    return static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(channels * sample + channel), bound));
  }

  /// The images of a part, framed, and their labels.
  ByteImages open(const std::string& part, std::vector<std::uint8_t>& labels) {
    const std::string images = ganzoo::data::find_idx(folder.path, part + "-images-idx3").string();
    const std::string classes = ganzoo::data::find_idx(folder.path, part + "-labels-idx1").string();
    files_.insert(files_.end(), {images, classes});
    ByteImages read = ganzoo::data::read_idx_images(images);
    labels = ganzoo::data::read_idx_labels(classes, read.count);
    return side == 0 ? std::move(read) : ganzoo::data::framed(read, side, images);
  }

  /// Up to 5000 of the images held back.
  ByteImages held_back() const {
    const ByteImages& train = images_.train;
    ByteImages held{std::min<std::int64_t>(validation, 5000), train.height, train.width, 1, {}};
    const auto first = train.pixels.begin() + images_.size(Split::train) * train.size();
    held.pixels.assign(first, first + held.count * held.size());
    return held;
  }

  std::vector<std::string> files_;
  ganzoo::data::SplitImages images_;
  std::vector<std::uint8_t> train_labels_, test_labels_;
  ganzoo::data::PixelRange pixels_;
  mutable std::unique_ptr<NearestNeighbour> neighbours_;  ///< made when first asked for: most runs count no modes
  mutable std::unique_ptr<DigitReader> reader_;
};

}  // namespace

GANZOO_PLUGIN(StackedMnist)
