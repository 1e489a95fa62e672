// The cache of decoded pictures.
#include "picture_scene.hpp"

using namespace ganzoo;
using namespace files;
using namespace picture_scene;

TEST_CASE("a cache gives the same numbers, without a look at the files", "[unit]") {
  const Mixture folder;
  folder.break_three();
  const fs::path cache = folder.path / "made" / "cache";
  auto form = Mixture::form();
  form.emplace_back("on_error", std::string("skip"));
  const Floats plain = whole(*open(folder.path, form));
  form.emplace_back("cache", cache.string());
  const auto cached = [&] {
    const auto data = open(folder.path, form);
    CHECK(data->files().size() == 6);
    return whole(*data);
  };
  CHECK(cached() == plain);
  const fs::path file = folder.path / "b.png";
  const auto time = fs::last_write_time(file);
  const Bytes bytes = read(file);
  SECTION("same size, same time: not decoded again") {
    write(file, Bytes(bytes.size(), ' '));
    fs::last_write_time(file, time);
    CHECK(cached() == plain);
  }
  SECTION("another time: decoded again") {
    write_png(file, 4, 9, PNG_FORMAT_GRAY, Pixels(36, 21));
    fs::last_write_time(file, time + std::chrono::seconds(1));
    CHECK(cached() != plain);
  }
  SECTION("another form: decoded again") {
    form[1].second = std::int64_t{2};
    CHECK(cached().size() == plain.size() / 4);
  }
  SECTION("any damage: made anew") {
    const Bytes whole_cache = read(cache);
    for (const std::size_t at : {std::size_t{3}, std::size_t{20}, std::size_t{60}, whole_cache.size() - 1}) {
      Bytes damaged = whole_cache;
      damaged[at] = static_cast<char>(damaged[at] ^ 1);
      fs::remove(cache);
      write(cache, damaged);
      CHECK(cached() == plain);
      CHECK(read(cache) == whole_cache);
    }
    fs::remove(cache);
    write(cache, whole_cache.substr(0, 100));
    CHECK(cached() == plain);
  }
}

TEST_CASE("a cache that cannot be written is an error", "[unit]") {
  const Mixture folder;
  auto form = Mixture::form();
  form.emplace_back("cache", (folder.path / "a.png" / "cache").string());
  check_error([&] { open(folder.path, form); }, Exit::environment, "but must be a file that can be written: ");
}
