// ganzoo: link fmt png jpeg z
#include "picture_cache.hpp"
#include "pixels.hpp"

namespace {

using ganzoo::Error, ganzoo::Exit, ganzoo::Split;

/// Anyone's own pictures: a folder of PNG and JPEG files, made alike as asked.
struct Images : ganzoo::Data {
  static constexpr ganzoo::About about{
      .title = "a folder of PNG and JPEG files",
      .source = "ISO/IEC 15948, Portable Network Graphics, libpng; ITU-T T.81, JPEG, libjpeg-turbo",
      .summary =
          "Unless told otherwise images of one size, all grey or all in colour, opaque, of any colour type and 1 to 16 "
          "bits. Pixels are taken as stored: a file's gamma and colour space change none; a JPEG file is turned as its "
          "camera noted. Which of them are held back for validation and test is a fixed permutation of their names in "
          "order."};

  ganzoo::File folder, cache;
  bool nested = false, flip = false, labels = false;
  std::int64_t size_ = 0;
  std::string resize = "crop", colour = "stored", on_error = "refuse";
  std::vector<double> range{-1, 1}, background;
  double validation = 0.1, test = 0.1;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("folder", &Images::folder,
                        "whose files end in .png, .jpg or .jpeg; those that begin with ._ (macOS) are left out"),
      ganzoo::parameter("nested", &Images::nested,
                        "takes the pictures of the folders in it too, however deep; links to folders are not followed"),
      ganzoo::parameter(
          "size", &Images::size_, ganzoo::closed(0, 4096),
          "side of the square that each picture becomes, a pixel being the mean of the area that it covers; "
          "0: as stored, and all alike"),
      ganzoo::choice("resize", &Images::resize,
                     "where size is given; crop: the largest square in the middle; fit: the whole picture, the rest in "
                     "the colour of background, or black",
                     "crop", "fit"),
      ganzoo::choice("colour", &Images::colour, "stored: all must be alike; grey: luma of a colour; rgb: a grey thrice",
                     "stored", "grey", "rgb"),
      ganzoo::parameter("background", &Images::background, ganzoo::closed(0, 1),
                        "red, green and blue that transparent pictures are laid on; unless given, these are errors"),
      ganzoo::choice("on_error", &Images::on_error,
                     "files that cannot be decoded; refuse: an error that names them; skip: left out", "refuse",
                     "skip"),
      ganzoo::parameter("flip", &Images::flip,
                        "the training split has each picture a second time, left and right exchanged"),
      ganzoo::parameter("labels", &Images::labels,
                        "a picture's label is the folder that it lies in, by the names in order; needs nested"),
      ganzoo::parameter("cache", &Images::cache,
                        "a file that keeps the decoded pictures for the next run, and maps them into memory; made anew "
                        "whenever a file of the folder has changed; none unless given"),
      ganzoo::parameter("range", &Images::range, "what black and white become: [-1, 1] or [0, 1]"),
      ganzoo::parameter("validation", &Images::validation, ganzoo::half_open(0, 1),
                        "share of the files that is the validation split"),
      ganzoo::parameter("test", &Images::test, ganzoo::half_open(0, 1), "share of the files that is the test split")};

  void prepare() override {
    pixels_ = ganzoo::data::PixelRange::of(range);
    const ganzoo::data::PictureForm wanted = form();
    const auto files = ganzoo::data::list_pictures(folder.path, nested);
    const bool skip = on_error == "skip";
    album_ = cache.path.empty() ? ganzoo::data::read_pictures(files, wanted, skip)
                                : ganzoo::data::read_cached(cache.path, files, wanted, skip, mapped_);
    if (labels) find_classes();
    order_.resize(album_.files.size());
    ganzoo::Rng(0, ganzoo::Purpose::other).fill_permutation(order_);
    const auto count = album_.pictures.count;
    const auto share = [&](double of) { return static_cast<std::int64_t>(of * static_cast<double>(count)); };
    held_ = share(validation);
    tested_ = share(test);
    if (held_ + tested_ >= count)
      throw Error(Exit::usage,
                  fmt::format("data.validation and test are {} and {}, but must leave some of the {} files", validation,
                              test, count));
  }

  ganzoo::Shape shape() const override {
    return {album_.pictures.height, album_.pictures.width, album_.pictures.channels};
  }
  std::pair<double, double> interval() const override { return {range[0], range[1]}; }
  std::vector<std::string> files() const override { return album_.files; }

  std::int64_t size(Split split) const override {
    if (split == Split::train) return trained() * (flip ? 2 : 1);
    return split == Split::validation ? held_ : tested_;
  }

  void fetch(Split split, std::span<const std::int64_t> indices, ganzoo::Matrix batch) const override {
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const std::int64_t index = indices[static_cast<std::size_t>(i)];
      const bool mirrored = split == Split::train && index >= trained();
      album_.pictures.scale(place_of(split, index), mirrored, pixels_.low, pixels_.high, batch.row(i).data());
    }
  }

  int classes() const override { return static_cast<int>(classes_.size()); }
  std::vector<std::string> class_names() const override { return classes_; }
  void fetch_labels(Split split, std::span<const std::int64_t> indices, std::span<ganzoo::Label> out) const override {
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::string folder = folder_of(album_.files[static_cast<std::size_t>(place_of(split, indices[i]))]);
      out[i] = static_cast<ganzoo::Label>(std::ranges::lower_bound(classes_, folder) - classes_.begin());
    }
  }
  std::int64_t skipped_files() const override { return album_.skipped; }

 private:
  static std::string folder_of(const std::string& file) {
    return std::filesystem::path(file).parent_path().filename().string();
  }

  /// Of a sample among the pictures: a mirrored one is the picture itself.
  std::int64_t place_of(Split split, std::int64_t index) const {
    const std::int64_t first = split == Split::train ? 0 : split == Split::validation ? trained() : trained() + held_;
    if (split == Split::train && index >= trained()) index -= trained();
    return order_[static_cast<std::size_t>(first + index)];
  }

  void find_classes() {
    if (!nested) throw Error(Exit::usage, "data.labels is true, but must be false where data.nested is not true");
    for (const std::string& file : album_.files) classes_.push_back(folder_of(file));
    std::ranges::sort(classes_);
    const auto [first, last] = std::ranges::unique(classes_);
    classes_.erase(first, last);
  }

  /// Pictures of the training split, each counted once.
  std::int64_t trained() const { return album_.pictures.count - held_ - tested_; }

  ganzoo::data::PictureForm form() const {
    if (!background.empty() && background.size() != 3)
      throw Error(Exit::usage, fmt::format("data.background is [{}], but must be three numbers: red, green and blue",
                                           fmt::join(background, ", ")));
    if (resize != "crop" && size_ == 0)
      throw Error(Exit::usage, "data.resize is \"fit\", but must be left out where data.size is not given");
    ganzoo::data::PictureForm form{size_, resize == "fit", colour == "rgb" ? 3 : colour == "grey" ? 1 : 0, {}};
    if (!background.empty()) form.background = {{background[0], background[1], background[2]}};
    return form;
  }

  std::vector<std::string> classes_;  ///< names of folders, in order; none: no labels
  std::vector<std::int64_t> order_;   ///< train, then validation, then test
  std::int64_t held_ = 0, tested_ = 0;
  ganzoo::data::MappedFile mapped_;
  ganzoo::data::PictureFolder album_;
  ganzoo::data::PixelRange pixels_;
};

}  // namespace

GANZOO_PLUGIN(Images)
