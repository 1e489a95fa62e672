#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/densities.hpp>
#include <limits>

namespace {

/// 1 over the area of the dark squares on them, 0 elsewhere.
class Board final : public ganzoo::PointDensity {
 public:
  Board(int cells, double half_width) : cells_(cells), half_(half_width) {}
  std::int64_t dimensions() const override { return 2; }
  double log_density(std::span<const double> x, std::span<double> slope) const override {
    std::ranges::fill(slope, 0.0);
    const double column = cell(x[0]), row = cell(x[1]);
    const bool inside = column >= 0 && column < cells_ && row >= 0 && row < cells_;
    const bool dark = std::fmod(column + row, 2) == 0;
    return inside && dark ? -std::log(2 * half_ * half_) : -std::numeric_limits<double>::infinity();
  }

 private:
  double cell(double x) const { return std::floor((x + half_) / (2 * half_) * cells_); }
  int cells_;
  double half_;
};

/// Uniform on every other square: edges everywhere, and a support in pieces.
struct Checkerboard : ganzoo::Data, ganzoo::DenseData {
  static constexpr ganzoo::About about{
      .title = "checkerboard",
      .source = "Grathwohl et al. (FFJORD), ICLR 2019, section 4.1",
      .summary = "Uniform on the dark squares of a board about the origin, the lower left one of them dark."};

  int cells = 4;
  double width = 4;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("cells", &Checkerboard::cells, ganzoo::closed(2, 1000), "squares on a side, an even number"),
      ganzoo::parameter("width", &Checkerboard::width, ganzoo::positive(), "of the board")};

  void prepare() override {
    if (cells % 2 != 0)
      throw ganzoo::Error(ganzoo::Exit::usage, "data.cells is " + std::to_string(cells) +
                                                   ", but must be even: as many dark squares as light");
  }

  ganzoo::Shape shape() const override { return {2}; }
  ganzoo::PointDensityPtr point_density() const override { return std::make_shared<Board>(cells, width / 2); }

  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    const ganzoo::Rng square = rng.child(0);
    rng.child(1).fill_uniform(batch.flat(), 0, 1);
    const auto half = static_cast<std::uint64_t>(cells / 2);
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const std::uint64_t n = square.below(static_cast<std::uint64_t>(i), 2 * half * half);
      const auto row = static_cast<double>(n / half), pair = static_cast<double>(n % half);
      const double column = 2 * pair + std::fmod(row, 2);
      batch(i, 0) = at(column, batch(i, 0));
      batch(i, 1) = at(row, batch(i, 1));
    }
  }

 private:
  float at(double cell, float share) const {
    return static_cast<float>(-width / 2 + width / cells * (cell + double{share}));
  }
};

}  // namespace

GANZOO_PLUGIN(Checkerboard)
