/// The pictures of a folder: read whole into memory, all of one size, and every file that is not told at once.
#pragma once

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <string>
#include <vector>

#include "png_file.hpp"

namespace ganzoo::data {

/// The PNG files of a folder, by name. What macOS leaves beside a file on a foreign disk, `._NAME`, is no picture.
inline std::vector<std::string> list_pictures(const std::string& folder) {
  std::error_code failed;
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    std::string end = entry.path().extension().string();
    std::ranges::transform(end, end.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (end == ".png" && !entry.path().filename().string().starts_with("._")) files.push_back(entry.path().string());
  }
  if (failed)
    throw Error(Exit::environment,
                fmt::format("data.folder is \"{}\", but must be a folder: {}", folder, failed.message()));
  if (files.empty())
    throw Error(Exit::environment, fmt::format("data.folder is \"{}\", but must hold PNG files", folder));
  std::ranges::sort(files);
  return files;
}

/// Equally large pictures, one after the other: in bytes, or in words as soon as one has 16 bits a channel.
class Pictures {
 public:
  std::int64_t count = 0, height = 0, width = 0, channels = 0;

  std::int64_t size() const { return height * width * channels; }

  /// Throws ganzoo::Error (corrupt) unless it is as large as those before, the first of which is in the file `first`.
  void require_alike(const Picture& picture, const std::string& file, const std::string& first) const {
    constexpr std::int64_t largest = 4096;
    const auto refuse = [&](const std::string& what) { throw Error(Exit::corrupt, file + ": the image is " + what); };
    if (picture.width > largest || picture.height > largest)
      refuse(fmt::format("{}×{}, but each side must be 1 to {}", picture.height, picture.width, largest));
    if (count == 0) return;
    if (picture.height != height || picture.width != width)
      refuse(fmt::format("{}×{}, but must be {}×{} as in {}", picture.height, picture.width, height, width, first));
    if (picture.channels != channels)
      refuse(fmt::format("{}, but must be {} as in {}", picture.channels == 3 ? "in colour" : "grey",
                         channels == 3 ? "in colour" : "grey", first));
  }

  void append(const Picture& picture) {
    if (count++ == 0) height = picture.height, width = picture.width, channels = picture.channels;
    if (picture.bits == 16) widen();
    const auto scale = static_cast<std::uint16_t>(picture.bits == 8 ? 257 : 1);
    for (const std::uint16_t v : picture.pixels)
      wide_ ? words_.push_back(static_cast<std::uint16_t>(v * scale)) : bytes_.push_back(static_cast<std::uint8_t>(v));
  }

  /// Picture i between `low`, black, and `high`, white.
  void scale(std::int64_t i, float low, float high, float* out) const {
    const auto first = static_cast<std::size_t>(i * size());
    for (std::size_t j = 0; j < static_cast<std::size_t>(size()); ++j)
      out[j] = low + (high - low) * (wide_ ? static_cast<float>(words_[first + j]) / 65535.0f
                                           : static_cast<float>(bytes_[first + j]) / 255.0f);
  }

 private:
  /// 257 is 65535/255: no number changes.
  void widen() {
    if (wide_) return;
    wide_ = true;
    for (const std::uint8_t v : bytes_) words_.push_back(static_cast<std::uint16_t>(v * 257));
    bytes_ = {};
  }

  bool wide_ = false;
  std::vector<std::uint8_t> bytes_;
  std::vector<std::uint16_t> words_;
};

/// Reads every file; throws ganzoo::Error with a complaint for each that is wrong, at most 20 and how many more.
inline Pictures read_pictures(const std::vector<std::string>& files) {
  constexpr std::size_t most_told = 20;
  Pictures pictures;
  std::string first;
  std::vector<Complaint> complaints;
  std::size_t wrong = 0;
  Exit code = Exit::corrupt;
  for (const std::string& file : files) try {
      pictures.require_alike(PngFile(file).header(), file, first);
      const Picture picture = PngFile(file).read();
      if (pictures.count == 0) first = file;
      pictures.append(picture);
    } catch (const Error& error) {
      if (wrong++ == 0) code = error.code();
      if (complaints.size() < most_told) complaints.push_back(error.complaints().front());
    }
  if (wrong == 0) return pictures;
  if (wrong > most_told) complaints.back() = {fmt::format("and {} more files", wrong - most_told + 1), ""};
  throw Error(code, complaints);
}

}  // namespace ganzoo::data
