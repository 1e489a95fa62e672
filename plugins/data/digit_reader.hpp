/// Which of a thousand modes a sample of three stacked digits belongs to.
#pragma once

#include <algorithm>
#include <array>

#include "nearest_neighbour.hpp"

namespace ganzoo::data {

/// Reads the three digits of a sample, each by its nearest neighbour: class abc is mode 100a + 10b + c.
class DigitReader : public ModeClassifier {
 public:
  static constexpr int digits = 10, channels = 3;

  /// `held` are real images that are no references: they show how a perfect generator would be read.
  DigitReader(const NearestNeighbour& neighbours, const ByteImages& held, PixelRange range)
      : neighbours_(neighbours), range_(range), weights_(digits * digits * digits) {
    const OwnedMatrix images(held.count, held.size());
    for (std::int64_t i = 0; i < held.count; ++i) PixelRange().scale(held[i], images.view().row(i).data());
    std::vector<Nearest> nearest(static_cast<std::size_t>(held.count));
    neighbours_.classify(images, nearest);
    set_radius(nearest);
    set_weights(nearest);
  }

  const std::vector<double>& weights() const override { return weights_; }

  void classify(ConstMatrix samples, std::span<Sighting> out) const override {
    const OwnedMatrix channel(samples.rows, samples.columns / channels);
    std::vector<Nearest> nearest(static_cast<std::size_t>(samples.rows));
    std::ranges::fill(out, Sighting{0, true});
    for (int c = 0; c < channels; ++c) {
      take_channel(samples, c, range_, channel);
      neighbours_.classify(channel, nearest);
      for (std::size_t i = 0; i < out.size(); ++i) add(out[i], nearest[i]);
    }
  }

 private:
  /// One channel of samples [n, pixels · 3], as a picture in [0, 1].
  static void take_channel(ConstMatrix samples, int channel, PixelRange range, Matrix out) {
    const float scale = 1 / (range.high - range.low);
    for (std::int64_t i = 0; i < out.rows; ++i)
      for (std::int64_t p = 0; p < out.columns; ++p)
        out(i, p) = scale * (samples(i, channels * p + channel) - range.low);
  }

  void add(Sighting& sighting, const Nearest& digit) const {
    const bool readable = sighting.mode >= 0 && digit.label >= 0;
    sighting.mode = readable ? digits * sighting.mode + digit.label : -1;
    sighting.high_quality = sighting.high_quality && readable && digit.square_distance <= square_radius_;
  }

  /// As near as 99 of 100 real images are.
  void set_radius(const std::vector<Nearest>& held) {
    std::vector<float> squares;
    for (const Nearest& one : held) squares.push_back(one.square_distance);
    const auto at = squares.begin() + static_cast<std::ptrdiff_t>((squares.size() - 1) * 99 / 100);
    std::nth_element(squares.begin(), at, squares.end());
    square_radius_ = *at;
  }

  void set_weights(const std::vector<Nearest>& held) {
    std::array<double, digits> share{};
    for (const Nearest& one : held) share[static_cast<std::size_t>(one.label)] += 1 / static_cast<double>(held.size());
    for (std::size_t mode = 0; mode < weights_.size(); ++mode)
      weights_[mode] = share[mode / 100] * share[mode / 10 % 10] * share[mode % 10];
  }

  const NearestNeighbour& neighbours_;
  PixelRange range_;
  std::vector<double> weights_;
  float square_radius_ = 0;
};

}  // namespace ganzoo::data
