/// Rows of a large .npy file that stay on disk: a batch reads those it needs, and memory holds none of the others.
#pragma once

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "point_rows.hpp"

namespace ganzoo::data {

/// A matrix of float32 as numpy.save writes it.
struct PlainNpy {
  std::int64_t rows = 0, columns = 0, begin = 0;  ///< begin: of the numbers, in bytes

  /// Of a file's first bytes; nothing for any other kind of array, which io::read_points knows.
  static std::optional<PlainNpy> of(std::string_view bytes) {
    const std::string_view magic("\x93NUMPY\x01\x00", 8),
        before = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
    if (bytes.size() < 10 || !bytes.starts_with(magic)) return std::nullopt;
    const std::size_t length = static_cast<unsigned char>(bytes[8]) + 256U * static_cast<unsigned char>(bytes[9]);
    std::string_view text = bytes.substr(10, length);
    if (text.size() < length || !text.starts_with(before)) return std::nullopt;
    text.remove_prefix(before.size());
    PlainNpy npy{.begin = static_cast<std::int64_t>(10 + length)};
    if (!take(text, npy.rows, ", ") || !take(text, npy.columns, "), }")) return std::nullopt;
    return npy;
  }

  /// Whether the file is as long as it says.
  bool fills(std::int64_t bytes) const {
    std::int64_t numbers = 0;
    return !__builtin_mul_overflow(rows, columns, &numbers) && !__builtin_mul_overflow(numbers, 4, &numbers) &&
           numbers == bytes - begin;
  }

 private:
  /// A positive number, and what stands behind it.
  static bool take(std::string_view& text, std::int64_t& number, std::string_view behind) {
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 1) return false;
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    if (!text.starts_with(behind)) return false;
    text.remove_prefix(behind.size());
    return true;
  }
};

class NpyRows : public PointRows {
 public:
  static constexpr std::int64_t large = 64 << 20;  ///< bytes from which on a file stays on disk

  /// Null unless `file` is a plain matrix of float32 of at least so many bytes. Throws ganzoo::Error (corrupt) where a
  /// number is not finite, environment where it cannot be read.
  static std::unique_ptr<NpyRows> open(const std::string& file, std::int64_t least = large) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return nullptr;  // io::read_points says why
    std::unique_ptr<NpyRows> rows(new NpyRows(file, descriptor));
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size < least) return nullptr;
    std::string head(static_cast<std::size_t>(std::min<off_t>(status.st_size, 1024)), '\0');
    rows->read(0, std::as_writable_bytes(std::span(head)));
    const auto npy = PlainNpy::of(head);
    if (!npy || !npy->fills(status.st_size)) return nullptr;
    rows->npy_ = *npy;
    rows->require_finite();
    return rows;
  }
  NpyRows(const NpyRows&) = delete;
  NpyRows& operator=(const NpyRows&) = delete;
  ~NpyRows() override { ::close(descriptor_); }

  std::int64_t rows() const override { return npy_.rows; }
  std::int64_t columns() const override { return npy_.columns; }
  void copy(std::int64_t i, std::span<float> out) const override {
    read(npy_.begin + 4 * i * npy_.columns, std::as_writable_bytes(out));
  }

 private:
  NpyRows(std::string file, int descriptor) : file_(std::move(file)), descriptor_(descriptor) {}

  void read(std::int64_t at, std::span<std::byte> out) const {
    while (!out.empty()) {
      const ssize_t got = ::pread(descriptor_, out.data(), out.size(), at);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0)
        throw Error(Exit::environment,
                    fmt::format("{}: cannot be read: {}", file_, got == 0 ? "it has been cut" : std::strerror(errno)));
      at += got;
      out = out.subspan(static_cast<std::size_t>(got));
    }
  }

  /// Once through the file, a block at a time.
  void require_finite() const {
    std::vector<float> block(1 << 20);
    const std::int64_t count = npy_.rows * npy_.columns;
    for (std::int64_t first = 0; first < count; first += std::ssize(block)) {
      const auto some = std::span(block).first(static_cast<std::size_t>(std::min(std::ssize(block), count - first)));
      read(npy_.begin + 4 * first, std::as_writable_bytes(some));
      const auto wrong = std::ranges::find_if(some, [](float v) { return !std::isfinite(v); });
      if (wrong == some.end()) continue;
      const std::int64_t i = first + (wrong - some.begin());
      throw Error(Exit::corrupt, fmt::format("{}: row {}, column {} is {}, but must be finite", file_,
                                             i / npy_.columns + 1, i % npy_.columns + 1, *wrong));
    }
  }

  std::string file_;
  int descriptor_;
  PlainNpy npy_;
};

}  // namespace ganzoo::data
