#include <algorithm>
#include <cmath>
#include <eigen3/Eigen/Cholesky>
#include <ganzoo/ganzoo.hpp>

namespace {

using Eigen::Index, Eigen::MatrixXd, Eigen::VectorXd;

/// KALE: (1 + λ) max over the functions h of a kernel's space of 1 + E_P h − E_Q eʰ − λ/2 ‖h‖². The Kullback–Leibler
/// divergence as λ → 0, half the squared maximum mean discrepancy as λ → ∞, finite for samples apart at any λ > 0.
///
/// With g = eʰ at the fakes it is least of Φ(g) = E_Q (g log g − g + 1) + 1/(2λ) ‖E_Q g k(y, ·) − E_P k(x, ·)‖² (Fenchel), and
/// there λh = E_P k(x, ·) − E_Q g k(y, ·). Newton's steps solve that for h at the fakes, shortened until Φ falls.
struct Kale {
  static constexpr ganzoo::About about{
      .title = "KALE, a kernel's lower estimate of the Kullback–Leibler divergence",
      .source = "Arbel, Zhou & Gretton, ICLR 2021; Glaser, Arbel & Gretton, KALE flow, NeurIPS 2021, eqs. 2 and 4",
      .summary =
          "Between KL and MMD: reweighted as KL, and defined where supports are apart as MMD; needs no critic, but "
          "bandwidths that fit the data.",
      .formula = "(1+λ) sup_h 1 + E_P h − E_Q e^h − λ/2 ‖h‖²"};

  double lambda = 0.1, tolerance = 1e-8;
  std::vector<double> bandwidths{0.1, 0.3, 1, 3, 10};
  int iterations = 50;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("lambda", &Kale::lambda, ganzoo::positive(), "small: KL, large: MMD²/2"),
                 ganzoo::parameter("bandwidths", &Kale::bandwidths, ganzoo::positive(),
                                   "b of the kernels exp(−|x−y|²/(2b²)), averaged"),
                 ganzoo::parameter("iterations", &Kale::iterations, ganzoo::closed(1, 1e6), "Newton's steps, at most"),
                 ganzoo::parameter("tolerance", &Kale::tolerance, ganzoo::positive(),
                                   "error of h at which it counts as found, in units of λ")};

  void prepare() {
    if (bandwidths.empty())
      throw ganzoo::Error(ganzoo::Exit::usage, "divergence.bandwidths is empty, but must hold at least one number");
  }

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix fake_gradient,
                  const ganzoo::Rng&) {
    compare(real, fake);
    solve();
    slope(real, fake, fake_gradient);
    return (1 + lambda) * dual(h_);
  }

 private:
  /// k and −2k′ in s = |x − y|²: ∇ₓk = −(x − y) · the latter.
  struct Kernel {
    double value = 0, pull = 0;
  };
  Kernel kernel(const float* x, const float* y, std::int64_t d) const {
    double square = 0;
    for (std::int64_t k = 0; k < d; ++k) square += (double{x[k]} - y[k]) * (double{x[k]} - y[k]);
    Kernel sum;
    for (const double b : bandwidths) {
      const double value = std::exp(-square / (2 * b * b)) / static_cast<double>(bandwidths.size());
      sum.value += value;
      sum.pull += value / (b * b);
    }
    return sum;
  }

  void compare(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake) {
    const Index n = real.rows, m = fake.rows;
    across_.resize(m, n);
    within_.resize(m, m);
    double reals = 0;
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < n; ++j) reals += kernel(real.row(i).data(), real.row(j).data(), real.columns).value;
    of_reals_ = reals / static_cast<double>(n * n);
    for (Index j = 0; j < m; ++j) {
      for (Index i = 0; i < n; ++i) across_(j, i) = kernel(fake.row(j).data(), real.row(i).data(), real.columns).value;
      for (Index l = 0; l < m; ++l) within_(j, l) = kernel(fake.row(j).data(), fake.row(l).data(), fake.columns).value;
    }
    mean_ = across_.rowwise().mean();
  }

  /// Φ at g = eʰ.
  double dual(const VectorXd& h) {
    weight_ = h.array().exp() / static_cast<double>(h.size());
    image_.noalias() = within_ * weight_;
    const double square = weight_.dot(image_) - 2 * weight_.dot(mean_) + of_reals_;
    return weight_.dot(h) - weight_.sum() + 1 + std::max(square, 0.0) / (2 * lambda);
  }

  /// Of λh − E_P k + E_Q eʰk = 0 at the fakes, whose derivative is λ + K diag(eʰ)/m.
  void solve() {
    const Index m = mean_.size();
    h_.setZero(m);
    for (int step = 0; step < iterations; ++step) {
      root_ = (h_.array().exp() / static_cast<double>(m)).sqrt();
      weight_ = root_.cwiseAbs2();
      left_.noalias() = within_ * weight_;
      left_ += lambda * h_ - mean_;
      if (left_.cwiseAbs().maxCoeff() <= tolerance * lambda) return;
      system_ = root_.asDiagonal() * within_ * root_.asDiagonal();
      system_.diagonal().array() += lambda;
      factors_.compute(system_);
      way_ = root_.cwiseProduct(left_);
      factors_.solveInPlace(way_);
      way_ = -way_.cwiseQuotient(root_);
      if (!advance(left_.dot(root_.cwiseAbs2().cwiseProduct(way_)) / lambda)) return;
    }
  }

  /// As far along the way as Φ falls, `slope` at its beginning; false where rounding hides it.
  bool advance(double slope) {
    const double before = dual(h_);
    for (double length = 1; length > 1e-10; length /= 2) {
      next_ = h_ + length * way_;
      if (!(dual(next_) <= before + 1e-4 * length * slope)) continue;
      h_.swap(next_);
      return true;
    }
    return false;
  }

  /// Of Φ at the g found: −(1 + λ) g ∇h/m.
  void slope(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix gradient) {
    const std::int64_t n = real.rows, m = fake.rows, d = fake.columns;
    row_.resize(static_cast<std::size_t>(d));
    const auto add = [&](ganzoo::ConstMatrix others, std::int64_t other, std::int64_t j, double weight) {
      const double pull = weight * kernel(fake.row(j).data(), others.row(other).data(), d).pull;
      for (std::int64_t k = 0; k < d; ++k)
        row_[static_cast<std::size_t>(k)] -= pull * (double{fake(j, k)} - others(other, k));
    };
    for (std::int64_t j = 0; j < m; ++j) {
      std::ranges::fill(row_, 0.0);
      for (std::int64_t i = 0; i < n; ++i) add(real, i, j, 1 / (lambda * static_cast<double>(n)));
      for (std::int64_t l = 0; l < m; ++l) add(fake, l, j, -std::exp(h_(l)) / (lambda * static_cast<double>(m)));
      const double weight = -(1 + lambda) * std::exp(h_(j)) / static_cast<double>(m);
      for (std::int64_t k = 0; k < d; ++k)
        gradient(j, k) = static_cast<float>(weight * row_[static_cast<std::size_t>(k)]);
    }
  }

  MatrixXd across_, within_, system_;  ///< k between fakes and reals, among fakes
  VectorXd mean_, h_, next_, root_, left_, way_, weight_, image_;
  Eigen::LLT<MatrixXd> factors_;
  std::vector<double> row_;
  double of_reals_ = 0;
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<Kale>)
