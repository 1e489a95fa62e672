#include <cmath>
#include "nn/reference.hpp"

namespace ganzoo::nn::reference {
namespace {

/// o_jc = Σ_i β_ji h_ic, β_ji = exp(s_ji)/Σ_l exp(s_jl), s_ji = Σ_k f_ik g_jk: every derivative from this sum, with
/// ∂β_ji/∂s_jl = β_ji (δ_il − β_jl).
class Attend final : public Layer {
 public:
  Attend(std::size_t positions, std::size_t keys, std::size_t channels)
      : p_(positions), k_(keys), c_(channels), width_(2 * keys + channels) {}

  Numbers forward(const Numbers& x) override {
    x_ = x;
    beta_.assign(samples() * p_ * p_, 0);
    Numbers out(samples() * p_ * c_);
    each_pair([&](std::size_t s, std::size_t j, std::size_t i) { beta(s, j, i) = std::exp(score(x_, x_, s, j, i)); });
    for (std::size_t row = 0; row < samples() * p_; ++row) {
      double sum = 0;
      for (std::size_t i = 0; i < p_; ++i) sum += beta_[row * p_ + i];
      for (std::size_t i = 0; i < p_; ++i) beta_[row * p_ + i] /= sum;
    }
    mix(beta_, x_, out);
    return out;
  }

  Numbers backward(const Numbers& g) override {
    g_ = g;
    Numbers to(x_.size());
    pull(jacobian(against(g, x_)), x_, to);
    unmix(beta_, g, to);
    return to;
  }

  Numbers tangent(const Numbers& t) override {
    t_ = t;
    Numbers out(samples() * p_ * c_);
    mix(jacobian(score_tangents()), x_, out);
    mix(beta_, t_, out);
    return out;
  }

  Numbers tangent_backward(const Numbers& owed) override {
    const Numbers b = against(g_, x_), t = score_tangents();
    Numbers beta_owed = against(g_, t_), more = against(owed, x_);
    for (std::size_t row = 0; row < samples() * p_; ++row) {
      for (std::size_t i = 0; i < p_; ++i) {
        double own = b[row * p_ + i] * t[row * p_ + i];
        for (std::size_t l = 0; l < p_; ++l) {  // of −Σ b_m β_m β_l t_l, where i is m, and where it is l
          const double weight = beta_[row * p_ + l];
          own -= weight * (b[row * p_ + i] * t[row * p_ + l] + b[row * p_ + l] * t[row * p_ + i]);
        }
        beta_owed[row * p_ + i] += own + more[row * p_ + i];
      }
    }
    Numbers to(x_.size());
    pull(jacobian(b), t_, to);
    pull(jacobian(beta_owed), x_, to);
    unmix(jacobian(t), g_, to);
    unmix(beta_, owed, to);
    return to;
  }

 private:
  std::size_t samples() const { return x_.size() / (p_ * width_); }
  double& beta(std::size_t s, std::size_t j, std::size_t i) { return beta_[(s * p_ + j) * p_ + i]; }
  std::size_t at(std::size_t s, std::size_t position) const { return (s * p_ + position) * width_; }

  template <class Body>
  void each_pair(const Body& body) const {
    for (std::size_t s = 0; s < samples(); ++s)
      for (std::size_t j = 0; j < p_; ++j)
        for (std::size_t i = 0; i < p_; ++i) body(s, j, i);
  }
  /// f_i of one, g_j of the other.
  double score(const Numbers& f, const Numbers& g, std::size_t s, std::size_t j, std::size_t i) const {
    double sum = 0;
    for (std::size_t k = 0; k < k_; ++k) sum += f[at(s, i) + k] * g[at(s, j) + k_ + k];
    return sum;
  }
  Numbers score_tangents() const {
    Numbers t(beta_.size());
    each_pair([&](std::size_t s, std::size_t j, std::size_t i) {
      t[(s * p_ + j) * p_ + i] = score(t_, x_, s, j, i) + score(x_, t_, s, j, i);
    });
    return t;
  }
  /// Σ_c g_jc h_ic
  Numbers against(const Numbers& g, const Numbers& h) const {
    Numbers out(beta_.size());
    each_pair([&](std::size_t s, std::size_t j, std::size_t i) {
      for (std::size_t c = 0; c < c_; ++c)
        out[(s * p_ + j) * p_ + i] += g[(s * p_ + j) * c_ + c] * h[at(s, i) + 2 * k_ + c];
    });
    return out;
  }
  Numbers jacobian(const Numbers& v) const {
    Numbers out(v.size());
    each_pair([&](std::size_t s, std::size_t j, std::size_t i) {
      const std::size_t row = (s * p_ + j) * p_;
      for (std::size_t l = 0; l < p_; ++l)
        out[row + i] += beta_[row + i] * ((i == l ? 1 : 0) - beta_[row + l]) * v[row + l];
    });
    return out;
  }
  void mix(const Numbers& weight, const Numbers& h, Numbers& out) const {
    each_pair([&](std::size_t s, std::size_t j, std::size_t i) {
      for (std::size_t c = 0; c < c_; ++c)
        out[(s * p_ + j) * c_ + c] += weight[(s * p_ + j) * p_ + i] * h[at(s, i) + 2 * k_ + c];
    });
  }
  void unmix(const Numbers& weight, const Numbers& g, Numbers& to) const {
    each_pair([&](std::size_t s, std::size_t j, std::size_t i) {
      for (std::size_t c = 0; c < c_; ++c)
        to[at(s, i) + 2 * k_ + c] += weight[(s * p_ + j) * p_ + i] * g[(s * p_ + j) * c_ + c];
    });
  }
  /// To f and g, of the scores' gradient v, where the scores hold x.
  void pull(const Numbers& v, const Numbers& x, Numbers& to) const {
    each_pair([&](std::size_t s, std::size_t j, std::size_t i) {
      for (std::size_t k = 0; k < k_; ++k) {
        to[at(s, i) + k] += v[(s * p_ + j) * p_ + i] * x[at(s, j) + k_ + k];
        to[at(s, j) + k_ + k] += v[(s * p_ + j) * p_ + i] * x[at(s, i) + k];
      }
    });
  }

  std::size_t p_, k_, c_, width_;
  Numbers x_, beta_, g_, t_;
};

}  // namespace

LayerPtr attend(std::size_t positions, std::size_t keys, std::size_t channels) {
  return std::make_unique<Attend>(positions, keys, channels);
}

}  // namespace ganzoo::nn::reference
