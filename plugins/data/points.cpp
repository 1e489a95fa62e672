// ganzoo: link fmt
#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

#include "npy_rows.hpp"
#include "point_labels.hpp"
#include "point_scaling.hpp"
#include "point_table.hpp"

namespace {

using ganzoo::Error, ganzoo::Exit, ganzoo::Split, ganzoo::data::PointRows, ganzoo::data::PointSplit;

/// Anyone's own table of numbers, a point a row.
struct Points : ganzoo::Data {
  static constexpr ganzoo::About about{
      .title = "a table of points: .npy, .csv or HDF5",
      .source = "NumPy Enhancement Proposal 1 (.npy); RFC 4180 (.csv); The HDF Group, HDF5",
      .summary =
          "A point a row: floats, integers or bools; of a .csv file the first row may name the columns. Points are "
          "taken as they stand unless standardise is true: then networks and metrics see each column less its mean, "
          "over "
          "its standard deviation, both of the training split, and what is written (samples, snapshots, pictures) is "
          "in "
          "the table's own units. A .npy matrix of float32 of 64 MiB or more, all columns taken, "
          "stays on "
          "disk: a batch reads its rows. Which of them are held back for validation and test is a fixed "
          "permutation of the rows, unless these splits have files of their own."};

  static constexpr double default_share = 0.1;
  ganzoo::File file, validation_file, test_file;
  std::vector<std::string> columns;
  std::string label;
  bool standardise = false;
  double validation = default_share, test = default_share;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("file", &Points::file, "FILE.npy, FILE.csv or FILE.h5:/path of a dataset"),
      ganzoo::parameter(
          "columns", &Points::columns,
          "those that are a point's numbers, by name (of a .csv file) or number from 1: [\"x\", \"3\"]; all "
          "unless given"),
      ganzoo::parameter(
          "label", &Points::label,
          "the column, likewise, whose number or word is a point's class: each that occurs, in order; where it is "
          "given, so are columns; no labels unless given"),
      ganzoo::parameter("standardise", &Points::standardise,
                        "each column to mean 0 and standard deviation 1; undone in what is written"),
      ganzoo::parameter("validation", &Points::validation, ganzoo::half_open(0, 1),
                        "share of the rows that is the validation split"),
      ganzoo::parameter("test", &Points::test, ganzoo::half_open(0, 1), "share of the rows that is the test split"),
      ganzoo::parameter("validation_file", &Points::validation_file, "the validation split, in place of a share"),
      ganzoo::parameter("test_file", &Points::test_file, "the test split, in place of a share")};

  void prepare() override {
    if (file.path.empty())
      throw Error(Exit::usage, "data.file is \"\", but must be FILE.npy, FILE.csv or FILE.h5:/path");
    const std::shared_ptr<const PointRows> all = read(file);
    const std::int64_t rows = all->rows(), held = share("validation", validation, validation_file, rows);
    const std::int64_t tested = share("test", test, test_file, rows), trained = rows - held - tested;
    if (trained < 1)
      throw Error(Exit::usage, fmt::format("data.validation and test are {} and {}, but must leave some of the {} rows",
                                           validation, test, rows));
    std::vector<std::int64_t> order(static_cast<std::size_t>(rows));
    ganzoo::Rng(0, ganzoo::Purpose::other).fill_permutation(order);
    const auto part = [&](std::int64_t first, std::int64_t count) {
      return PointSplit{all, {order.begin() + first, order.begin() + first + count}};
    };
    train_ = part(0, trained);
    validation_ = validation_file.path.empty() ? part(trained, held) : read_beside(validation_file);
    test_ = test_file.path.empty() ? part(trained + held, tested) : read_beside(test_file);
    if (standardise) find_scaling();
  }

  ganzoo::Shape shape() const override { return {train_.rows->columns()}; }
  std::int64_t size(Split split) const override { return part(split).size(); }
  std::vector<std::string> files() const override { return files_; }

  void fetch(Split split, std::span<const std::int64_t> indices, ganzoo::Matrix batch) const override {
    for (std::int64_t i = 0; i < batch.rows; ++i) part(split).copy(indices[static_cast<std::size_t>(i)], batch.row(i));
    if (scaling_) ganzoo::data::standardise(*scaling_, batch.flat());
  }
  const ganzoo::Scaling* scaling() const override { return scaling_ ? &*scaling_ : nullptr; }

  int classes() const override { return static_cast<int>(classes_.size()); }
  std::vector<std::string> class_names() const override { return classes_; }
  void fetch_labels(Split split, std::span<const std::int64_t> indices, std::span<ganzoo::Label> out) const override {
    const PointSplit& from = part(split);
    const std::vector<ganzoo::Label>& labels = labels_.at(from.rows.get());
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = labels[static_cast<std::size_t>(from.order[static_cast<std::size_t>(indices[i])])];
  }

 private:
  static constexpr std::size_t most_classes = 1000;

  const PointSplit& part(Split split) const {
    return split == Split::train ? train_ : split == Split::validation ? validation_ : test_;
  }

  std::shared_ptr<const PointRows> read(const ganzoo::File& from) {
    std::shared_ptr<const PointRows> rows = read_rows(from);
    if (!label.empty()) labels_[rows.get()] = read_labels(from);
    return rows;
  }

  /// Of the first file that is read, which has all classes, and then of others.
  std::vector<ganzoo::Label> read_labels(const ganzoo::File& from) {
    if (columns.empty())
      throw Error(Exit::usage, "data.label is given, but data.columns is not: the class would be one of the numbers");
    const std::vector<std::string> words =
        ganzoo::data::label_words(ganzoo::io::read_words(from.path, {"data.label", {label}}));
    if (classes_.empty()) find_classes(words, from.path);
    std::map<std::string, ganzoo::Label> known;
    for (const std::string& name : classes_) known.emplace(name, static_cast<ganzoo::Label>(known.size()));
    std::vector<ganzoo::Label> labels;
    for (const std::string& word : words) {
      const auto found = known.find(word);
      if (found == known.end())
        throw Error(Exit::corrupt, fmt::format("{}: the label of point {} is {}, but must be one of those in {}",
                                               from.path, labels.size() + 1, word, file.path));
      labels.push_back(found->second);
    }
    return labels;
  }

  void find_classes(const std::vector<std::string>& words, const std::string& name) {
    classes_ = ganzoo::data::classes_among(words);
    if (classes_.size() > most_classes)
      throw Error(Exit::corrupt, fmt::format("{}: column {} holds {} different labels, but they must be at most {}",
                                             name, label, classes_.size(), most_classes));
  }

  /// Of the training split alone: what is held back must not tell.
  void find_scaling() {
    scaling_ = ganzoo::data::scaling_of(train_);
    for (std::size_t k = 0; k < scaling_->scale.size(); ++k)
      if (!(scaling_->scale[k] > 0))
        throw Error(Exit::corrupt,
                    fmt::format("{}: number {} of every training point is {}, but must vary to be standardised",
                                file.path, k + 1, scaling_->shift[k]),
                    "leave that column out of data.columns");
  }

  std::shared_ptr<const PointRows> read_rows(const ganzoo::File& from) {
    files_.push_back(ganzoo::io::file_of(from.path));
    if (columns.empty() && from.path.ends_with(".npy"))
      if (auto large = ganzoo::data::NpyRows::open(from.path)) return large;
    return ganzoo::data::read_point_table(from.path, {"data.columns", columns});
  }

  PointSplit read_beside(const ganzoo::File& from) {
    const std::shared_ptr<const PointRows> other = read(from), trained = train_.rows;
    if (other->columns() != trained->columns())
      throw Error(Exit::corrupt, fmt::format("{}: its points have {} numbers, but must have {} as in {}", from.path,
                                             other->columns(), trained->columns(), file.path));
    std::vector<std::int64_t> order(static_cast<std::size_t>(other->rows()));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    return {other, order};
  }

  /// The rows that a split takes from the table: none where it has its own file.
  static std::int64_t share(const char* key, double of, const ganzoo::File& own, std::int64_t rows) {
    if (own.path.empty()) return static_cast<std::int64_t>(of * static_cast<double>(rows));
    if (of != default_share)
      throw Error(Exit::usage,
                  fmt::format("data.{0} is {1}, but must be left out where data.{0}_file is given", key, of));
    return 0;
  }

  PointSplit train_, validation_, test_;
  std::vector<std::string> files_;
  std::optional<ganzoo::Scaling> scaling_;
  std::vector<std::string> classes_;                               ///< the name of each
  std::map<const PointRows*, std::vector<ganzoo::Label>> labels_;  ///< of each row
};

}  // namespace

GANZOO_PLUGIN(Points)
