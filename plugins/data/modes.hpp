/// Equal Gaussians in the plane about known centres, each as likely as any other: what ring and grid are. Their density
/// is known.
#pragma once

#include <array>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/densities.hpp>
#include <vector>

namespace ganzoo::data {

class EqualModes : public Data, public DenseData {
 public:
  Shape shape() const override { return {2}; }
  const Modes* modes() const override { return &modes_; }
  PointDensityPtr point_density() const override {
    std::vector<Bell> bells;
    for (std::int64_t i = 0; i < modes_.centres.rows; ++i) {
      const auto centre = modes_.centres.view().row(i);
      bells.push_back(
          {modes_.weights[static_cast<std::size_t>(i)], {centre.begin(), centre.end()}, {modes_.std, modes_.std}});
    }
    return ganzoo::point_density(std::move(bells));
  }

  /// Row i takes its mode and its deviation from number i of two streams, however many rows there are.
  void draw(Matrix batch, const Rng& rng) const override {
    const Rng choice = rng.child(0);
    const auto std = static_cast<float>(modes_.std);
    const auto count = static_cast<std::uint64_t>(modes_.centres.rows);
    rng.child(1).fill_normal(batch.flat(), 0, 1);
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const auto mode = static_cast<std::int64_t>(choice.below(static_cast<std::uint64_t>(i), count));
      const auto centre = modes_.centres.view().row(mode);
      for (std::int64_t j = 0; j < batch.columns; ++j)
        batch(i, j) = centre[static_cast<std::size_t>(j)] + std * batch(i, j);
    }
  }

 protected:
  /// By prepare(): the means, and the deviation in every direction.
  void place(const std::vector<std::array<double, 2>>& centres, double std) {
    const auto count = static_cast<std::int64_t>(centres.size());
    modes_ = {OwnedMatrix(count, 2), std::vector<double>(centres.size(), 1.0 / static_cast<double>(count)), std};
    for (std::int64_t i = 0; i < count; ++i) {
      const auto& centre = centres[static_cast<std::size_t>(i)];
      modes_.centres.view()(i, 0) = static_cast<float>(centre[0]);
      modes_.centres.view()(i, 1) = static_cast<float>(centre[1]);
    }
  }

 private:
  Modes modes_;
};

}  // namespace ganzoo::data
