#include <sys/stat.h>

#include <algorithm>

#include "components/files.hpp"

using namespace ganzoo;
using namespace files;

namespace {

std::string name_of(int i) { return "picture-" + std::to_string(100 + i) + ".png"; }

/// Every byte of picture i is 10·i, but its first one, which is 255 − i.
std::vector<std::uint8_t> picture(int i, int size) {
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size), static_cast<std::uint8_t>(10 * i));
  bytes[0] = static_cast<std::uint8_t>(255 - i);
  return bytes;
}

/// Twenty pictures in colour, 4 high and 6 wide.
struct Album : TemporaryFolder {
  Album() {
    for (int i = 0; i < 20; ++i) write_png(path / name_of(i), 6, 4, PNG_FORMAT_RGB, picture(i, 72));
  }
};

std::unique_ptr<Data> open(const fs::path& folder) {
  return make<Data>("images", {{"folder", folder.string()}, {"range", List{0, 255}}});
}

void check_corrupt(const fs::path& folder, const fs::path& file, const std::string& part) {
  check_error([&] { open(folder); }, Exit::corrupt, file.string() + ": " + part);
}

}  // namespace

TEST_CASE("images reads every PNG file of a folder once, as it is", "[unit]") {
  const Album album;
  write(album.path / "notes.txt", "no picture");
  const auto data = open(album.path);
  CHECK(data->shape() == Shape{4, 6, 3});
  CHECK(data->size(Split::train) == 16);
  CHECK(data->size(Split::validation) == 2);
  CHECK(data->size(Split::test) == 2);
  CHECK(data->files().size() == 20);
  std::vector<int> seen(20);
  for (const Split split : {Split::train, Split::validation, Split::test})
    for (std::int64_t k = 0; k < data->size(split); ++k) {
      const auto image = fetch(*data, split, {k});
      const int i = static_cast<int>(image[1]) / 10;
      const std::vector<std::uint8_t> bytes = picture(i, 72);
      CHECK(std::equal(image.begin(), image.end(), bytes.begin(), bytes.end()));
      ++seen[static_cast<std::size_t>(i)];
    }
  CHECK(seen == std::vector<int>(20, 1));
}

TEST_CASE("the splits of a folder are the same at every opening, and not the order of the names", "[unit]") {
  const Album album;
  const auto one = open(album.path), other = open(album.path);
  const std::vector<std::int64_t> all{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const auto images = fetch(*one, Split::train, all);
  CHECK(images == fetch(*other, Split::train, all));
  bool in_order = true;
  for (std::size_t k = 1; k < all.size(); ++k) in_order = in_order && images[72 * k + 1] > images[72 * (k - 1) + 1];
  CHECK_FALSE(in_order);
}

TEST_CASE("grey images have one channel, and a range of -1 to 1 unless told otherwise", "[unit]") {
  const TemporaryFolder folder;
  for (int i = 0; i < 10; ++i) write_png(folder.path / name_of(i), 5, 3, PNG_FORMAT_GRAY, picture(i, 15));
  const auto data = make<Data>("images", {{"folder", folder.path.string()}});
  CHECK(data->shape() == Shape{3, 5, 1});
  CHECK(data->interval() == std::pair{-1.0, 1.0});
  for (const float v : fetch(*data, Split::train, {0, 1, 2, 3, 4, 5, 6, 7})) CHECK((v >= -1 && v <= 1));
}

TEST_CASE("images refuses a file of another size, naming it and the one that set the size", "[unit]") {
  const Album album;
  write_png(album.path / name_of(7), 6, 5, PNG_FORMAT_RGB, picture(7, 90));
  check_corrupt(album.path, album.path / name_of(7),
                "the image is 5×6, but must be 4×6 as in " + (album.path / name_of(0)).string());
}

TEST_CASE("images refuses grey among colour, and transparency", "[unit]") {
  const Album album;
  write_png(album.path / name_of(7), 6, 4, PNG_FORMAT_GRAY, picture(7, 24));
  check_corrupt(album.path, album.path / name_of(7), "the image is grey, but must be in colour as in ");
  write_png(album.path / name_of(7), 6, 4, PNG_FORMAT_RGBA, picture(7, 96));
  check_corrupt(album.path, album.path / name_of(7),
                "the pixel in row 0, column 0 is transparent, but every one must be opaque");
}

TEST_CASE("images names a file that is no PNG file, is cut short or damaged", "[unit]") {
  const Album album;
  const fs::path file = album.path / name_of(3);
  const Bytes whole = read(file);
  SECTION("text") { write(file, "this is no picture"); }
  SECTION("empty") { write(file, ""); }
  SECTION("cut in the header") { write(file, whole.substr(0, 20)); }
  SECTION("cut in the pixels") { write(file, whole.substr(0, whole.size() - 20)); }
  SECTION("one bit wrong in the pixels") {
    Bytes wrong = whole;
    wrong[wrong.find("IDAT") + 10] = static_cast<char>(wrong[wrong.find("IDAT") + 10] ^ 1);
    write(file, wrong);
  }
  check_corrupt(album.path, file, "cannot be read as a PNG file: ");
}

TEST_CASE("a picture that is cut short says so", "[unit]") {
  const Album album;
  const Bytes whole = read(album.path / name_of(3));
  for (const std::size_t left : {std::size_t{0}, std::size_t{20}, whole.size() - 20}) {
    write(album.path / name_of(3), whole.substr(0, left));
    check_corrupt(album.path, album.path / name_of(3), "cannot be read as a PNG file: it ends too early");
  }
}

TEST_CASE("images refuses a picture too large before taking memory for it", "[unit]") {
  const Album album;
  const fs::path file = album.path / name_of(0);
  write_png(file, 5000, 1, PNG_FORMAT_GRAY, std::vector<std::uint8_t>(5000));
  check_corrupt(album.path, file, "the image is 1×5000, but each side must be 1 to 4096");
}

TEST_CASE("images without a folder, without pictures or without any left to train on say so", "[unit]") {
  const TemporaryFolder empty;
  check_error([&] { open(empty.path); }, Exit::environment,
              "data.folder is \"" + empty.path.string() + "\", but must hold PNG or JPEG files");
  check_error([&] { open(empty.path / "none"); }, Exit::environment, "but must be a folder: ");
  check_error([] { make<Data>("images"); }, Exit::environment, "data.folder is \"\", but must be a folder");
  const Album album;
  check_error(
      [&] {
        make<Data>("images", {{"folder", album.path.string()}, {"validation", 0.5}, {"test", 0.5}});
      },
      Exit::usage, "data.validation and test are 0.5 and 0.5, but must leave some of the 20 files");
}

namespace {

/// Ten times the one picture.
std::vector<float> pixels(const RawPng& png) {
  const TemporaryFolder folder;
  for (int i = 0; i < 10; ++i) png.write(folder.path / name_of(i));
  const auto data = open(folder.path);
  return fetch(*data, Split::train, {0});
}

using Floats = std::vector<float>;
using Rows = std::vector<Bytes>;

Bytes bytes(std::initializer_list<int> values) {
  Bytes out;
  for (const int v : values) out += static_cast<char>(v);
  return out;
}

const Bytes colours = RawPng::chunk("PLTE", bytes({10, 20, 30, 40, 50, 60}));

}  // namespace

TEST_CASE("pixels are taken as stored, whatever the colour type and depth", "[unit]") {
  CHECK(pixels({8, 1, 1, 0, {bytes({0b10100101})}}) == Floats{255, 0, 255, 0, 0, 255, 0, 255});
  CHECK(pixels({4, 1, 2, 0, {bytes({0b00011011})}}) == Floats{0, 85, 170, 255});
  CHECK(pixels({2, 1, 4, 0, {bytes({0x3f})}}) == Floats{51, 255});
  CHECK(pixels({2, 1, 8, 0, {bytes({7, 200})}}) == Floats{7, 200});
  CHECK(pixels({1, 1, 8, 2, {bytes({7, 8, 9})}}) == Floats{7, 8, 9});
  for (const auto& [depth, row] : {std::pair(1, 0x40), std::pair(2, 0x10), std::pair(4, 0x01)})
    CHECK(pixels({2, 1, depth, 3, {bytes({row})}, colours}) == Floats{10, 20, 30, 40, 50, 60});
  CHECK(pixels({2, 1, 8, 3, {bytes({1, 0})}, colours}) == Floats{40, 50, 60, 10, 20, 30});
  CHECK(pixels({1, 1, 8, 4, {bytes({7, 255})}}) == Floats{7});
  CHECK(pixels({1, 1, 8, 6, {bytes({7, 8, 9, 255})}}) == Floats{7, 8, 9});
}

TEST_CASE("16 bits a channel keep all of them", "[unit]") {
  CHECK(pixels({2, 1, 16, 0, {bytes({0x80, 0x80, 0xff, 0xff})}}) == Floats{128, 255});
  CHECK(pixels({1, 1, 16, 2, {bytes({0x80, 0x80, 0, 0, 0x12, 0x34})}}) == Floats{128, 0, 255 * (0x1234 / 65535.0f)});
  CHECK(pixels({1, 1, 16, 4, {bytes({0x80, 0x80, 0xff, 0xff})}}) == Floats{128});
  CHECK(pixels({1, 1, 16, 6, {bytes({0, 0, 0x80, 0x80, 0, 0, 0xff, 0xff})}}) == Floats{0, 128, 0});
}

TEST_CASE("what a file says of gamma and colour spaces changes no pixel", "[unit]") {
  const Bytes linear = RawPng::chunk("gAMA", bytes({0, 1, 0x86, 0xa0})),
              screen = RawPng::chunk("gAMA", bytes({0, 0, 0xb1, 0x8f})), standard = RawPng::chunk("sRGB", bytes({0}));
  for (const Bytes& chunk : {linear, screen, standard}) {
    CHECK(pixels({2, 1, 8, 0, {bytes({7, 200})}, chunk}) == Floats{7, 200});
    CHECK(pixels({1, 1, 16, 0, {bytes({0x80, 0x80})}, chunk}) == Floats{128});
    CHECK(pixels({1, 1, 8, 2, {bytes({7, 8, 9})}, chunk}) == Floats{7, 8, 9});
    CHECK(pixels({2, 1, 8, 3, {bytes({1, 0})}, chunk + colours}) == Floats{40, 50, 60, 10, 20, 30});
  }
}

TEST_CASE("a transparent colour counts where a pixel has it", "[unit]") {
  const Bytes half = RawPng::chunk("tRNS", bytes({255, 128})), grey = RawPng::chunk("tRNS", bytes({0, 7}));
  CHECK(pixels({2, 1, 8, 3, {bytes({0, 0})}, colours + half}) == Floats{10, 20, 30, 10, 20, 30});
  CHECK(pixels({2, 1, 8, 0, {bytes({8, 9})}, grey}) == Floats{8, 9});
  const char* transparent = "the pixel in row 0, column 1 is transparent, but every one must be opaque";
  check_error([&] { pixels({2, 1, 8, 3, {bytes({0, 1})}, colours + half}); }, Exit::corrupt, transparent);
  check_error([&] { pixels({2, 1, 8, 0, {bytes({8, 7})}, grey}); }, Exit::corrupt, transparent);
  check_error([&] { pixels({2, 1, 16, 4, {bytes({1, 2, 255, 255, 1, 2, 255, 254})}}); }, Exit::corrupt, transparent);
}

TEST_CASE("a pixel of no colour of the palette is refused, not black", "[unit]") {
  CHECK(pixels({2, 1, 2, 3, {bytes({0b00010000})}, colours}) == Floats{10, 20, 30, 40, 50, 60});
  check_error(
      [&] {
        pixels({2, 1, 8, 3, {bytes({1, 2})}, colours});
      },
      Exit::corrupt, "the pixel in row 0, column 1 has colour 2, but must have one of the palette's 0 to 1");
  check_error([&] { pixels({2, 1, 4, 3, {bytes({0xf0})}, colours}); }, Exit::corrupt, "row 0, column 0 has colour 15");
}

TEST_CASE("what is named as a picture and is no file is told, and waited for by nobody", "[unit]") {
  const Album album;
  fs::create_directory(album.path / "folder.png");
  check_corrupt(album.path, album.path / "folder.png", "is a folder, but must be a PNG or JPEG file");
  fs::remove(album.path / "folder.png");
  REQUIRE(::mkfifo((album.path / "pipe.png").c_str(), 0600) == 0);
  check_corrupt(album.path, album.path / "pipe.png", "is no regular file, but must be a PNG or JPEG file");
}

TEST_CASE("interlaced pictures are read as others are", "[unit]") {
  // Adam7 of 2×2: the passes hold pixel (0, 0), then (0, 1), then the second row.
  CHECK(pixels({2, 2, 8, 0, {bytes({1}), bytes({2}), bytes({3, 4})}, "", 1}) == Floats{1, 2, 3, 4});
}

TEST_CASE("8 and 16 bits may stand beside each other", "[unit]") {
  const TemporaryFolder folder;
  for (int i = 0; i < 10; ++i)
    RawPng(i % 2 == 0 ? RawPng{1, 1, 8, 0, {bytes({100 + i})}} : RawPng{1, 1, 16, 0, {bytes({100 + i, 100 + i})}})
        .write(folder.path / name_of(i));
  const auto data = open(folder.path);
  std::vector<float> seen = fetch(*data, Split::train, {0, 1, 2, 3, 4, 5, 6, 7});
  for (const Split split : {Split::validation, Split::test}) seen.push_back(fetch(*data, split, {0})[0]);
  std::sort(seen.begin(), seen.end());
  for (int i = 0; i < 10; ++i) CHECK(seen[static_cast<std::size_t>(i)] == static_cast<float>(100 + i));
}

TEST_CASE("what macOS leaves beside pictures is left out", "[unit]") {
  const Album album;
  for (int i = 0; i < 20; ++i) write(album.path / ("._" + name_of(i)), bytes({0, 5, 0x16, 7}));
  CHECK(open(album.path)->files().size() == 20);
}

TEST_CASE("all files that are no such pictures are told at once", "[unit]") {
  const Album album;
  write(album.path / name_of(3), "text");
  write_png(album.path / name_of(5), 6, 5, PNG_FORMAT_RGB, picture(7, 90));
  write_png(album.path / name_of(8), 6, 4, PNG_FORMAT_GRAY, picture(7, 24));
  const auto told = [&] {
    try {
      open(album.path);
    } catch (const Error& error) {
      return error.complaints();
    }
    return std::vector<Complaint>{};
  };
  std::vector<Complaint> complaints = told();
  REQUIRE(complaints.size() == 3);
  CHECK(complaints[0].message.find(name_of(3) + ": cannot be read as a PNG file") != std::string::npos);
  CHECK(complaints[1].message.find(name_of(5) + ": the image is 5×6, but must be 4×6") != std::string::npos);
  CHECK(complaints[2].message.find(name_of(8) + ": the image is grey, but must be in colour") != std::string::npos);
  for (int i = 0; i < 30; ++i) write(album.path / name_of(i), "text");
  complaints = told();
  REQUIRE(complaints.size() == 20);
  CHECK(complaints.back().message == "and 11 more files");
}
