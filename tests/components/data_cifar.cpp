#include "components/files.hpp"

using namespace ganzoo;
using namespace files;

namespace {

/// Byte p of image i's planes is (5·i + p) mod 251.
Bytes records(int count, int label_bytes, int first = 0) {
  Bytes bytes;
  for (int i = first; i < first + count; ++i) {
    for (int l = 0; l < label_bytes; ++l) bytes += static_cast<char>(i % 10);
    for (int p = 0; p < 3072; ++p) bytes += static_cast<char>((5 * i + p) % 251);
  }
  return bytes;
}

/// 20 training images in five files and 6 test images.
struct Ten : TemporaryFolder {
  Ten() {
    for (int k = 0; k < 5; ++k) write(path / ("data_batch_" + std::to_string(k + 1) + ".bin"), records(4, 1, 4 * k));
    write(path / "test_batch.bin", records(6, 1, 100));
  }
};

std::unique_ptr<Data> open(const fs::path& folder, bool complete = false, std::int64_t validation = 5) {
  return make<Data>(
      "cifar",
      {{"folder", folder.string()}, {"complete", complete}, {"validation", validation}, {"range", List{0, 1}}});
}

float expected(int image, int pixel, int channel) {
  return static_cast<float>((5 * image + 1024 * channel + pixel) % 251) / 255.0f;
}

void check_image(const std::vector<float>& images, std::size_t row, int image) {
  bool equal = true;
  for (int p = 0; p < 1024; ++p)
    for (int c = 0; c < 3; ++c)
      equal = equal && images[3072 * row + static_cast<std::size_t>(3 * p + c)] == expected(image, p, c);
  INFO("row " << row << " is image " << image);
  CHECK(equal);
}

}  // namespace

TEST_CASE("cifar reads planes as pixels, from five files, and holds the last training images back", "[unit]") {
  const Ten folder;
  const auto data = open(folder.path);
  CHECK(data->shape() == Shape{32, 32, 3});
  CHECK(data->size(Split::train) == 15);
  CHECK(data->size(Split::validation) == 5);
  CHECK(data->size(Split::test) == 6);
  CHECK(data->files().size() == 6);
  const auto train = fetch(*data, Split::train, {0, 14, 7}), held = fetch(*data, Split::validation, {0, 4});
  check_image(train, 0, 0);
  check_image(train, 1, 14);
  check_image(train, 2, 7);
  check_image(held, 0, 15);
  check_image(held, 1, 19);
  check_image(fetch(*data, Split::test, {5}), 0, 105);
}

TEST_CASE("cifar finds the folder that its archive unpacks to, and either set", "[unit]") {
  const TemporaryFolder outer;
  const fs::path inner = outer.path / "cifar-100-binary";
  fs::create_directory(inner);
  write(inner / "train.bin", records(12, 2));
  write(inner / "test.bin", records(6, 2, 100));
  const auto data = open(outer.path);
  CHECK(data->size(Split::train) == 7);
  check_image(fetch(*data, Split::train, {3}), 0, 3);
  check_image(fetch(*data, Split::test, {2}), 0, 102);
  CHECK(open(inner)->size(Split::test) == 6);
}

TEST_CASE("cifar maps black and white exactly to -1 and 1 unless told otherwise", "[unit]") {
  const Ten folder;
  Bytes bytes = records(4, 1);
  bytes[1] = '\0';
  bytes[2] = '\xff';
  write(folder.path / "data_batch_1.bin", bytes);
  const auto data = make<Data>("cifar", {{"folder", folder.path.string()}, {"complete", false}, {"validation", 0}});
  CHECK(data->interval() == std::pair{-1.0, 1.0});
  const auto image = fetch(*data, Split::train, {0});
  CHECK(image[0] == -1.0f);
  CHECK(image[3] == 1.0f);
}

TEST_CASE("cifar of the published size is read whole, and one image less is refused", "[unit]") {
  const TemporaryFolder folder;
  const Bytes batch(std::size_t{10000} * 3073, '\1');
  for (const char* name : {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
                           "data_batch_5.bin", "test_batch.bin"})
    write(folder.path / name, batch);
  CHECK(open(folder.path, true)->size(Split::train) == 49995);
  const fs::path third = folder.path / "data_batch_3.bin";
  fs::resize_file(third, 9999 * 3073);
  check_error([&] { open(folder.path, true); }, Exit::corrupt,
              third.string() + ": the file holds 30726927 bytes, but must hold 30730000: 10000 images of 3073");
  fs::resize_file(third, 10001 * 3073);
  check_error([&] { open(folder.path, true); }, Exit::corrupt, "but must hold 30730000");
}

TEST_CASE("cifar refuses files that are truncated, too long, empty or wrongly labelled", "[unit]") {
  const Ten folder;
  const fs::path file = folder.path / "data_batch_2.bin";
  const auto refused = [&](const std::string& part) {
    check_error([&] { open(folder.path); }, Exit::corrupt, file.string() + ": ");
    check_error([&] { open(folder.path); }, Exit::corrupt, part);
  };
  SECTION("truncated") {
    write(file, records(4, 1).substr(0, 4 * 3073 - 1));
    refused("the file holds 12291 bytes, but must hold a positive multiple of 3073, its images' size");
  }
  SECTION("a byte too many") {
    write(file, records(4, 1) + "x");
    refused("the file holds 12293 bytes");
  }
  SECTION("empty") {
    write(file, "");
    refused("the file holds 0 bytes");
  }
  SECTION("a label that is no class") {
    Bytes bytes = records(4, 1);
    bytes[2 * 3073] = 10;
    write(file, bytes);
    refused("label 10 of image 2 is no class, but must be below 10");
  }
  SECTION("CIFAR-100 in its place") {
    write(file, records(3073, 2));
    refused("is no class, but must be below 10");
  }
}

TEST_CASE("cifar says which labels CIFAR-100 may have", "[unit]") {
  const TemporaryFolder folder;
  Bytes bytes = records(12, 2);
  bytes[3074] = 20;  // coarse
  write(folder.path / "train.bin", bytes);
  write(folder.path / "test.bin", records(6, 2));
  check_error([&] { open(folder.path); }, Exit::corrupt, "label 20 of image 1 is no class, but must be below 20");
  bytes[3074] = 19;
  bytes[3075] = 100;  // fine
  write(folder.path / "train.bin", bytes);
  check_error([&] { open(folder.path); }, Exit::corrupt, "label 100 of image 1 is no class, but must be below 100");
}

TEST_CASE("cifar without its files says what to unpack, and keeps some images for training", "[unit]") {
  const TemporaryFolder empty;
  check_error([&] { open(empty.path); }, Exit::environment,
              "data.folder is \"" + empty.path.string() +
                  "\", but must hold test_batch.bin (CIFAR-10) or test.bin (CIFAR-100)");
  check_error([&] { make<Data>("cifar"); }, Exit::environment, "data.folder is \"\", but must hold");
  const Ten folder;
  fs::remove(folder.path / "data_batch_4.bin");
  check_error([&] { open(folder.path); }, Exit::environment, "data_batch_4.bin: cannot be read");
  const Ten whole;
  check_error([&] { open(whole.path, false, 20); }, Exit::usage, "data.validation is 20, but must be below 20");
}

TEST_CASE("cifar's labels are those of its records, split as the images are, and CIFAR-100's are the finer ones",
          "[unit]") {
  const Ten folder;
  const auto data = open(folder.path);
  CHECK(data->classes() == 10);
  const auto labels = [](const Data& from, Split split, std::vector<std::int64_t> indices) {
    std::vector<Label> out(indices.size());
    from.fetch_labels(split, indices, out);
    return out;
  };
  CHECK(labels(*data, Split::train, {0, 14, 7}) == std::vector<Label>{0, 4, 7});
  CHECK(labels(*data, Split::validation, {0, 4}) == std::vector<Label>{5, 9});
  CHECK(labels(*data, Split::test, {0, 5, 1}) == std::vector<Label>{0, 5, 1});

  const TemporaryFolder hundred;
  Bytes train;
  for (int i = 0; i < 6; ++i) {
    Bytes record = records(1, 2, i);
    record[0] = static_cast<char>(19 - i);
    record[1] = static_cast<char>(90 + i);
    train += record;
  }
  write(hundred.path / "train.bin", train);
  write(hundred.path / "test.bin", records(2, 2));
  const auto fine = open(hundred.path, false, 1);
  CHECK(fine->classes() == 100);
  CHECK(labels(*fine, Split::train, {0, 4}) == std::vector<Label>{90, 94});
  CHECK(labels(*fine, Split::validation, {0}) == std::vector<Label>{95});
}
