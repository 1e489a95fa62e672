// ganzoo: link fmt png
#include "picture_folder.hpp"
#include "pixels.hpp"

namespace {

using ganzoo::Error, ganzoo::Exit, ganzoo::Split;

/// Any images of one size: a folder of PNG files, grey or in colour.
struct Images : ganzoo::Data {
  static constexpr ganzoo::About about{
      .title = "a folder of PNG files",
      .source = "ISO/IEC 15948, Portable Network Graphics; libpng",
      .summary =
          "Images of one size, all grey or all in colour, opaque, of any colour type and 1 to 16 bits. Pixels are "
          "taken "
          "as stored: a file's gamma and colour space change none. Which of them are held back for validation and test "
          "is a fixed permutation of their names in order."};

  ganzoo::File folder;
  std::vector<double> range{-1, 1};
  double validation = 0.1, test = 0.1;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("folder", &Images::folder,
                        "whose files end in .png; those that begin with ._ (macOS) and folders in it are left out"),
      ganzoo::parameter("range", &Images::range, "what black and white become: [-1, 1] or [0, 1]"),
      ganzoo::parameter("validation", &Images::validation, ganzoo::half_open(0, 1),
                        "share of the files that is the validation split"),
      ganzoo::parameter("test", &Images::test, ganzoo::half_open(0, 1), "share of the files that is the test split")};

  void prepare() override {
    pixels_ = ganzoo::data::PixelRange::of(range);
    files_ = ganzoo::data::list_pictures(folder.path);
    images_ = ganzoo::data::read_pictures(files_);
    order_.resize(files_.size());
    ganzoo::Rng(0, ganzoo::Purpose::other).fill_permutation(order_);
    const auto share = [&](double of) { return static_cast<std::int64_t>(of * static_cast<double>(images_.count)); };
    held_ = share(validation);
    tested_ = share(test);
    if (held_ + tested_ >= images_.count)
      throw Error(Exit::usage,
                  fmt::format("data.validation and test are {} and {}, but must leave some of the {} files", validation,
                              test, images_.count));
  }

  ganzoo::Shape shape() const override { return {images_.height, images_.width, images_.channels}; }
  std::pair<double, double> interval() const override { return {range[0], range[1]}; }
  std::vector<std::string> files() const override { return files_; }

  std::int64_t size(Split split) const override {
    if (split == Split::train) return images_.count - held_ - tested_;
    return split == Split::validation ? held_ : tested_;
  }

  void fetch(Split split, std::span<const std::int64_t> indices, ganzoo::Matrix batch) const override {
    const std::int64_t trained = size(Split::train);
    const std::int64_t first = split == Split::train ? 0 : split == Split::validation ? trained : trained + held_;
    for (std::int64_t i = 0; i < batch.rows; ++i)
      images_.scale(order_[static_cast<std::size_t>(first + indices[static_cast<std::size_t>(i)])], pixels_.low,
                    pixels_.high, batch.row(i).data());
  }

 private:
  std::vector<std::string> files_;
  std::vector<std::int64_t> order_;  ///< train, then validation, then test
  std::int64_t held_ = 0, tested_ = 0;
  ganzoo::data::Pictures images_;
  ganzoo::data::PixelRange pixels_;
};

}  // namespace

GANZOO_PLUGIN(Images)
