/// A trained classifier in a file of its own, for other runs on the same data: found by a checksum of samples and labels.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ganzoo/ganzoo.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

namespace ganzoo::metrics {

inline constexpr const char* meaning_of_cache =
    "a file that keeps the trained classifier for other cells and runs on the same data; made anew where the data is "
    "another; none unless given";

/// What a classifier hangs on: every training sample and its label (of endless data the first thousand that are drawn), the
/// shape, the number of classes and of passes.
inline std::uint64_t classifier_key(const Data& data, int passes) {
  constexpr std::int64_t chunk = 1000;
  const std::int64_t size = data.size(Split::train), rows = size > 0 ? size : chunk;
  std::string parts = fmt::format("{} {} {} {}", to_string(data.shape()), data.classes(), passes, size);
  const auto add = [&parts](const void* bytes, std::size_t count) {
    parts += fmt::format(" {:x}", hash_name({static_cast<const char*>(bytes), count}));
  };
  OwnedMatrix samples(std::min(chunk, rows), data.shape().size());
  for (std::int64_t first = 0; first < rows; first += chunk) {
    const std::int64_t count = std::min(chunk, rows - first);
    const Matrix some = samples.view().slice(0, count);
    std::vector<Label> labels(static_cast<std::size_t>(count));
    std::vector<std::int64_t> indices(labels.size());
    for (std::size_t i = 0; i < indices.size(); ++i) indices[i] = first + static_cast<std::int64_t>(i);
    if (size > 0) {
      data.fetch(Split::train, indices, some);
      data.fetch_labels(Split::train, indices, labels);
    } else {
      data.draw(some, Rng(0, Purpose::other));
      data.draw_labels(labels, Rng(0, Purpose::other));
    }
    add(some.data, some.flat().size_bytes());
    add(labels.data(), labels.size() * sizeof(Label));
  }
  return hash_name(parts);
}

class ClassifierCache {
 public:
  /// `file` empty: keeps nothing.
  ClassifierCache(std::string file, const Data& data, int passes)
      : file_(std::move(file)), key_(file_.empty() ? 0 : classifier_key(data, passes)) {}

  /// The weights, and the accuracy that was kept with them; nothing where there is no file, or one of other data. Throws
  /// ganzoo::Error (usage) where the file is no such cache: it is not written over.
  std::optional<double> load(std::span<float> weights) const {
    std::error_code unknown;
    if (file_.empty() || !std::filesystem::exists(file_, unknown)) return std::nullopt;
    std::ifstream in(file_, std::ios::binary);
    Header header{};
    in.read(reinterpret_cast<char*>(&header), sizeof header);
    if (!in || header.magic != Header{}.magic) refuse("a classifier's cache");
    if (header.key != key_ || header.count != weights.size()) return std::nullopt;
    in.read(reinterpret_cast<char*>(weights.data()), static_cast<std::streamsize>(weights.size_bytes()));
    if (!in || in.get() != std::ifstream::traits_type::eof()) refuse("whole");
    if (!std::ranges::all_of(weights, [](float w) { return std::isfinite(w); })) refuse("whole");
    return header.held_out;
  }

  /// Whole or not at all: other runs may read and write it meanwhile.
  void save(std::span<const float> weights, double held_out) const {
    if (file_.empty()) return;
    Header header;
    header.key = key_;
    header.count = weights.size();
    header.held_out = held_out;
    const std::string beside = fmt::format("{}.{}", file_, ::getpid());
    std::error_code failed;
    {
      std::ofstream out(beside, std::ios::binary);
      out.write(reinterpret_cast<const char*>(&header), sizeof header);
      out.write(reinterpret_cast<const char*>(weights.data()), static_cast<std::streamsize>(weights.size_bytes()));
      out.close();
      if (!out) failed = std::make_error_code(std::errc::io_error);
    }
    if (!failed) std::filesystem::rename(beside, file_, failed);
    if (!failed) return;
    std::error_code ignored;
    std::filesystem::remove(beside, ignored);
    throw Error(Exit::environment, fmt::format("cache {} cannot be written: {}", file_, failed.message()));
  }

 private:
  struct Header {
    std::array<char, 8> magic{'g', 'z', 'c', 'l', 'a', 's', 's', '1'};
    std::uint64_t key = 0, count = 0;
    double held_out = 0;
  };

  [[noreturn]] void refuse(const char* property) const {
    throw Error(Exit::usage, fmt::format("cache is {}, which must be {}, but is not", file_, property),
                "remove it, or name another file: it is made where there is none");
  }

  std::string file_;
  std::uint64_t key_;
};

}  // namespace ganzoo::metrics
