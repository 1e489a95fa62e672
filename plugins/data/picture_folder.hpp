/// The pictures of a folder: read whole, made alike as asked, and every file that is not told at once.
#pragma once

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <string>
#include <vector>

#include "jpeg_file.hpp"
#include "picture_store.hpp"
#include "png_file.hpp"

namespace ganzoo::data {

/// How pictures become alike.
struct PictureForm {
  std::int64_t size = 0;               ///< of the square that each becomes; 0: as stored
  bool fit = false;                    ///< the whole picture in the square, not the middle of it
  std::int64_t channels = 0;           ///< 1 or 3; 0: as stored
  std::optional<Colour> background{};  ///< for what is transparent, and beside what is fitted; none: refused, black

  Picture apply(Picture picture) const {
    if (channels != 0) picture = recoloured(std::move(picture), channels);
    if (size == 0) return picture;
    return fit ? fitted(picture, size, background.value_or(Colour{})) : cropped(picture, size);
  }
};

/// Whether a file's name is that of a picture. What macOS leaves beside a file on a foreign disk, `._NAME`, is none.
inline bool is_called_picture(const std::filesystem::path& path) {
  std::string end = path.extension().string();
  std::ranges::transform(end, end.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return (end == ".png" || end == ".jpg" || end == ".jpeg") && !path.filename().string().starts_with("._");
}

/// The PNG and JPEG files of a folder, and, if asked, of the folders in it, by name.
inline std::vector<std::string> list_pictures(const std::string& folder, bool nested = false) {
  std::error_code failed;
  std::vector<std::string> files;
  std::filesystem::recursive_directory_iterator at(folder, failed), end;
  for (; !failed && at != end; at.increment(failed)) {
    if (!nested) at.disable_recursion_pending();
    std::error_code unknown;
    if (is_called_picture(at->path()) && !(nested && at->is_directory(unknown))) files.push_back(at->path().string());
  }
  if (failed)
    throw Error(Exit::environment,
                fmt::format("data.folder is \"{}\", but must be a folder: {}", folder, failed.message()));
  if (files.empty())
    throw Error(Exit::environment, fmt::format("data.folder is \"{}\", but must hold PNG or JPEG files", folder),
                nested ? "" : "data.nested = true looks into the folders in it");
  std::ranges::sort(files);
  return files;
}

/// Complaints of which the first are told, and how many more there are.
class Complaints {
 public:
  void add(const Error& error) {
    if (wrong_++ == 0) code_ = error.code();
    if (told_.size() < most_told) told_.push_back(error.complaints().front());
  }
  std::size_t count() const { return wrong_; }

  /// Throws ganzoo::Error with all of them, if any.
  void refuse() {
    if (wrong_ == 0) return;
    if (wrong_ > most_told) told_.back() = {fmt::format("and {} more files", wrong_ - most_told + 1), ""};
    throw Error(code_, told_);
  }

 private:
  static constexpr std::size_t most_told = 20;
  std::vector<Complaint> told_;
  std::size_t wrong_ = 0;
  Exit code_ = Exit::corrupt;
};

/// By the file's first bytes, whatever its name: people rename pictures.
inline bool is_jpeg(const std::string& file) {
  std::array<unsigned char, 3> magic{};
  const OpenedFile opened = open_picture(file, "a PNG or JPEG file");
  return std::fread(magic.data(), 1, magic.size(), opened.get()) == magic.size() && magic[0] == 0xff &&
         magic[1] == 0xd8 && magic[2] == 0xff;
}

inline Picture read_picture(const std::string& file, const PictureForm& form) {
  const bool jpeg = is_jpeg(file);
  const Picture header = jpeg ? JpegFile(file).header() : PngFile(file).header();
  const std::int64_t largest = form.size == 0 ? 4096 : 16384;
  if (header.width > largest || header.height > largest)
    throw Unfit(Exit::corrupt, fmt::format("{}: the image is {}×{}, but each side must be 1 to {}", file, header.height,
                                           header.width, largest));
  return form.apply(jpeg ? JpegFile(file).read() : PngFile(file, form.background).read());
}

/// What came of a folder.
struct PictureFolder {
  Pictures pictures;
  std::vector<std::string> files;  ///< of the pictures
  std::int64_t skipped = 0;        ///< files that hold no picture that can be read
};

/// Reads every file. Throws ganzoo::Error with a complaint for each that is wrong, at most 20 and how many more; those
/// that cannot be decoded are left out instead where `skip` asks for it, unless none is left.
inline PictureFolder read_pictures(const std::vector<std::string>& files, const PictureForm& form, bool skip) {
  PictureFolder folder;
  Complaints complaints, unreadable;
  for (const std::string& file : files) try {
      const Picture picture = read_picture(file, form);
      folder.pictures.require_alike(picture, file, folder.files.empty() ? "" : folder.files.front());
      folder.pictures.append(picture);
      folder.files.push_back(file);
    } catch (const Unfit& error) {
      complaints.add(error);
    } catch (const Error& error) {
      (skip && error.code() == Exit::corrupt ? unreadable : complaints).add(error);
    }
  complaints.refuse();
  if (folder.files.empty()) unreadable.refuse();
  folder.skipped = static_cast<std::int64_t>(unreadable.count());
  return folder;
}

}  // namespace ganzoo::data
