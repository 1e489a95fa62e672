// ganzoo: link fmt
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Real and fake images reach the critic flipped and shifted at random, and the generator's gradient comes back through the
/// same flips and shifts: it learns images that look real however they are moved, not moved ones.
struct DiffAugment : ganzoo::Regularizer {
  static constexpr ganzoo::About about{
      .title = "differentiable augmentation: flips and shifts",
      .source = "Zhao, Liu, Lin, Zhu & Han, Differentiable augmentation for data-efficient GAN training, NeurIPS 2020",
      .summary =
          "For little data: the critic cannot learn the images by heart. Each image of each update moves by itself, "
          "what leaves it on one side is gone, and `fill` comes in on the other."};

  bool flip = true;
  double shift = 0.125, fill = 0;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("flip", &DiffAugment::flip, "mirrors every second image, by chance, left to right"),
                 ganzoo::parameter("shift", &DiffAugment::shift, ganzoo::half_open(0, 1),
                                   "the farthest way in each direction, a share of the image's side; whole pixels"),
                 ganzoo::parameter("fill", &DiffAugment::fill, "the pixels that come in")};

  void attach(const ganzoo::Shape& sample) override {
    if (sample.rank() != 3)
      throw ganzoo::Error(ganzoo::Exit::usage,
                          fmt::format("regularizer diff_augment: the data's shape is {}, but must be an image [height, "
                                      "width, channels]",
                                      ganzoo::to_string(sample)));
    height_ = sample[0], width_ = sample[1], channels_ = sample[2];
    moved_.resize(static_cast<std::size_t>(sample.size()));
  }

  bool changes_batch() const override { return true; }

  void on_batch(ganzoo::Matrix real, ganzoo::Matrix fake, const ganzoo::Moment&, const ganzoo::Rng& rng) override {
    move_all(real, rng.child(0));
    move_all(fake, rng.child(1));
  }

  void pull_back(ganzoo::Matrix gradient, const ganzoo::Moment&, const ganzoo::Rng& rng) override {
    each(gradient, rng.child(1), [this](std::span<float> image, const Move& move) {
      std::ranges::fill(moved_, 0.0F);
      each_pixel(move, [&](std::int64_t to, std::int64_t from) { copy(&image[0] + to, &moved_[0] + from); });
      std::ranges::copy(moved_, image.begin());
    });
  }

 private:
  struct Move {
    bool flipped;
    std::int64_t down, right;
  };

  void move_all(ganzoo::Matrix images, const ganzoo::Rng& rng) {
    each(images, rng, [this](std::span<float> image, const Move& move) {
      std::ranges::fill(moved_, static_cast<float>(fill));
      each_pixel(move, [&](std::int64_t to, std::int64_t from) { copy(&image[0] + from, &moved_[0] + to); });
      std::ranges::copy(moved_, image.begin());
    });
  }

  template <class Act>
  void each(ganzoo::Matrix images, const ganzoo::Rng& rng, const Act& act) {
    if (width_ == 0) width_ = images.columns, moved_.resize(static_cast<std::size_t>(width_));  // nobody told: one line
    for (std::int64_t i = 0; i < images.rows; ++i) {
      const auto at = static_cast<std::uint64_t>(3 * i);
      const auto within = [&](double u, std::int64_t side) {
        const auto most = static_cast<double>(std::llround(shift * static_cast<double>(side)));
        return static_cast<std::int64_t>(std::floor(u * (2 * most + 1)) - most);
      };
      act(images.row(i), Move{flip && rng.uniform(at) < 0.5, within(rng.uniform(at + 1), height_),
                              within(rng.uniform(at + 2), width_)});
    }
  }

  /// Where each pixel of the moved image is from, but for those that come in.
  template <class Act>
  void each_pixel(const Move& move, const Act& act) const {
    for (std::int64_t y = std::max<std::int64_t>(0, move.down); y < std::min(height_, height_ + move.down); ++y)
      for (std::int64_t x = std::max<std::int64_t>(0, move.right); x < std::min(width_, width_ + move.right); ++x) {
        const std::int64_t column = move.flipped ? width_ - 1 - (x - move.right) : x - move.right;
        act((y * width_ + x) * channels_, ((y - move.down) * width_ + column) * channels_);
      }
  }
  void copy(const float* from, float* to) const { std::copy_n(from, channels_, to); }

  std::int64_t height_ = 1, width_ = 0, channels_ = 1;
  std::vector<float> moved_;
};

}  // namespace

GANZOO_PLUGIN(DiffAugment)
