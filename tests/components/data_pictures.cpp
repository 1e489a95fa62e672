// Pictures as people have them: JPEG among PNG, of many sizes and kinds, in folders, some broken.
#include "picture_scene.hpp"

using namespace ganzoo;
using namespace files;
using namespace picture_scene;

TEST_CASE("JPEG files are read, grey and in colour, whatever they are called", "[unit]") {
  const Pixels grey = blocks();
  const auto as_jpeg = [&](const fs::path& file) { write_jpeg(file, 16, 16, 1, grey); };
  CHECK(one(as_jpeg) == Floats(grey.begin(), grey.end()));
  Pixels colour;
  for (int i = 0; i < 64; ++i) colour.insert(colour.end(), {200, 100, 50});
  check_near(one([&](const fs::path& file) { write_jpeg(file, 8, 8, 3, colour); }),
             Floats(colour.begin(), colour.end()), 2);
}

TEST_CASE("a JPEG file is turned as its camera noted, in either byte order", "[unit]") {
  // The corners as they are seen: top left, top right, bottom left, bottom right.
  const std::vector<Floats> seen{{0, 80, 160, 240}, {80, 0, 240, 160}, {240, 160, 80, 0}, {160, 240, 0, 80},
                                 {0, 160, 80, 240}, {160, 0, 240, 80}, {240, 80, 160, 0}, {80, 240, 0, 160}};
  for (const bool little : {false, true})
    for (int orientation = 1; orientation <= 8; ++orientation) {
      INFO("orientation " << orientation);
      const Floats image =
          one([&](const fs::path& file) { write_jpeg(file, 16, 16, 1, blocks(), exif(orientation, little)); });
      CHECK(Floats{image[0], image[15], image[240], image[255]} == seen[static_cast<std::size_t>(orientation - 1)]);
    }
  for (const Bytes& nonsense : {exif(9, true), exif(6, true).substr(0, 20), Bytes("Exif\0\0", 6)})
    CHECK(one([&](const fs::path& file) { write_jpeg(file, 16, 16, 1, blocks(), nonsense); })[15] == 80);
}

TEST_CASE("a turned JPEG file exchanges its sides", "[unit]") {
  const TemporaryFolder folder;
  write_jpeg(folder.path / "a.jpg", 16, 8, 1, Pixels(128, 9), exif(6, false));
  CHECK(open(folder.path)->shape() == Shape{16, 8, 1});
}

TEST_CASE("JPEG files that are cut short, damaged or of printers' inks are told by name", "[unit]") {
  const TemporaryFolder folder;
  const fs::path file = folder.path / "a.jpg";
  write_jpeg(file, 16, 16, 1, blocks());
  const Bytes bytes = read(file);
  const auto check = [&](const std::string& part) {
    check_error([&] { open(folder.path); }, Exit::corrupt, file.string() + ": " + part);
  };
  write(file, bytes.substr(0, bytes.size() - 30));
  check("cannot be read as a JPEG file: it ends too early");
  write(file, bytes.substr(0, 30));
  check("cannot be read as a JPEG file: ");
  write_jpeg(file, 8, 8, 4, Pixels(256, 9));
  check("the image has 4 inks, but must be grey or RGB");
}

TEST_CASE("a JPEG file of more scans than anyone makes is refused: each costs a walk through the picture", "[unit]") {
  const TemporaryFolder folder;
  const fs::path file = folder.path / "a.jpg";
  write_jpeg(file, 16, 16, 1, blocks(), {}, true);
  CHECK(open(folder.path)->shape() == Shape{16, 16, 1});
  const Bytes bytes = read(file);
  const std::size_t last = bytes.rfind("\xff\xda"), end = bytes.size() - 2;
  Bytes many = bytes.substr(0, end);
  for (int i = 0; i < 600; ++i) many += bytes.substr(last, end - last);
  write(file, many + bytes.substr(end));
  check_error([&] { open(folder.path); }, Exit::corrupt,
              file.string() + ": cannot be read as a JPEG file: it has more than 500 scans");
}

TEST_CASE("a pixel is the mean of the area that it covers", "[unit]") {
  const Pixels ramp{0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150};
  const auto write_ramp = [&](const fs::path& file) { write_png(file, 4, 4, PNG_FORMAT_GRAY, ramp); };
  CHECK(one(write_ramp, {{"size", 2}}) == Floats{25, 45, 105, 125});
  CHECK(one(write_ramp, {{"size", 1}}) == Floats{75});
  CHECK(one(write_ramp, {{"size", 4}}) == Floats(ramp.begin(), ramp.end()));
  // Thirds of four pixels: the first takes the first whole and a third of the second.
  const Floats thirds = one(write_ramp, {{"size", 3}});
  CHECK(thirds[0] == std::round((0 * 9 + (10 + 40) * 3 + 50) / 16.0f));
  CHECK(one(write_ramp, {{"size", 8}})[9] == 0);
}

TEST_CASE("crop takes the largest square in the middle, fit the whole picture", "[unit]") {
  const auto stripes = [](const fs::path& file) { write_png(file, 4, 2, PNG_FORMAT_GRAY, {1, 2, 3, 4, 5, 6, 7, 8}); };
  CHECK(one(stripes, {{"size", 2}}) == Floats{2, 3, 6, 7});
  CHECK(one(stripes, {{"size", 4}, {"resize", std::string("fit")}}) ==
        Floats{0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0});
  CHECK(one(stripes, {{"size", 4}, {"resize", std::string("fit")}, {"background", List{1.0, 1.0, 1.0}}})[0] == 255);
  check_error(
      [&] {
        one(stripes, {{"resize", std::string("fit")}});
      },
      Exit::usage, "data.resize is \"fit\", but must be left out where data.size is not given");
}

TEST_CASE("grey becomes colour, and colour its luma", "[unit]") {
  const auto orange = [](const fs::path& file) { write_png(file, 1, 1, PNG_FORMAT_RGB, {255, 128, 0}); };
  CHECK(one(orange, {{"colour", std::string("grey")}}) == Floats{151});  // 0.299 · 255 + 0.587 · 128
  const auto grey = [](const fs::path& file) { write_png(file, 1, 1, PNG_FORMAT_GRAY, {77}); };
  CHECK(one(grey, {{"colour", std::string("rgb")}}) == Floats{77, 77, 77});
}

TEST_CASE("what is transparent is laid on the background", "[unit]") {
  // Not by write_png: libpng's simplified writer would change the numbers.
  const auto half = [](const fs::path& file) { RawPng{1, 1, 8, 6, {Bytes("\xff\x01\x01\x33", 4)}}.write(file); };
  const auto on = [&](double r, double g, double b) { return one(half, {{"background", List{r, g, b}}}); };
  CHECK(on(0, 0, 1) == Floats{51, 0, 204});  // a fifth of red on four of blue
  CHECK(on(1, 1, 1) == Floats{255, 204, 204});
  const auto grey = [](const fs::path& file) { RawPng{1, 1, 8, 4, {Bytes("\x64\x00", 2)}}.write(file); };
  CHECK(one(grey, {{"background", List{1.0, 0.0, 0.0}}}) == Floats{76});
  const Bytes palette = RawPng::chunk("PLTE", "\x0a\x14\x1e") + RawPng::chunk("tRNS", Bytes(1, '\0'));
  const auto indexed = [&](const fs::path& file) { RawPng{1, 1, 8, 3, {Bytes(1, '\0')}, palette}.write(file); };
  CHECK(one(indexed, {{"background", List{1.0, 1.0, 1.0}}}) == Floats{255, 255, 255});
  check_error(
      [&] {
        one(half, {{"background", List{1.0}}});
      },
      Exit::usage, "data.background is [1], but must be three numbers");
}

TEST_CASE("a mixed folder with folders in it becomes pictures of one kind", "[unit]") {
  const Mixture folder;
  const auto data = open(folder.path, Mixture::form());
  CHECK(data->shape() == Shape{4, 4, 3});
  REQUIRE(data->size(Split::train) == 6);
  Floats means;
  const Floats all = whole(*data);
  for (std::size_t i = 0; i < 6; ++i)
    means.push_back(std::accumulate(all.begin() + 48 * static_cast<std::ptrdiff_t>(i),
                                    all.begin() + 48 * static_cast<std::ptrdiff_t>(i + 1), 0.0f) /
                    48);
  std::ranges::sort(means);
  check_near(means, {10, 20, 30, 40, 50, 60}, 0.01f);
  CHECK(open(folder.path, {{"size", 4}, {"colour", std::string("grey")}})->size(Split::train) == 4);
}

TEST_CASE("broken files are told all at once, and left out if asked", "[unit]") {
  const Mixture folder;
  const Floats before = whole(*open(folder.path, Mixture::form()));
  folder.break_three();
  try {
    open(folder.path, Mixture::form());
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.complaints().size() == 3);
    CHECK(error.code() == Exit::corrupt);
  }
  auto skipping = Mixture::form();
  skipping.emplace_back("on_error", std::string("skip"));
  const auto data = open(folder.path, skipping);
  CHECK(data->files().size() == 6);
  CHECK(whole(*data) == before);
}

TEST_CASE("only what cannot be decoded is left out: other sizes, kinds and transparency stay errors", "[unit]") {
  const Mixture folder;
  check_error([&] { open(folder.path, {{"on_error", std::string("skip")}}); }, Exit::corrupt, "but must be 4×6 as in ");
  const TemporaryFolder broken;
  write(broken.path / "a.png", "text");
  check_error([&] { open(broken.path, {{"on_error", std::string("skip")}}); }, Exit::corrupt, "a.png: cannot be read");
}

TEST_CASE("flips double the training split alone", "[unit]") {
  const TemporaryFolder folder;
  for (int i = 0; i < 10; ++i)
    write_png(folder.path / fmt::format("{}.png", i), 3, 1, PNG_FORMAT_RGB,
              {1, 2, 3, 4, 5, 6, 7, 8, static_cast<std::uint8_t>(i)});
  const auto data = open(folder.path, {{"flip", true}, {"validation", 0.2}});
  REQUIRE(data->size(Split::train) == 16);
  CHECK(data->size(Split::validation) == 2);
  const Floats plain = fetch(*data, Split::train, {3}), mirrored = fetch(*data, Split::train, {11});
  CHECK(mirrored == Floats{plain[6], plain[7], plain[8], 4, 5, 6, 1, 2, 3});
}

TEST_CASE("a picture's label is its folder, in the order of their names, in every split", "[unit]") {
  const TemporaryFolder folder;
  for (const char* name : {"squares", "discs", "rings/thin"}) fs::create_directories(folder.path / name);
  for (int i = 0; i < 30; ++i) {
    const char* name = i % 3 == 0 ? "squares" : i % 3 == 1 ? "discs" : "rings/thin";
    write_png(folder.path / name / fmt::format("{:02}.png", i), 2, 2, PNG_FORMAT_GRAY,
              Pixels(4, static_cast<std::uint8_t>(i)));
  }
  const auto data = open(folder.path, {{"nested", true}, {"labels", true}, {"validation", 0.2}, {"test", 0.2}});
  CHECK(data->class_names() == std::vector<std::string>{"discs", "squares", "thin"});
  REQUIRE(data->classes() == 3);
  std::int64_t seen = 0;
  for (const Split split : {Split::train, Split::validation, Split::test}) {
    const Floats pixels = whole(*data, split);
    std::vector<std::int64_t> all(static_cast<std::size_t>(data->size(split)));
    std::iota(all.begin(), all.end(), 0);
    std::vector<Label> labels(all.size());
    data->fetch_labels(split, all, labels);
    for (std::size_t i = 0; i < labels.size(); ++i, ++seen) {
      const int number = static_cast<int>(pixels[4 * i]) % 3;
      CHECK(labels[i] == (number == 0 ? 1 : number == 1 ? 0 : 2));
    }
  }
  CHECK(seen == 30);
}
