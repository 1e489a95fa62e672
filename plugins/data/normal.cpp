// ganzoo: link fmt
#include <fmt/format.h>

#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/densities.hpp>
#include <numbers>

namespace {

/// The lower triangle L with L Lᵀ = covariance, row by row; empty where there is none.
class Cholesky {
 public:
  Cholesky(const std::vector<double>& covariance, std::size_t d) : l_(d * d, 0), d_(d) {
    for (std::size_t i = 0; i < d; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        double rest = covariance[i * d + j];
        for (std::size_t k = 0; k < j; ++k) rest -= l_[i * d + k] * l_[j * d + k];
        if (i == j && !(rest > 0)) {
          l_.clear();
          return;
        }
        l_[i * d + j] = i == j ? std::sqrt(rest) : rest / l_[j * d + j];
      }
  }

  bool exists() const { return !l_.empty(); }
  double operator()(std::size_t i, std::size_t j) const { return l_[i * d_ + j]; }
  double log_determinant() const {
    double sum = 0;
    for (std::size_t i = 0; i < d_; ++i) sum += std::log(l_[i * d_ + i]);
    return sum;
  }
  /// x ← L⁻¹ x, x ← L⁻ᵀ x.
  void solve(std::span<double> x) const {
    for (std::size_t i = 0; i < d_; ++i) {
      for (std::size_t k = 0; k < i; ++k) x[i] -= l_[i * d_ + k] * x[k];
      x[i] /= l_[i * d_ + i];
    }
  }
  void solve_transposed(std::span<double> x) const {
    for (std::size_t i = d_; i-- > 0;) {
      for (std::size_t k = i + 1; k < d_; ++k) x[i] -= l_[k * d_ + i] * x[k];
      x[i] /= l_[i * d_ + i];
    }
  }

 private:
  std::vector<double> l_;
  std::size_t d_;
};

class GaussianDensity final : public ganzoo::PointDensity {
 public:
  GaussianDensity(std::vector<double> mean, Cholesky root) : mean_(std::move(mean)), root_(std::move(root)) {}
  std::int64_t dimensions() const override { return static_cast<std::int64_t>(mean_.size()); }
  double log_density(std::span<const double> x, std::span<double> slope) const override {
    std::vector<double> z(x.begin(), x.end());
    for (std::size_t i = 0; i < z.size(); ++i) z[i] -= mean_[i];
    root_.solve(z);
    double square = 0;
    for (const double c : z) square += c * c;
    root_.solve_transposed(z);
    for (std::size_t i = 0; i < slope.size(); ++i) slope[i] = -z[i];
    return -0.5 * square - root_.log_determinant() -
           0.5 * static_cast<double>(z.size()) * std::log(2 * std::numbers::pi);
  }

 private:
  std::vector<double> mean_;
  Cholesky root_;
};

/// One Gaussian with any mean and covariance.
struct Normal : ganzoo::Data, ganzoo::DenseData {
  static constexpr ganzoo::About about{
      .title = "Gaussian",
      .source = "",
      .summary =
          "In as many dimensions as the mean has numbers. Its density is known: KL to another Gaussian has a "
          "closed form, and an oracle can be its critic."};

  std::vector<double> mean{0, 0}, covariance{};
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("mean", &Normal::mean, "of each coordinate"),
                 ganzoo::parameter("covariance", &Normal::covariance, "row after row, d² numbers; none: the identity")};

  void prepare() override {
    using ganzoo::Error, ganzoo::Exit;
    const std::size_t d = mean.size();
    if (d == 0) throw Error(Exit::usage, "data.mean is empty, but must hold at least one number");
    if (covariance.empty())
      for (std::size_t i = 0; i < d * d; ++i) covariance.push_back(i % (d + 1) == 0);
    if (covariance.size() != d * d)
      throw Error(Exit::usage, fmt::format("data.covariance holds {} numbers, but must hold {} for a mean of {}",
                                           covariance.size(), d * d, d));
    for (std::size_t i = 0; i < d; ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (covariance[i * d + j] != covariance[j * d + i])
          throw Error(Exit::usage, fmt::format("data.covariance[{}] is {}, but must be {} as [{}]: it is symmetric",
                                               i * d + j, covariance[i * d + j], covariance[j * d + i], j * d + i));
    root_ = Cholesky(covariance, d);
    if (!root_.exists()) throw Error(Exit::usage, "data.covariance is not positive definite, but must be");
  }

  ganzoo::Shape shape() const override { return {static_cast<std::int64_t>(mean.size())}; }
  ganzoo::PointDensityPtr point_density() const override { return std::make_shared<GaussianDensity>(mean, root_); }
  std::optional<ganzoo::Distribution> density() const override {
    if (mean.size() != 1) return std::nullopt;
    return ganzoo::Distribution::normal(mean[0], std::sqrt(covariance[0]));
  }

  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    rng.fill_normal(batch.flat(), 0, 1);
    for (std::int64_t row = 0; row < batch.rows; ++row) {
      const auto x = batch.row(row);
      for (std::size_t i = x.size(); i-- > 0;) {  // from the last on: each needs those before it as they were
        double sum = mean[i];
        for (std::size_t k = 0; k <= i; ++k) sum += root_(i, k) * double{x[k]};
        x[i] = static_cast<float>(sum);
      }
    }
  }

 private:
  Cholesky root_{{1}, 1};
};

}  // namespace

GANZOO_PLUGIN(Normal)
