// ganzoo: link fmt
#include "pixels.hpp"
#include "shape_scene.hpp"

namespace {

using ganzoo::Sighting;
using ganzoo::data::ShapeScene;

constexpr int all_modes = ShapeScene::shapes * ShapeScene::colours;

/// Finds the scene that a picture shows: shape s in colour c is mode 6s + c.
class SceneReader : public ganzoo::ModeClassifier {
 public:
  explicit SceneReader(ganzoo::data::PixelRange range) : range_(range), weights_(all_modes, 1.0 / all_modes) {}

  const std::vector<double>& weights() const override { return weights_; }

  void classify(ganzoo::ConstMatrix samples, std::span<Sighting> out) const override {
    std::vector<float> picture(static_cast<std::size_t>(samples.columns));
    for (std::int64_t i = 0; i < samples.rows; ++i) {
      for (std::size_t k = 0; k < picture.size(); ++k)
        picture[k] = (samples.row(i)[k] - range_.low) / (range_.high - range_.low);
      const auto [scene, error] = ganzoo::data::fit_scene(picture);
      const bool found = std::isfinite(error);
      out[static_cast<std::size_t>(i)] = {found ? ShapeScene::colours * scene.shape + scene.colour : -1,
                                          error <= like_real};
    }
  }

 private:
  static constexpr float like_real = 0.05f;  // root mean square: a real picture has at most 0.006, blurred ones more

  ganzoo::data::PixelRange range_;
  std::vector<double> weights_;
};

/// Coloured shapes, drawn as they are asked for.
struct Shapes : ganzoo::Data {
  static constexpr ganzoo::About about{
      .title = "coloured shapes",
      .source = "procedural, after dSprites: Matthey, Higgins, Hassabis & Lerchner, 2017",
      .summary =
          "32×32 colour pictures, no files needed: a disc, square, triangle or cross in red, green, blue, yellow, "
          "magenta or cyan on black, its size (area of a disc of radius 5 to 8) and its centre (up to 3 off the middle "
          "each way) uniform. Metric modes finds the 24 kinds by fitting each shape at the picture's own colour, area "
          "and centroid; high quality is a root mean square error of at most 0.05 of black to white. Labels are these "
          "24 kinds, too."};

  std::vector<double> range{-1, 1};
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("range", &Shapes::range, "what black and white become: [-1, 1] or [0, 1]")};

  void prepare() override {
    pixels_ = ganzoo::data::PixelRange::of(range);
    reader_ = std::make_unique<SceneReader>(pixels_);
  }

  ganzoo::Shape shape() const override { return {ShapeScene::side, ShapeScene::side, ShapeScene::channels}; }
  std::pair<double, double> interval() const override { return {range[0], range[1]}; }
  const ganzoo::ModeClassifier* mode_classifier() const override { return reader_.get(); }

  /// Row i is made of the five uniform numbers from 8i on, however many rows there are.
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    std::array<float, ShapeScene::pixels> mask;
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const ShapeScene scene = scene_of(rng, 8 * static_cast<std::uint64_t>(i));
      scene.cover(mask);
      paint(mask, ShapeScene::light(scene.colour), batch.row(i));
    }
  }

  int classes() const override { return all_modes; }
  void draw_labels(std::span<ganzoo::Label> labels, const ganzoo::Rng& rng) const override {
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const ShapeScene scene = scene_of(rng, 8 * i);
      labels[i] = ShapeScene::colours * scene.shape + scene.colour;
    }
  }

 private:
  static ShapeScene scene_of(const ganzoo::Rng& rng, std::uint64_t first) {
    const auto number = [&](std::uint64_t k) { return static_cast<float>(rng.uniform(first + k)); };
    const auto off = [&](std::uint64_t k) { return ShapeScene::farthest * (2 * number(k) - 1); };
    return {.shape = static_cast<int>(rng.below(first, ShapeScene::shapes)),
            .colour = static_cast<int>(rng.below(first + 1, ShapeScene::colours)),
            .size = ShapeScene::smallest + (ShapeScene::largest - ShapeScene::smallest) * number(2),
            .x = 0.5f * ShapeScene::side + off(3),
            .y = 0.5f * ShapeScene::side + off(4)};
  }

  void paint(std::span<const float> mask, std::array<bool, ShapeScene::channels> light, std::span<float> out) const {
    for (std::size_t p = 0; p < mask.size(); ++p)
      for (std::size_t c = 0; c < light.size(); ++c)
        out[light.size() * p + c] = pixels_.low + (pixels_.high - pixels_.low) * (light[c] ? mask[p] : 0);
  }

  ganzoo::data::PixelRange pixels_;
  std::unique_ptr<SceneReader> reader_;
};

}  // namespace

GANZOO_PLUGIN(Shapes)
