// ganzoo: link fmt
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/io/points.hpp>

#include "cells.hpp"
#include "features.hpp"
#include "points.hpp"

namespace {

using ganzoo::Data, ganzoo::Quantity, ganzoo::Split, ganzoo::metrics::Points;

/// The distance of each row of x to the nearest of `to`.
Eigen::ArrayXd nearest(const Points& x, const Points& to, const std::function<void()>& poll) {
  Eigen::ArrayXd distances(x.rows());
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    poll();
    distances(i) = std::sqrt((to.rowwise() - x.row(i)).rowwise().squaredNorm().minCoeff());
  }
  return distances;
}

/// Mann and Whitney's U of the fakes' distances, standardised: below 0 where they are the smaller ones.
double z_of(const std::vector<double>& held_out, const std::vector<double>& fake) {
  const double n = static_cast<double>(held_out.size()), m = static_cast<double>(fake.size());
  std::vector<double> sorted = held_out;
  std::ranges::sort(sorted);
  double u = 0;  // how many held-out distances lie below a fake's, ties counting one half
  for (const double v : fake) {
    const auto [first, last] = std::ranges::equal_range(sorted, v);
    u += static_cast<double>(first - sorted.begin()) + static_cast<double>(last - first) / 2;
  }
  return (u - n * m / 2) / std::sqrt(n * m * (n + m + 1) / 12);
}

/// Whether samples lie nearer to the training data than held-out data does.
struct Copying : ganzoo::Metric, ganzoo::metrics::Featured {
  static constexpr ganzoo::About about{
      .title = "data copying",
      .source = "Meehan, Chaudhuri & Dasgupta, AISTATS 2020, section 3",
      .summary =
          "C_T: within each cell of the training data the distances of generated samples to their nearest training "
          "sample are ranked among those of held-out data (Mann and Whitney's U as a number of standard deviations), "
          "and "
          "cells weigh as much held-out data as they hold. About 0 for fresh samples, far below 0 (−3 and less) where "
          "training data is copied, far above where samples lie off the data. Cells (Lloyd's k-means) with fewer than "
          "20 samples of a side are left out; unseen says how much held-out data they hold. By default distances are "
          "those of the "
          "samples themselves: a copy moved by a pixel is none. For finite data with a test split; under `measure` the "
          "training samples are a third file, train."};

  ganzoo::File train;
  int cells = 5;
  std::int64_t samples = 0;
  static constexpr auto parameters = std::tuple_cat(
      std::tuple{
          ganzoo::parameter("train", &Copying::train,
                            "training samples, under `measure`: FILE.npy, FILE.csv or FILE.h5:/path"),
          ganzoo::parameter("cells", &Copying::cells, ganzoo::closed(1, 10000), "of the training data"),
          ganzoo::parameter("samples", &Copying::samples, ganzoo::at_least(0), "of each side; 0: metrics.samples")},
      feature_parameters);

  std::vector<Quantity> quantities() const override {
    std::vector<Quantity> all{
        {"ct", "1", Quantity::Better::neither, "C_T, in standard deviations: below 0 where training data is copied"},
        {"unseen",
         "1",
         Quantity::Better::lower,
         "share of held-out data in cells with fewer than 20 samples of a side",
         {},
         [](const Data*) { return ganzoo::closed(0, 1); }}};
    add_quantity(all);
    return all;
  }

  void accept(const Data& data, const ganzoo::Generator&, const ganzoo::Divergence&) const override {
    accept_features(data);
    if (data.size(Split::train) == 0) refuse("the data is endless: there is nothing to copy");
    if (data.size(Split::test) == 0) refuse("the data holds no test split to compare with");
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    const ganzoo::metrics::Sides x = sides(e, samples > 0 ? samples : count);
    const Points known = training(e);
    if (known.cols() != x.real.cols())
      refuse(fmt::format("the training samples have {} numbers, but must have {} as the real ones", known.cols(),
                         x.real.cols()));
    add_value(values);
    if (!x.finite() || !known.allFinite()) return ganzoo::metrics::all_nan(values);
    const ganzoo::metrics::Cells parts(known, cells, ganzoo::Rng(e.seed, ganzoo::Purpose::projection), e.poll);
    compare(parts.count(), parts.of(x.real), nearest(x.real, known, e.poll), parts.of(x.fake),
            nearest(x.fake, known, e.poll), values);
  }

 private:
  static constexpr std::size_t least = 20;

  [[noreturn]] static void refuse(const std::string& reason) {
    throw ganzoo::Error(ganzoo::Exit::usage, "metric copying: " + reason);
  }

  Points training(const ganzoo::Evaluation& e) {
    if (e.data && e.split) return features_of(e, e.split(Split::train, e.data->size(Split::train)));
    if (train.path.empty()) refuse("train is \"\", but must be a file of training samples");
    const ganzoo::io::Points file = ganzoo::io::read_points(train.path, {"metrics.train", {}});
    if (features == "random" || features == "classifier") {
      ganzoo::OwnedMatrix floats(file.rows, file.columns);
      std::ranges::transform(file.values, floats.view().flat().begin(), [](double v) { return static_cast<float>(v); });
      return features_of(e, floats);
    }
    return ganzoo::metrics::as_points(ganzoo::ConstDoubles(file.values.data(), file.rows, file.columns));
  }

  static std::vector<double> within(const std::vector<int>& cell, const Eigen::ArrayXd& distances, int c) {
    std::vector<double> some;
    for (std::size_t i = 0; i < cell.size(); ++i)
      if (cell[i] == c) some.push_back(distances(static_cast<Eigen::Index>(i)));
    return some;
  }

  static void compare(int cells, const std::vector<int>& real_cell, const Eigen::ArrayXd& real,
                      const std::vector<int>& fake_cell, const Eigen::ArrayXd& fake, std::span<double> values) {
    double sum = 0, weight = 0;
    for (int c = 0; c < cells; ++c) {
      const std::vector<double> held_out = within(real_cell, real, c), made = within(fake_cell, fake, c);
      if (held_out.size() < least || made.size() < least) continue;
      const double share = static_cast<double>(held_out.size()) / static_cast<double>(real.size());
      sum += share * z_of(held_out, made);
      weight += share;
    }
    values[0] = sum / weight;  // NaN where all cells are left out
    values[1] = 1 - weight;
  }
};

}  // namespace

GANZOO_PLUGIN(Copying)
