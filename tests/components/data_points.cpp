#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/io/npy.hpp>
#include <ganzoo/log/run_file.hpp>

#include "components/files.hpp"
#include "log/sample_run.hpp"

using namespace ganzoo;

namespace {

using files::fetch, files::write;

constexpr Split splits[]{Split::train, Split::validation, Split::test};

/// A folder with table.csv: columns a, b and c of row i are i, −i and 1000 + i.
struct Folder : TemporaryFolder {
  explicit Folder(int rows = 20) {
    std::string text = "a,b,name,c\n";
    for (int i = 0; i < rows; ++i) text += fmt::format("{},{},row {},{}\n", i, -i, i, 1000 + i);
    write(path / "table.csv", text);
  }
  std::string file(const std::string& name = "table.csv") const { return (path / name).string(); }
};

List texts(std::initializer_list<const char*> all) {
  List list;
  for (const char* text : all) list.push_back(std::string(text));
  return list;
}

std::vector<float> all_of(const Data& data, Split split) {
  std::vector<std::int64_t> indices(static_cast<std::size_t>(data.size(split)));
  for (std::size_t i = 0; i < indices.size(); ++i) indices[i] = static_cast<std::int64_t>(i);
  return fetch(data, split, indices);
}

/// Every number of every split, in order.
std::vector<float> whole(const Data& data) {
  std::vector<float> all;
  for (const Split split : splits) std::ranges::copy(all_of(data, split), std::back_inserter(all));
  std::ranges::sort(all);
  return all;
}

}  // namespace

TEST_CASE("points reads the chosen columns, by name or number, in the order chosen", "[unit]") {
  const Folder folder;
  const auto data = make<Data>("points", {{"file", folder.file()}, {"columns", texts({"c", "2"})}});
  CHECK(data->shape() == Shape{2});
  CHECK(data->interval() == std::pair{0.0, 0.0});
  CHECK(data->files() == std::vector{folder.file()});
  for (const Split split : splits) {
    const std::vector<float> values = all_of(*data, split);
    for (std::size_t i = 0; i < values.size(); i += 2) CHECK(values[i] == 1000 - values[i + 1]);
  }
}

TEST_CASE("points deals every row to one split, always the same one", "[unit]") {
  const Folder folder;
  const Given given{{"file", folder.file()}, {"columns", texts({"a"})}, {"validation", 0.25}, {"test", 0.1}};
  const auto data = make<Data>("points", given), again = make<Data>("points", given);
  CHECK(data->size(Split::train) == 13);
  CHECK(data->size(Split::validation) == 5);
  CHECK(data->size(Split::test) == 2);
  std::vector<float> rows;
  for (int i = 0; i < 20; ++i) rows.push_back(static_cast<float>(i));
  CHECK(whole(*data) == rows);
  for (const Split split : splits) CHECK(all_of(*data, split) == all_of(*again, split));
  std::vector<float> train = all_of(*data, Split::train);
  CHECK(!std::ranges::is_sorted(train));  // a file's order is seldom chance
}

TEST_CASE("points takes splits from files of their own", "[unit]") {
  const Folder folder;
  write(folder.path / "held.csv", "c,a\n7,8\n9,10\n");
  write(folder.path / "tested.csv", "c,a\n1,2\n");
  const auto data = make<Data>("points", {{"file", folder.file()},
                                          {"columns", texts({"a", "c"})},
                                          {"validation_file", folder.file("held.csv")},
                                          {"test_file", folder.file("tested.csv")}});
  CHECK(data->size(Split::train) == 20);
  CHECK(all_of(*data, Split::validation) == std::vector<float>{8, 7, 10, 9});
  CHECK(all_of(*data, Split::test) == std::vector<float>{2, 1});
  CHECK(data->files() == std::vector{folder.file(), folder.file("held.csv"), folder.file("tested.csv")});
  check_error(
      [&] {
        make<Data>("points", {{"file", folder.file()},
                              {"columns", texts({"a"})},
                              {"test", 0.3},
                              {"test_file", folder.file("tested.csv")}});
      },
      Exit::usage, "data.test is 0.3, but must be left out where data.test_file is given");
  write(folder.path / "plain.csv", "1,2,3\n4,5,6\n7,8,9\n");
  check_error(
      [&] {
        make<Data>("points", {{"file", folder.file("plain.csv")}, {"test_file", folder.file("tested.csv")}});
      },
      Exit::corrupt, "tested.csv: its points have 2 numbers, but must have 3 as in");
}

TEST_CASE("points reads the same numbers from .csv, .npy and HDF5", "[unit]") {
  const TemporaryFolder folder;
  const log::Array array{.dims = {4, 3}, .values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}};
  io::write_npy(folder.path / "table.npy", array);
  write(folder.path / "table.csv", "1,2,3\n4,5,6\n7,8,9\n10,11,12\n");
  log::RunFile run = testing::sample_run();
  run.samples["noise"] = array;
  log::write(folder.path / "run.h5", run);
  const auto read = [&](const std::string& name, List columns) {
    const std::string file = (folder.path / name).string();
    return whole(*make<Data>("points", {{"file", file}, {"columns", std::move(columns)}, {"test", 0.25}}));
  };
  for (const char* name : {"table.npy", "table.csv", "run.h5:/samples/noise"}) {
    INFO(name);
    CHECK(read(name, {}) == array.values);
    CHECK(read(name, texts({"3", "1"})) == std::vector<float>{1, 3, 4, 6, 7, 9, 10, 12});
  }
  const std::string dataset = (folder.path / "run.h5:/samples/noise").string();
  CHECK(make<Data>("points", {{"file", dataset}})->files() == std::vector{(folder.path / "run.h5").string()});
}

TEST_CASE("points reads each type of number that numpy writes", "[unit]") {
  const TemporaryFolder folder;
  const auto npy = [&](const std::string& type, const std::string& bytes) {
    std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': (2, 1), }}", type);
    header.resize(117, ' ');
    header += '\n';
    write(folder.path / "x.npy", std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + bytes);
    return whole(*make<Data>("points", {{"file", (folder.path / "x.npy").string()}}));
  };
  const std::vector<float> expected{2, 3};
  using namespace std::string_literals;
  CHECK(npy("|u1", "\2\3"s) == expected);
  CHECK(npy("<i2", "\2\0\3\0"s) == expected);
  CHECK(npy(">i4", "\0\0\0\2\0\0\0\3"s) == expected);
  CHECK(npy("<i8", "\2\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0"s) == expected);
  CHECK(npy("<f2", "\x00\x40\x00\x42"s) == expected);
  CHECK(npy("<f8", "\0\0\0\0\0\0\0\x40\0\0\0\0\0\0\x08\x40"s) == expected);
}

TEST_CASE("what is no table of points is refused with its place", "[unit]") {
  const Folder folder;
  const auto refuses = [&](const std::string& text, List columns, Exit code, const std::string& part) {
    write(folder.path / "x.csv", text);
    check_error([&] { make<Data>("points", {{"file", folder.file("x.csv")}, {"columns", columns}}); }, code, part);
  };
  refuses("a,b\n1,2\n3,x\n", {}, Exit::corrupt, "x.csv:3:3: the field is \"x\", but must be a number");
  refuses("a,b\n1,2\n nan,4\n", {}, Exit::corrupt, "x.csv:3:2: the field is \"nan\", but must be finite");
  refuses("1,2\n3,-inf\n", {}, Exit::corrupt, "x.csv:2:3: the field is \"-inf\", but must be finite");
  refuses("1,2\n3\n", {}, Exit::corrupt, "x.csv:2:1: the row has 1 fields, but must have 2 like the rows before");
  refuses("a,b\n", {}, Exit::corrupt, "holds no numbers");
  refuses("a,b\n1,2\n", texts({"a", "z"}), Exit::usage, "data.columns[1] is \"z\", but must be a column of ");
  refuses("a,b\n1,2\n", texts({"z"}), Exit::usage, "x.csv: a, b or 1 to 2");
  refuses("a,b\n1,2\n", texts({"3"}), Exit::usage, "data.columns[0] is \"3\"");
  refuses("1,2\n3,4\n", texts({"0"}), Exit::usage, "1 to 2 (its columns have no names)");
  refuses("a,b\n1,2\n", texts({"b", "2"}), Exit::usage,
          "data.columns[1] is \"2\", but must be another column than data.columns[0]");
  refuses("a,a\n1,2\n", texts({"a"}), Exit::usage, "where 2 are called so: choose by number");
  refuses("1\n1e39\n", {}, Exit::corrupt, "point 2 holds 1e+39");
  refuses("1700000000.1\n1700000000.2\n", {}, Exit::corrupt, "point 1 holds 1700000000.1 as its number 1");
  io::write_npy(folder.path / "x.npy", log::Array{.dims = {2, 2}, .values = {1, 2, 3, NAN}});
  check_error(
      [&] {
        make<Data>("points", {{"file", folder.file("x.npy")}});
      },
      Exit::corrupt, "x.npy: row 2, column 2 is nan, but must be finite");
}

TEST_CASE("points says which file it needs, and that some rows must be left to train on", "[unit]") {
  const Folder folder;
  check_error([] { make<Data>("points"); }, Exit::usage, "data.file is \"\", but must be FILE.npy");
  check_error([&] { make<Data>("points", {{"file", folder.file("table.txt")}}); }, Exit::usage, "table.txt");
  check_error([&] { make<Data>("points", {{"file", folder.file("none.csv")}}); }, Exit::environment, "cannot be read");
  check_error(
      [&] {
        make<Data>("points", {{"file", folder.file()}, {"columns", texts({"a"})}, {"validation", 0.5}, {"test", 0.5}});
      },
      Exit::usage, "data.validation and test are 0.5 and 0.5, but must leave some of the 20 rows");
}

TEST_CASE("points takes a column for labels: each number that occurs is a class, in order", "[unit]") {
  TemporaryFolder folder;
  std::string text = "x,kind\n", other = "x,kind\n";
  for (int i = 0; i < 30; ++i) text += fmt::format("{},{}\n", i, i % 3 == 0 ? 7 : i % 3 == 1 ? -2 : 40);
  for (int i = 0; i < 5; ++i) other += fmt::format("{},{}\n", i, 40);
  write(folder.path / "table.csv", text);
  write(folder.path / "other.csv", other);
  const std::string table = (folder.path / "table.csv").string(), beside = (folder.path / "other.csv").string();
  const auto open = [&] {
    return make<Data>("points", {{"file", table}, {"columns", texts({"x"})}, {"label", "kind"}, {"test_file", beside}});
  };
  const auto data = open();
  REQUIRE(data->classes() == 3);
  for (const Split split : splits) {
    std::vector<std::int64_t> indices(static_cast<std::size_t>(data->size(split)));
    for (std::size_t i = 0; i < indices.size(); ++i) indices[i] = static_cast<std::int64_t>(i);
    OwnedMatrix x(data->size(split), 1);
    std::vector<Label> labels(indices.size());
    data->fetch(split, indices, x);
    data->fetch_labels(split, indices, labels);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const int value = static_cast<int>(x.view()(static_cast<std::int64_t>(i), 0));
      CHECK(labels[i] == (split == Split::test ? 2 : value % 3 == 0 ? 1 : value % 3 == 1 ? 0 : 2));
    }
  }
  write(folder.path / "other.csv", other + "9,8\n");
  CHECK_THROWS_WITH(open(), beside + ": the label of point 6 is 8, but must be one of those in " + table);
  CHECK_THROWS_WITH(make<Data>("points", {{"file", table}, {"label", "kind"}}),
                    "data.label is given, but data.columns is not: the class would be one of the numbers");
}

TEST_CASE("points takes words for labels, and keeps their names", "[unit]") {
  TemporaryFolder folder;
  std::string text = "x,\"kind, said\"\n";
  const char* kinds[]{"virginica", "\"setosa\"", " \"one, two\" "};
  for (int i = 0; i < 30; ++i) text += fmt::format("{},{}\n", i, kinds[i % 3]);
  write(folder.path / "table.csv", text);
  const std::string table = (folder.path / "table.csv").string();
  const auto data =
      make<Data>("points", {{"file", table}, {"columns", texts({"x"})}, {"label", "kind, said"}, {"test", 0.0}});
  CHECK(data->class_names() == std::vector<std::string>{"one, two", "setosa", "virginica"});
  for (const Split split : {Split::train, Split::validation}) {
    const std::vector<float> x = all_of(*data, split);
    std::vector<std::int64_t> indices;
    for (std::size_t i = 0; i < x.size(); ++i) indices.push_back(static_cast<std::int64_t>(i));
    std::vector<Label> labels(indices.size());
    data->fetch_labels(split, indices, labels);
    for (std::size_t i = 0; i < x.size(); ++i) CHECK(labels[i] == 2 - static_cast<int>(x[i]) % 3);
  }
  write(folder.path / "table.csv", text + "30,\n");
  check_error(
      [&] {
        make<Data>("points", {{"file", table}, {"columns", texts({"x"})}, {"label", "2"}});
      },
      Exit::corrupt, "table.csv:32:4: the field is empty, but must be a label");
}

TEST_CASE("points writes one number in one way: 1, 1.0 and 1e0 are one class, and -0 is 0", "[unit]") {
  TemporaryFolder folder;
  write(folder.path / "table.csv", "1,1\n2,1.0\n3,1e0\n4,10\n5,-0\n6,0\n7,2\n");
  const auto data = make<Data>("points", {{"file", (folder.path / "table.csv").string()},
                                          {"columns", texts({"1"})},
                                          {"label", "2"},
                                          {"validation", 0.0},
                                          {"test", 0.0}});
  CHECK(data->class_names() == std::vector<std::string>{"0", "1", "2", "10"});
}

TEST_CASE("points standardises by its training split, and what is restored is what the table holds", "[unit]") {
  const Folder folder(200);
  const auto open = [&](bool standardise) {
    return make<Data>("points",
                      {{"file", folder.file()}, {"columns", texts({"a", "c"})}, {"standardise", standardise}});
  };
  const auto plain = open(false), data = open(true);
  CHECK(plain->scaling() == nullptr);
  REQUIRE(data->scaling() != nullptr);
  const std::vector<float> train = all_of(*data, Split::train);
  for (std::size_t k = 0; k < 2; ++k) {
    double sum = 0, square = 0;
    for (std::size_t i = k; i < train.size(); i += 2) sum += double{train[i]}, square += double{train[i]} * train[i];
    const double n = static_cast<double>(train.size()) / 2;
    CHECK(std::abs(sum / n) <= 1e-5);
    CHECK(std::abs(square / n - 1) <= 1e-5);
  }
  for (const Split split : splits) {
    std::vector<float> back = all_of(*data, split);
    const std::vector<float> told = all_of(*plain, split);
    restore(*data->scaling(), back);
    for (std::size_t i = 0; i < back.size(); ++i) CHECK(std::abs(back[i] - told[i]) <= 2e-4);
  }
  write(folder.path / "flat.csv", "1,5\n2,5\n3,5\n4,5\n");
  check_error(
      [&] {
        make<Data>("points", {{"file", folder.file("flat.csv")}, {"standardise", true}});
      },
      Exit::corrupt, "flat.csv: number 2 of every training point is 5, but must vary to be standardised");
}
