/// JPEG files by libjpeg-turbo: grey or RGB, 8 bits a channel, turned as a camera's note in the file says.
#pragma once

#include <fmt/format.h>

#include <array>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <ganzoo/ganzoo.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <jpeglib.h>  // needs <cstdio> before it

#include "opened_file.hpp"
#include "picture.hpp"

namespace ganzoo::data {

/// An opened JPEG file. libjpeg's memory is given back whatever happens; what it merely warns of, a file cut short or
/// damaged, is an error here.
class JpegFile {
 public:
  /// Throws ganzoo::Error (environment) where the file cannot be opened.
  explicit JpegFile(const std::string& path) : path_(path), file_(open_picture(path, "a JPEG file")) {
    jpeg_.err = jpeg_std_error(&errors_);
    errors_.error_exit = &JpegFile::on_error;
    errors_.emit_message = &JpegFile::on_message;
    jpeg_.client_data = this;
    progress_.progress_monitor = &JpegFile::on_progress;
    guarded([](JpegFile& self) {
      jpeg_create_decompress(&self.jpeg_);
      self.jpeg_.progress = &self.progress_;
      jpeg_stdio_src(&self.jpeg_, self.file_.get());
      jpeg_save_markers(&self.jpeg_, JPEG_APP0 + 1, 65535);
    });
  }
  JpegFile(const JpegFile&) = delete;
  JpegFile& operator=(const JpegFile&) = delete;
  ~JpegFile() { jpeg_destroy_decompress(&jpeg_); }

  /// The size alone; no memory is taken for the pixels. Throws ganzoo::Error (corrupt) where it is no JPEG file, Unfit
  /// where it is neither grey nor in colours of a screen.
  Picture header() {
    guarded([](JpegFile& self) { jpeg_read_header(&self.jpeg_, TRUE); });
    const bool is_grey = jpeg_.jpeg_color_space == JCS_GRAYSCALE;
    if (!is_grey && jpeg_.jpeg_color_space != JCS_YCbCr && jpeg_.jpeg_color_space != JCS_RGB)
      throw Unfit(Exit::corrupt,
                  fmt::format("{}: the image has {} inks, but must be grey or RGB", path_, jpeg_.num_components));
    jpeg_.out_color_space = is_grey ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_.dct_method = JDCT_ISLOW;  // the same bits with and without vector instructions
    Picture picture{jpeg_.image_height, jpeg_.image_width, is_grey ? 1 : 3, 8, {}};
    if (orientation() > 4) std::swap(picture.height, picture.width);
    return picture;
  }

  /// The whole picture.
  Picture read() {
    Picture picture = header();
    const int noted = orientation();  // libjpeg forgets the note as it finishes
    guarded([](JpegFile& self) { jpeg_start_decompress(&self.jpeg_); });
    Picture stored{jpeg_.output_height, jpeg_.output_width, picture.channels, 8, {}};
    row_.resize(static_cast<std::size_t>(stored.width * stored.channels));
    stored.pixels.reserve(static_cast<std::size_t>(stored.size()));
    for (std::int64_t y = 0; y < stored.height; ++y) {
      guarded([](JpegFile& self) {
        JSAMPROW row = self.row_.data();
        jpeg_read_scanlines(&self.jpeg_, &row, 1);
      });
      stored.pixels.insert(stored.pixels.end(), row_.begin(), row_.end());
    }
    guarded([](JpegFile& self) { jpeg_finish_decompress(&self.jpeg_); });
    return turned(noted, stored, std::move(picture));
  }

 private:
  /// Exif's orientation, 1 to 8; 1, as stored, where there is none that is understood.
  int orientation() const {
    for (const auto* marker = jpeg_.marker_list; marker != nullptr; marker = marker->next)
      if (const int found = orientation_in({marker->data, marker->data_length}); found != 0) return found;
    return 1;
  }

  /// Of a segment "Exif\0\0" and a TIFF header: entry 0x0112 of its first directory. 0: none.
  static int orientation_in(std::span<const JOCTET> exif) {
    constexpr std::size_t tiff = 6;
    if (exif.size() < tiff + 8 || std::memcmp(exif.data(), "Exif\0", tiff) != 0) return 0;
    const bool little = exif[tiff] == 'I';
    const auto number = [&](std::size_t at, std::size_t bytes) {
      std::size_t value = 0;
      for (std::size_t i = 0; i < bytes; ++i) value = value << 8U | exif[at + (little ? bytes - 1 - i : i)];
      return value;
    };
    const std::size_t directory = tiff + number(tiff + 4, 4);
    if (directory + 2 > exif.size()) return 0;
    for (std::size_t i = 0, at = directory + 2; i < number(directory, 2) && at + 12 <= exif.size(); ++i, at += 12)
      if (number(at, 2) == 0x0112) {
        const std::size_t value = number(at + 8, 2);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 0;
      }
    return 0;
  }

  /// 2 mirrors, 3 turns by 180°, 4 does both; 5 to 8 exchange rows and columns besides (Exif 2.3, tag Orientation).
  static Picture turned(int orientation, const Picture& stored, Picture out) {
    const bool exchanged = orientation > 4;
    const bool up = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    const bool back = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    out.pixels.reserve(stored.pixels.size());
    for (std::int64_t y = 0; y < out.height; ++y)
      for (std::int64_t x = 0; x < out.width; ++x) {
        const std::int64_t row = exchanged ? x : y, column = exchanged ? y : x;
        const std::int64_t i =
            (up ? stored.height - 1 - row : row) * stored.width + (back ? stored.width - 1 - column : column);
        const auto pixel = stored.pixels.begin() + i * stored.channels;
        out.pixels.insert(out.pixels.end(), pixel, pixel + stored.channels);
      }
    return out;
  }

  /// libjpeg is left by longjmp: nothing that needs a destructor may stand between.
  void guarded(void (*act)(JpegFile&)) {
    if (setjmp(leave_) == 0) return act(*this);
    std::string reason = failure_.data();
    if (reason.starts_with("Premature end")) reason = "it ends too early";
    jpeg_destroy_decompress(&jpeg_);
    throw Error(Exit::corrupt, fmt::format("{}: cannot be read as a JPEG file: {}", path_, reason));
  }

  [[noreturn]] static void on_error(j_common_ptr jpeg) {
    auto& self = *static_cast<JpegFile*>(jpeg->client_data);
    (*jpeg->err->format_message)(jpeg, self.failure_.data());
    std::longjmp(self.leave_, 1);
  }

  /// A scan costs a walk through the whole picture, however few bytes it has: a small file could ask for hours.
  static void on_progress(j_common_ptr jpeg) {
    constexpr int most_scans = 500;
    auto& self = *static_cast<JpegFile*>(jpeg->client_data);
    if (self.jpeg_.input_scan_number <= most_scans) return;
    fmt::format_to_n(self.failure_.data(), self.failure_.size() - 1, "it has more than {} scans", most_scans);
    std::longjmp(self.leave_, 1);
  }
  static void on_message(j_common_ptr jpeg, int level) {
    if (level < 0) on_error(jpeg);
  }

  std::string path_;
  OpenedFile file_;
  jpeg_decompress_struct jpeg_{};
  jpeg_error_mgr errors_{};
  jpeg_progress_mgr progress_{};
  std::jmp_buf leave_{};
  std::array<char, JMSG_LENGTH_MAX> failure_{};
  std::vector<JSAMPLE> row_;
};

}  // namespace ganzoo::data
