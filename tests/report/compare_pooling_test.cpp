// Which runs count, and as what: data, copies, titles, results of one cell.
#include "compare_scene.hpp"

using namespace ganzoo;
using report::compare;
using report::CompareOptions;
using testing::Fabricated;
using testing::save;
using namespace compare_scene;

TEST_CASE("runs of other data or metric parameters are not pooled", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.seed = 0});
  save(folder, "b", {.data = R"({"name":"ring","modes":16})", .seed = 1});
  CompareOptions o = options(folder);
  CHECK(compare(o).by == std::vector<std::string>{"data.modes"});
  o.by = {"divergence"};
  auto [code, message, hint] = refusal(o);
  CHECK(code == Exit::usage);
  CHECK(message == fmt::format("{} and {} cannot be pooled: data.modes is 8 in the one, 16 in the other",
                               (folder / "a").string(), (folder / "b").string()));
  save(folder, "b", {.seed = 1, .metrics = R"([{"name":"modes","std":4}])"});
  CHECK(std::get<1>(refusal(o)).find("cannot be pooled: metrics.modes is ") != std::string::npos);
}

TEST_CASE("equal data is pooled and paired wherever its files lie", "[unit]") {
  const TemporaryFolder folder;
  const auto images = [](const char* checkout) {
    return fmt::format(R"({{"name":"idx","folder":"/usr/share","train":"/{}/train","test":"/{}/test","validation":9}})",
                       checkout, checkout);
  };
  for (int seed = 0; seed < 3; ++seed) {
    save(folder, fmt::format("a-{}", seed), {.data = images("a"), .seed = seed, .data_sha256 = "5a"});
    save(folder, fmt::format("b-{}", seed), {.divergence = js, .data = images("b"), .seed = seed, .data_sha256 = "5a"});
    save(folder, fmt::format("c-{}", seed), {.data = images("c"), .seed = 3 + seed, .data_sha256 = "5a"});
  }
  CompareOptions o = options(folder);
  o.baseline = "kl";
  const report::Comparison c = compare(o);
  CHECK(c.by == std::vector<std::string>{"divergence"});
  CHECK(group(c, "kl").runs == 6);
  CHECK(group(c, "js").runs == 3);
  CHECK(value(c, "js").difference->seeds.size() == 3);

  save(folder, "ring", {.seed = 9});  // beside other data, too
  CHECK(group(compare(options(folder)), "idx").runs > 0);
}

TEST_CASE("the same cell on equal data elsewhere counts once", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.data = R"({"name":"images","folder":"/a"})", .data_sha256 = "5a"});
  save(folder, "b", {.data = R"({"name":"images","folder":"/b"})", .data_sha256 = "5a"});
  CHECK(has_notice(compare(options(folder)), "b is " + (folder / "a").string() + " again: counted once"));
}

TEST_CASE("files of other bytes, or of unknown ones, are other data", "[unit]") {
  for (const char* sum : {"5b", ""}) {
    CAPTURE(sum);
    const TemporaryFolder folder;
    save(folder, "a", {.data = R"({"name":"images","folder":"/a"})", .data_sha256 = "5a"});
    save(folder, "b", {.data = R"({"name":"images","folder":"/b"})", .seed = 1, .data_sha256 = sum});
    CompareOptions o = options(folder);
    CHECK(compare(o).by == std::vector<std::string>{"data.folder"});
    o.by = {"divergence"};
    CHECK(std::get<1>(refusal(o)).find("cannot be pooled: data.folder is \"/a\" in the one, \"/b\" in the other") !=
          std::string::npos);
  }
}

TEST_CASE("a cell that is found twice counts once", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {});
  save(folder, "b", {});
  const report::Comparison c = compare(options(folder));
  CHECK(c.groups[0].runs == 1);
  CHECK(has_notice(c, "b is " + (folder / "a").string() + " again: counted once"));
}

TEST_CASE("a broken file ends the comparison", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {});
  std::filesystem::resize_file(folder / "a/run.h5", 1000);
  CHECK(std::get<0>(refusal(options(folder))) == Exit::corrupt);
}

TEST_CASE("a cell under two titles counts once, whatever the order of the files", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed) {
    save(folder, fmt::format("a/kl-{}", seed), {.seed = seed, .covered = {1.0 + seed}, .distance = {1}});
    save(folder, fmt::format("a/js-{}", seed), {.divergence = js, .seed = seed, .covered = {4}, .distance = {1}});
    save(folder, fmt::format("b/kl-{}", seed),
         {.seed = seed, .covered = {1.0 + seed}, .distance = {1}, .title = "another title"});
  }
  CompareOptions o = options(folder);
  o.baseline = "kl";
  o.by = {"divergence"};
  const report::Comparison c = compare(o);
  CHECK(group(c, "kl").seeds.size() == 3);
  CHECK(group(c, "kl").copies == 3);
  CHECK(value(c, "js").difference->p == 0.25);
  o.paths = {folder / "b", folder / "a"};
  CHECK(value(compare(o), "js").difference->p == 0.25);
}

TEST_CASE("two results of one cell are refused, and averaged where that is asked for", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.covered = {1, 2, 3}, .isa = "avx2"});
  save(folder, "b", {.covered = {1, 2, 5}, .isa = "avx512"});
  const auto [code, message, hint] = refusal(options(folder));
  CHECK(code == Exit::usage);
  CHECK(message == fmt::format("{} and {} are one cell, but came to other numbers: modes.covered in row 2: 3 and 5",
                               (folder / "a").string(), (folder / "b").string()));
  CHECK(hint == "they differ in provenance.isa; give one of them, or average them (--over provenance.isa)");
  CompareOptions o = options(folder);
  o.over = {"provenance.isa"};
  CHECK(compare(o).groups[0].values[0].runs == std::vector<double>{4});
}

TEST_CASE("of one cell the finished run counts, not the interrupted one", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.covered = {1, 2}, .distance = {1, 2}, .status = log::Status::interrupted});
  save(folder, "b", {.covered = {1, 2, 3}});
  const report::Comparison c = compare(options(folder));
  CHECK(c.groups[0].runs == 1);
  CHECK(c.groups[0].values[0].mean == 3);
  CHECK(has_notice(c, "a is " + (folder / "b").string() + " again, interrupted: counted once"));
}
