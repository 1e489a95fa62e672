#include <cmath>
#include <eigen3/Eigen/Eigenvalues>
#include <numeric>

#include "components/make.hpp"

using namespace ganzoo;

namespace {

using Points = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

double frechet(const std::vector<double>& x, const std::vector<double>& y, std::int64_t d) {
  return evaluate_doubles(*make<Metric>("frechet"), x, y, d)[0];
}

/// 2d points of this mean and covariance: the mean ± each scaled eigenvector. In extended precision, because the distance
/// feels the root of an eigenvalue as small as a double's rounding.
std::vector<double> points_of(const nlohmann::json& mean, const nlohmann::json& covariance) {
  using Wide = Eigen::Matrix<long double, Eigen::Dynamic, Eigen::Dynamic>;
  const auto d = static_cast<Eigen::Index>(mean.size());
  const std::vector<double> m = mean;
  Wide c(d, d);
  for (Eigen::Index i = 0; i < d; ++i)
    for (Eigen::Index j = 0; j < d; ++j)
      c(i, j) = covariance[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)].get<double>();
  const Eigen::SelfAdjointEigenSolver<Wide> eigen(c);
  const Wide roots = eigen.eigenvalues().cwiseMax(0).cwiseSqrt().asDiagonal();
  const Points moves =
      ((eigen.eigenvectors() * roots).transpose() * std::sqrt((2 * static_cast<long double>(d) - 1) / 2))
          .cast<double>();
  Points all(2 * d, d);
  all << moves, -moves;
  all.rowwise() += Eigen::Map<const Eigen::RowVectorXd>(m.data(), d);
  return {all.data(), all.data() + all.size()};
}

}  // namespace

TEST_CASE("the Fréchet distance equals its golden values", "[unit]") {
  const auto file = reference("measures.json");
  for (const auto& c : file.at("frechet")) {
    INFO(c.at("kind"));
    const auto x = points_of(c.at("mean1"), c.at("cov1")), y = points_of(c.at("mean2"), c.at("cov2"));
    const auto d = static_cast<std::int64_t>(c.at("mean1").size());
    const double golden = c.at("frechet");
    CHECK(std::abs(frechet(x, y, d) - golden) <= 1e-9);
    CHECK(std::abs(frechet(y, x, d) - golden) <= 1e-9);
  }
  const auto& samples = file.at("frechet_from_samples");
  CHECK(std::abs(frechet(doubles(samples.at("X")), doubles(samples.at("Y")), 3) -
                 samples.at("frechet").get<double>()) <= 1e-9);
}

TEST_CASE("the Fréchet distance of a shift is its square, near 0 and far from it", "[unit]") {
  const auto x = as_doubles(normals(200, 3, 1));
  for (const double origin : {0.0, 1e9}) {
    auto near = x, moved = x;
    for (std::size_t i = 0; i < x.size(); ++i) near[i] += origin, moved[i] = near[i] + (i % 3 == 1 ? 0.5 : 0);
    CHECK(std::abs(frechet(near, moved, 3) - 0.25) <= 1e-6);
    CHECK(frechet(near, near, 3) <= 1e-28);  // a rounding error, squared
  }
}

TEST_CASE("the Fréchet distance of a scaling is the change of standard deviations, squared", "[unit]") {
  const auto x = as_doubles(normals(300, 1, 2));
  auto y = x;
  for (double& v : y) v *= 3;
  const double n = 300, mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double square = 0;
  for (const double v : x) square += (v - mean) * (v - mean) / (n - 1);
  CHECK(std::abs(frechet(x, y, 1) - 4 * (square + mean * mean)) <= 1e-12);
}

TEST_CASE("fewer samples than dimensions have a Fréchet distance", "[unit]") {
  // Two points have the covariance vvᵀ of v = their difference / √2: of v and w it is |v|² + |w|² − 2 |v·w|.
  CHECK(std::abs(frechet({-1, 0, 0, 1, 0, 0}, {0, -2, 0, 0, 2, 0}, 3) - (2 + 8)) <= 1e-12);
  CHECK(std::abs(frechet({-1, 0, 0, 1, 0, 0}, {-2, 0, 0, 2, 0, 0}, 3) - 2) <= 1e-12);
}

TEST_CASE("between samples of one Gaussian the Fréchet distance is the floor that it declares", "[unit]") {
  // The mean over 200 pairs of (d² + 5d)/(2n), d = 2, whose standard error was some 3 % of it: false alarm beyond five.
  constexpr std::int64_t n = 500;
  double mean = 0;
  for (std::uint64_t i = 0; i < 200; ++i)
    mean += frechet(as_doubles(normals(n, 2, 2 * i)), as_doubles(normals(n, 2, 2 * i + 1)), 2) / 200;
  CHECK(std::abs(mean * n / 7 - 1) <= 0.25);
}

TEST_CASE("frechet refuses one sample, and is NaN of what is not finite", "[unit]") {
  check_error(
      [] {
        frechet({1}, {1, 2}, 1);
      },
      Exit::usage, "frechet: the samples of a side are 1, but must be at least 2");
  CHECK(std::isnan(frechet({1, NAN, 3}, {1, 2, 3}, 1)));
}
