#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/densities.hpp>
#include <numbers>

namespace {

/// log c − (ν + d)/2 · log(1 + |z|²/ν), z = (x − location)/scale.
class HeavyTails final : public ganzoo::PointDensity {
 public:
  HeavyTails(std::int64_t d, double freedom, double location, double scale)
      : d_(d), freedom_(freedom), location_(location), scale_(scale) {
    const auto n = static_cast<double>(d);
    log_height_ = std::lgamma((freedom + n) / 2) - std::lgamma(freedom / 2) -
                  0.5 * n * std::log(freedom * std::numbers::pi) - n * std::log(scale);
  }
  std::int64_t dimensions() const override { return d_; }
  double log_density(std::span<const double> x, std::span<double> slope) const override {
    double square = 0;
    for (const double c : x) square += (c - location_) / scale_ * ((c - location_) / scale_);
    const double power = freedom_ + static_cast<double>(d_);
    for (std::size_t i = 0; i < slope.size(); ++i)
      slope[i] = -power * (x[i] - location_) / (scale_ * scale_ * (freedom_ + square));
    return log_height_ - 0.5 * power * std::log1p(square / freedom_);
  }

 private:
  std::int64_t d_;
  double freedom_, location_, scale_, log_height_;
};

/// Student's t: tails as heavy as one likes, down to the Cauchy distribution, which has no mean.
struct StudentT : ganzoo::Data, ganzoo::DenseData {
  static constexpr ganzoo::About about{
      .title = "Student's t",
      .source = "Student, Biometrika 6(1), 1908; Kotz & Nadarajah, Multivariate t Distributions, 2004",
      .summary =
          "A Gaussian over the root of an independent χ²/ν, in any dimension; its density is known. For ν ≤ 2 it has "
          "no variance, and KL to a Gaussian is infinite."};

  int dimensions = 1, freedom = 3;
  double location = 0, scale = 1;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("dimensions", &StudentT::dimensions, ganzoo::closed(1, 10000), "numbers of a sample"),
      ganzoo::parameter("freedom", &StudentT::freedom, ganzoo::closed(1, 1000), "ν, degrees of freedom; 1: Cauchy"),
      ganzoo::parameter("location", &StudentT::location, "of every coordinate"),
      ganzoo::parameter("scale", &StudentT::scale, ganzoo::positive(), "of every coordinate")};

  ganzoo::Shape shape() const override { return {dimensions}; }
  ganzoo::PointDensityPtr point_density() const override {
    return std::make_shared<HeavyTails>(dimensions, freedom, location, scale);
  }

  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    const ganzoo::Rng denominators = rng.child(0);
    rng.child(1).fill_normal(batch.flat(), 0, 1);
    const auto count = static_cast<std::uint64_t>(freedom);
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      double square = 0;
      for (std::uint64_t k = 0; k < count; ++k) {
        const double z = denominators.normal(static_cast<std::uint64_t>(i) * count + k);
        square += z * z;
      }
      const double factor = scale / std::sqrt(square / freedom);
      for (float& x : batch.row(i)) x = static_cast<float>(location + factor * double{x});
    }
  }
};

}  // namespace

GANZOO_PLUGIN(StudentT)
