/// Folders of pictures, and what data makes of them.
#pragma once

#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <numeric>

#include "components/files.hpp"

namespace picture_scene {

using namespace ganzoo;
using namespace files;

using Floats = std::vector<float>;
using Pixels = std::vector<std::uint8_t>;

/// All pictures in one split, numbers from 0 to 255.
inline std::unique_ptr<Data> open(const fs::path& folder, std::vector<std::pair<std::string, Value>> more = {}) {
  Table table;
  table.set("folder", folder.string());
  table.set("range", List{0, 255});
  table.set("validation", 0.0);
  table.set("test", 0.0);
  for (const auto& [key, value] : more) table.set(key, value);
  static Registry registry;
  return registry.make<Data>("images", table);
}

inline Floats whole(const Data& data, Split split = Split::train) {
  std::vector<std::int64_t> all(static_cast<std::size_t>(data.size(split)));
  std::iota(all.begin(), all.end(), 0);
  return fetch(data, split, all);
}

/// The one picture of a folder that `write` fills.
inline Floats one(const std::function<void(const fs::path&)>& write,
                  std::vector<std::pair<std::string, Value>> more = {}) {
  const TemporaryFolder folder;
  write(folder.path / "a.png");
  return whole(*open(folder.path, std::move(more)));
}

inline void check_near(const Floats& a, const Floats& b, float most) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(std::abs(a[i] - b[i]) <= most);
}

/// A camera's note in either byte order.
inline Bytes exif(int orientation, bool little) {
  const auto number = [&](std::uint32_t v, int bytes) {
    Bytes text = big_endian(v).substr(static_cast<std::size_t>(4 - bytes));
    if (little) std::reverse(text.begin(), text.end());
    return text;
  };
  return Bytes("Exif\0\0", 6) + (little ? "II" : "MM") + number(42, 2) + number(8, 4) + number(1, 2) +
         number(0x0112, 2) + number(3, 2) + number(1, 4) + number(static_cast<std::uint32_t>(orientation), 2) +
         number(0, 2) + number(0, 4);
}

/// 16×16 in four flat blocks, which JPEG keeps exactly: 0 and 80 above 160 and 240.
inline Pixels blocks() {
  Pixels pixels;
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 16; ++x) pixels.push_back(static_cast<std::uint8_t>(80 * (x / 8) + 160 * (y / 8)));
  return pixels;
}

/// Six pictures: wide, high, grey, in colour, of 16 bits, JPEG; two of them in folders.
struct Mixture : TemporaryFolder {
  Mixture() {
    fs::create_directories(path / "cats" / "small");
    write_png(path / "a.png", 6, 4, PNG_FORMAT_RGB, Pixels(72, 10));
    write_png(path / "b.png", 4, 9, PNG_FORMAT_GRAY, Pixels(36, 20));
    RawPng{2, 1, 16, 0, {Bytes("\x1e\x1e\x1e\x1e")}}.write(path / "c.PNG");
    write_jpeg(path / "d.jpeg", 8, 8, 1, Pixels(64, 40));
    write_jpeg(path / "cats" / "e.jpg", 16, 8, 3, Pixels(384, 50));
    write_png(path / "cats" / "small" / "f.png", 3, 3, PNG_FORMAT_GRAY, Pixels(9, 60));
  }
  static std::vector<std::pair<std::string, Value>> form(std::int64_t size = 4) {
    return {{"nested", true}, {"size", size}, {"colour", std::string("rgb")}};
  }
  void break_three() const {
    write(path / "x.png", "no picture");
    write(path / "y.jpg", read(path / "d.jpeg").substr(0, 200));
    write(path / "cats" / "z.png", "");
  }
};

}  // namespace picture_scene
