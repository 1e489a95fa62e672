#include <algorithm>
#include <cmath>

#include "components/files.hpp"

using namespace ganzoo;
using namespace files;

namespace {

/// Image i is of class i mod 10: a bright bar in row `class`, its brightness and a dim pixel tell i.
Bytes images(int count) {
  Bytes bytes = big_endian(0x803) + big_endian(static_cast<std::uint32_t>(count)) + big_endian(10) + big_endian(12);
  for (int i = 0; i < count; ++i)
    for (int p = 0; p < 120; ++p)
      bytes += static_cast<char>(p / 12 == i % 10 ? 255 - i / 10 % 16 : p == (7 * i) % 120 ? 16 : 0);
  return bytes;
}

Bytes labels(int count) {
  Bytes bytes = big_endian(0x801) + big_endian(static_cast<std::uint32_t>(count));
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(i % 10);
  return bytes;
}

struct Digits : TemporaryFolder {
  Digits() {
    write(path / "train-images-idx3-ubyte", images(300));
    write(path / "train-labels-idx1-ubyte", labels(300));
    write(path / "t10k-images.idx3-ubyte", images(100));
    write(path / "t10k-labels.idx1-ubyte", labels(100));
  }
};

std::unique_ptr<Data> open(const Digits& folder, std::int64_t side = 0, std::int64_t samples = 5000) {
  return make<Data>("stacked_mnist", {{"folder", folder.path.string()},
                                      {"validation", 100},
                                      {"references", 200},
                                      {"samples", samples},
                                      {"test_samples", 400},
                                      {"size", side}});
}

OwnedMatrix first(const Data& data, Split split, std::int64_t n) {
  OwnedMatrix batch(n, data.shape().size());
  std::vector<std::int64_t> indices(static_cast<std::size_t>(n));
  for (std::int64_t i = 0; i < n; ++i) indices[static_cast<std::size_t>(i)] = i;
  data.fetch(split, indices, batch);
  return batch;
}

/// The class that a channel of a sample shows: where its bar is.
int bar(std::span<const float> sample, int channel) {
  int best = 0;
  for (int row = 0; row < 10; ++row)
    if (sample[static_cast<std::size_t>(3 * (12 * row + 5) + channel)] >
        sample[static_cast<std::size_t>(3 * (12 * best + 5) + channel)])
      best = row;
  return best;
}

}  // namespace

TEST_CASE("stacked_mnist puts three random digits into three channels, the same at every opening", "[unit]") {
  const Digits folder;
  const auto data = open(folder), again = open(folder);
  CHECK(data->shape() == Shape{10, 12, 3});
  CHECK(data->size(Split::train) == 5000);
  CHECK(data->size(Split::test) == 400);
  CHECK(data->interval() == std::pair{-1.0, 1.0});
  CHECK(data->files().size() == 4);
  const OwnedMatrix x = first(*data, Split::train, 5000), y = first(*again, Split::train, 5000);
  CHECK(std::ranges::equal(x.view().flat(), y.view().flat()));
  CHECK_FALSE(std::ranges::equal(first(*data, Split::test, 100).view().flat(), x.view().slice(0, 100).flat()));
  std::vector<double> counts(1000);
  for (std::int64_t i = 0; i < 5000; ++i)
    counts[static_cast<std::size_t>(100 * bar(x.view().row(i), 0) + 10 * bar(x.view().row(i), 1) +
                                    bar(x.view().row(i), 2))] += 1;
  double chi = 0;
  for (const double c : counts) chi += (c - 5) * (c - 5) / 5;
  // χ² with 999 degrees of freedom: five standard deviations.
  CHECK(std::abs(chi - 999) <= 5 * std::sqrt(2 * 999.0));
  CHECK(fetch(*data, Split::train, {77}) == std::vector<float>(x.view().row(77).begin(), x.view().row(77).end()));
}

TEST_CASE("a frame makes stacked digits as large as a network needs them", "[unit]") {
  const Digits folder;
  const auto plain = open(folder), framed = open(folder, 16);
  REQUIRE(framed->shape() == Shape{16, 16, 3});
  const OwnedMatrix x = first(*plain, Split::train, 20), y = first(*framed, Split::train, 20);
  bool equal = true;
  for (std::int64_t i = 0; i < 20; ++i)
    for (int row = 0; row < 16; ++row)
      for (int column = 0; column < 16; ++column)
        for (int c = 0; c < 3; ++c) {
          const bool inside = row >= 3 && row < 13 && column >= 2 && column < 14;
          const float want = inside ? x.view()(i, 3 * (12 * (row - 3) + column - 2) + c) : -1;
          equal = equal && y.view()(i, 3 * (16 * row + column) + c) == want;
        }
  CHECK(equal);
  check_error([&] { open(folder, 11); }, Exit::usage, "data.size is 11, but must be 0 or at least 12: the images in ");
}

TEST_CASE("modes reads stacked digits: a thousand of them, real ones in high quality and in their shares", "[unit]") {
  const Digits folder;
  const auto data = open(folder, 0, 20'000);
  const OwnedMatrix x = first(*data, Split::train, 20'000);
  std::vector<Sighting> sightings(20'000);
  data->mode_classifier()->classify(x, sightings);
  int right = 0;
  for (std::size_t i = 0; i < sightings.size(); ++i) {
    const auto row = x.view().row(static_cast<std::int64_t>(i));
    right += sightings[i].mode == 100 * bar(row, 0) + 10 * bar(row, 1) + bar(row, 2);
  }
  CHECK(right == 20'000);
  const std::vector<double> values = evaluate(*make<Metric>("modes"), x, x, data.get());
  CHECK(values[0] == 1000);
  CHECK(values[1] == 1);
  CHECK(values[2] <= 1.3 * 999 / 40'000.0);  // 2n·KL is χ² with 999 degrees of freedom, 1.3 is over six deviations
}

TEST_CASE("of stacked digits held back, about 97 of 100 are of high quality: 99 in each channel", "[unit]") {
  const Digits folder;
  const auto data = open(folder);
  const OwnedMatrix x = first(*data, Split::validation, 400);
  const double good = evaluate(*make<Metric>("modes"), x, x, data.get())[1];
  CHECK(std::abs(good - 0.97) <= 5 * std::sqrt(0.97 * 0.03 / 400));
}

TEST_CASE("stacked noise is of no high quality, and a sample that is not finite is no digit", "[unit]") {
  const Digits folder;
  const auto data = open(folder);
  OwnedMatrix x(10, 360);
  Rng(3, Purpose::other).fill_uniform(x.view().flat(), -1, 1);
  x.view()(4, 100) = NAN;
  x.view()(5, 101) = INFINITY;
  std::vector<Sighting> sightings(10);
  data->mode_classifier()->classify(x, sightings);
  for (std::size_t i = 0; i < 10; ++i) {
    CHECK_FALSE(sightings[i].high_quality);
    CHECK((sightings[i].mode == -1) == (i == 4 || i == 5));
  }
}

TEST_CASE("a generator of one stacked digit covers one mode", "[unit]") {
  const Digits folder;
  const auto data = open(folder);
  const OwnedMatrix real = first(*data, Split::train, 1);
  OwnedMatrix x(50, 360);
  for (std::int64_t i = 0; i < 50; ++i) std::ranges::copy(real.view().row(0), x.view().row(i).begin());
  const std::vector<double> values = evaluate(*make<Metric>("modes"), x, x, data.get());
  CHECK(values[0] == 1);
  CHECK(std::abs(values[2] - std::log(1000)) <= 1e-6);
}

TEST_CASE("stacked_mnist refuses labels that are missing, damaged or no digits", "[unit]") {
  const Digits folder;
  const fs::path file = folder.path / "train-labels-idx1-ubyte";
  const auto refused = [&](const std::string& part) {
    check_error([&] { open(folder); }, Exit::corrupt, file.string() + ": " + part);
  };
  SECTION("missing") {
    fs::remove(file);
    check_error([&] { open(folder); }, Exit::environment,
                "but must hold train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz");
  }
  SECTION("images in their place") {
    write(file, images(300));
    refused("the magic number is 0x00000803, but must be 0x00000801 (unsigned bytes, 1 dimension)");
  }
  SECTION("a header cut short") {
    write(file, labels(300).substr(0, 5));
    refused("the file holds 5 bytes, but its header alone must be 8");
  }
  SECTION("another number") {
    write(file, labels(299));
    refused("the header promises 299 labels, but must promise 300, one an image");
  }
  SECTION("truncated") {
    write(file, labels(300).substr(0, 8 + 250));
    refused("the header promises 300 labels, but 250 bytes follow");
  }
  SECTION("too long") {
    write(file, labels(300) + "x");
    refused("the header promises 300 labels, but more bytes follow");
  }
  SECTION("no digit") {
    Bytes bytes = labels(300);
    bytes[8 + 41] = 10;
    write(file, bytes);
    refused("label 10 of image 41 is no class, but must be below 10");
  }
}

TEST_CASE("stacked_mnist refuses parts of different sizes, and to hold everything back", "[unit]") {
  const Digits folder;
  check_error(
      [&] {
        make<Data>("stacked_mnist", {{"folder", folder.path.string()}, {"validation", 300}});
      },
      Exit::usage, "data.validation is 300, but must be below 300");
  Bytes bytes = images(100);
  bytes.replace(8, 8, big_endian(12) + big_endian(10));
  write(folder.path / "t10k-images.idx3-ubyte", bytes);
  check_error([&] { open(folder); }, Exit::corrupt, "the images are 12×10, but must be 10×12 as in");
}

TEST_CASE("stacked_mnist's label is its three digits as one number", "[unit]") {
  const Digits folder;
  const auto data = open(folder);
  CHECK(data->classes() == 1000);
  for (const Split split : {Split::train, Split::validation, Split::test}) {
    const std::int64_t n = std::min<std::int64_t>(200, data->size(split));
    const OwnedMatrix x = first(*data, split, n);
    std::vector<std::int64_t> indices;
    for (std::int64_t i = 0; i < n; ++i) indices.push_back(i);
    std::vector<Label> labels(indices.size());
    data->fetch_labels(split, indices, labels);
    for (std::int64_t i = 0; i < n; ++i) {
      const auto sample = x.view().row(i);
      CHECK(labels[static_cast<std::size_t>(i)] == 100 * bar(sample, 0) + 10 * bar(sample, 1) + bar(sample, 2));
    }
  }
}
