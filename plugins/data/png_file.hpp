/// PNG files as they are stored, by libpng: grey or RGB, 8 or 16 bits a channel, whatever the file's own form.
#pragma once

#include <fmt/format.h>
#include <png.h>

#include <array>
#include <cerrno>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <ganzoo/ganzoo.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "opened_file.hpp"
#include "picture.hpp"

namespace ganzoo::data {

/// An opened PNG file. What the file says of gamma and colour spaces changes no number; libpng's memory is given back
/// whatever happens.
class PngFile {
 public:
  /// Throws ganzoo::Error naming the file: environment where it cannot be opened, corrupt where it is no PNG.
  /// What is transparent is laid on `background`, and refused where there is none.
  explicit PngFile(const std::string& path, const std::optional<Colour>& background = {})
      : path_(path), background_(background), file_(open_picture(path, "a PNG file")) {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, &PngFile::on_error, &PngFile::on_warning);
    info_ = png_ != nullptr ? png_create_info_struct(png_) : nullptr;
    if (info_ == nullptr) throw Error(Exit::environment, path + ": cannot be read: libpng finds no memory");
  }
  PngFile(const PngFile&) = delete;
  PngFile& operator=(const PngFile&) = delete;
  ~PngFile() { png_destroy_read_struct(&png_, &info_, nullptr); }

  /// The size alone; no memory is taken for the pixels.
  Picture header() {
    guarded([](PngFile& self) {
      png_init_io(self.png_, self.file_.get());
      png_set_crc_action(self.png_, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
      png_read_info(self.png_, self.info_);
    });
    return {png_get_image_height(png_, info_),
            png_get_image_width(png_, info_),
            (png_get_color_type(png_, info_) & PNG_COLOR_MASK_COLOR) != 0 ? 3 : 1,
            png_get_bit_depth(png_, info_) == 16 ? 16 : 8,
            {}};
  }

  /// The whole picture, after its header. Throws Unfit (corrupt) where a pixel is transparent and has no background.
  Picture read() {
    Picture picture = header();
    guarded([](PngFile& self) {
      png_set_check_for_invalid_index(self.png_, 0);  // fill_from_palette names the pixel
      if (self.has_palette())
        png_set_packing(self.png_);  // a byte for each index
      else
        png_set_expand(self.png_);  // 1 to 4 bits to 8, a transparent colour to an alpha channel
      png_set_interlace_handling(self.png_);
      png_read_update_info(self.png_, self.info_);
    });
    const std::size_t row = png_get_rowbytes(png_, info_);
    bytes_.resize(row * static_cast<std::size_t>(picture.height));
    for (std::size_t y = 0; y < static_cast<std::size_t>(picture.height); ++y) rows_.push_back(bytes_.data() + y * row);
    guarded([](PngFile& self) {
      png_read_image(self.png_, self.rows_.data());
      png_read_end(self.png_, nullptr);
    });
    has_palette() ? fill_from_palette(picture) : fill(picture);
    return picture;
  }

 private:
  bool has_palette() const { return png_get_color_type(png_, info_) == PNG_COLOR_TYPE_PALETTE; }

  /// libpng leaves by longjmp: nothing that needs a destructor may stand between.
  void guarded(void (*act)(PngFile&)) {
    if (setjmp(png_jmpbuf(png_)) == 0)
      act(*this);
    else
      throw Error(Exit::corrupt, fmt::format("{}: cannot be read as a PNG file: {}", path_, failure_.data()));
  }

  /// Takes the numbers out of libpng's rows, where they are big-endian, perhaps with an alpha channel behind.
  void fill(Picture& picture) const {
    const std::size_t stored = png_get_channels(png_, info_), kept = static_cast<std::size_t>(picture.channels);
    const std::size_t width = picture.bits == 16 ? 2 : 1,
                      points = static_cast<std::size_t>(picture.width * picture.height);
    const auto number = [&](std::size_t i) -> std::uint16_t {
      return width == 1 ? bytes_[i] : static_cast<std::uint16_t>(bytes_[2 * i] << 8 | bytes_[2 * i + 1]);
    };
    picture.pixels.reserve(points * kept);
    for (std::size_t i = 0; i < points; ++i) {
      for (std::size_t c = 0; c < kept; ++c) picture.pixels.push_back(number(i * stored + c));
      if (stored > kept) lay_on_background(picture, i, number(i * stored + kept));
    }
  }

  /// The last pixel of those so far, the i-th, whose opacity is `alpha`.
  void lay_on_background(Picture& picture, std::size_t i, int alpha) const {
    const double white = picture.white(), opacity = alpha / white;
    if (alpha == picture.white()) return;
    if (!background_) refuse_transparent(picture, i);
    const std::span last = std::span(picture.pixels).last(static_cast<std::size_t>(picture.channels));
    for (std::size_t c = 0; c < last.size(); ++c)
      last[c] = rounded(opacity * last[c] + (1 - opacity) * white * background_->of(c, picture.channels));
  }

  /// Looked up here, since libpng takes an index beyond the palette for black.
  void fill_from_palette(Picture& picture) const {
    png_colorp colours = nullptr;
    png_bytep alphas = nullptr;
    int colour_count = 0, alpha_count = 0;
    png_get_PLTE(png_, info_, &colours, &colour_count);
    png_get_tRNS(png_, info_, &alphas, &alpha_count, nullptr);
    picture.pixels.reserve(3 * bytes_.size());
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
      const int index = bytes_[i];
      if (index >= colour_count)
        refuse(picture, i,
               fmt::format("has colour {}, but must have one of the palette's 0 to {}", index, colour_count - 1));
      const png_color& colour = colours[index];
      picture.pixels.insert(picture.pixels.end(), {colour.red, colour.green, colour.blue});
      if (index < alpha_count) lay_on_background(picture, i, alphas[index]);
    }
  }

  std::string pixel(const Picture& picture, std::size_t i) const {
    const auto width = static_cast<std::size_t>(picture.width);
    return fmt::format("{}: the pixel in row {}, column {}", path_, i / width, i % width);
  }
  [[noreturn]] void refuse(const Picture& picture, std::size_t i, const std::string& what) const {
    throw Error(Exit::corrupt, fmt::format("{} {}", pixel(picture, i), what));
  }
  [[noreturn]] void refuse_transparent(const Picture& picture, std::size_t i) const {
    throw Unfit(Exit::corrupt, pixel(picture, i) + " is transparent, but every one must be opaque",
                "data.background = [1, 1, 1] lays pictures on white");
  }

  [[noreturn]] static void on_error(png_structp png, png_const_charp message) {
    auto& failure = static_cast<PngFile*>(png_get_error_ptr(png))->failure_;
    const bool ended = std::string_view(message) == "Read Error";
    std::strncpy(failure.data(), ended ? "it ends too early" : message, failure.size() - 1);
    png_longjmp(png, 1);
  }

  /// Of pixels and what makes them transparent libpng drops nothing; of gamma, text and the like it may.
  static void on_warning(png_structp png, png_const_charp message) {
    const std::string_view text(message);
    if (text.starts_with("tRNS") || text.starts_with("IDAT") || text.starts_with("PLTE")) png_error(png, message);
  }

  std::string path_;
  std::optional<Colour> background_;
  OpenedFile file_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::array<char, 200> failure_{};
  std::vector<std::uint8_t> bytes_;
  std::vector<png_bytep> rows_;
};

}  // namespace ganzoo::data
