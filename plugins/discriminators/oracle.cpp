// ganzoo: link fmt
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/informed.hpp>
#include <limits>

namespace {

namespace nn = ganzoo::nn;

/// T* = f′(p/q) and what it is as a score v, T* = g(v): the whole theory of the optimal critic at one point.
struct OptimalScore {
  double score, slope;  ///< v, and dv/dr at r = log p/q
};

/// The v at which g(v) = target: a bracket by doubling, Newton inside it. g rises.
double inverse(const ganzoo::FDivergence& f, double target, double start) {
  const auto g = [&](double v) { return f.activation(v, ganzoo::Link::published); };
  double low = start - 1, high = start + 1;
  for (double step = 1; g(low).value > target && step < 1e40; step *= 2) high = low, low -= step;
  for (double step = 1; g(high).value < target && step < 1e40; step *= 2) low = high, high += step;
  double v = std::clamp(start, low, high);
  for (int i = 0; i < 200; ++i) {
    const auto y = g(v);
    if (y.value == target) return v;
    (y.value < target ? low : high) = v;
    const double newton = v - (y.value - target) / y.first;
    const double next = newton > low && newton < high ? newton : 0.5 * (low + high);
    if (std::abs(next - v) <= 1e-13 * std::max(1.0, std::abs(v))) return next;
    v = next;
  }
  return v;
}

OptimalScore optimal_score(const ganzoo::FDivergence& f, double log_ratio) {
  if (f.link() == ganzoo::Link::log_ratio) return {log_ratio, 1};
  const auto critic = f.activation(log_ratio, ganzoo::Link::log_ratio);  // T*, dT*/dr
  const double v = inverse(f, critic.value, log_ratio);
  return {v, critic.first / f.activation(v, ganzoo::Link::published).first};
}

/// From where on p or q counts as nothing: e^80 of the other.
constexpr double most = 80;

/// v(x) and its slope, with what is known at the moment of the pass.
class OracleStep final : public nn::Step {
 public:
  OracleStep(std::shared_ptr<const ganzoo::Knowledge> known, const nn::Use& use, const nn::Port& in,
             const nn::Port& out)
      : known_(std::move(known)),
        in_(in),
        out_(out),
        rows_(static_cast<std::size_t>(use.batch)),
        columns_(static_cast<std::size_t>(in.shape.size())),
        point_(columns_),
        of_p_(columns_),
        of_q_(columns_),
        slopes_(rows_ * columns_) {}

  void forward() override {
    if (!known_->f) throw ganzoo::Error(ganzoo::Exit::bug, "discriminator oracle: it was not informed");
    for (std::size_t i = 0; i < rows_; ++i) look(i);
  }
  void backward() override {
    if (!in_.gradient) return;
    for (std::size_t i = 0; i < rows_; ++i)
      for (std::size_t j = 0; j < columns_; ++j)
        in_.gradient[i * columns_ + j] = out_.gradient[i] * slopes_[i * columns_ + j];
  }

 private:
  void look(std::size_t i) {
    std::copy_n(in_.value + i * columns_, columns_, point_.begin());
    const double p = known_->p->log_density(point_, of_p_), q = known_->q->log_density(point_, of_q_);
    const double r = p - q;
    const bool inside = std::abs(r) < most;  // false of NaN: neither has mass there
    const OptimalScore best = optimal_score(*known_->f, inside ? r : std::isnan(r) ? 0 : std::copysign(most, r));
    out_.value[i] = static_cast<float>(best.score);
    for (std::size_t j = 0; j < columns_; ++j)
      slopes_[i * columns_ + j] = inside ? static_cast<float>(best.slope * (of_p_[j] - of_q_[j])) : 0.0F;
  }

  std::shared_ptr<const ganzoo::Knowledge> known_;
  nn::Port in_, out_;
  std::size_t rows_, columns_;
  std::vector<double> point_, of_p_, of_q_;
  std::vector<float> slopes_;
};

class OracleLayer final : public nn::Layer {
 public:
  explicit OracleLayer(std::shared_ptr<const ganzoo::Knowledge> known) : known_(std::move(known)) {}
  std::string name() const override { return "oracle"; }
  ganzoo::Shape output(const ganzoo::Shape&) const override { return {1}; }
  bool curved() const override { return true; }
  std::unique_ptr<nn::Step> plan(nn::Planner&, const nn::Use& use, const nn::Port& in,
                                 const nn::Port& out) const override {
    return std::make_unique<OracleStep>(known_, use, in, out);
  }

 private:
  std::shared_ptr<const ganzoo::Knowledge> known_;
};

/// The best critic there is, computed instead of trained.
struct Oracle : ganzoo::Discriminator, ganzoo::Informed {
  static constexpr ganzoo::About about{
      .title = "optimal critic",
      .source =
          "Goodfellow et al., NeurIPS 2014, propositions 1 and 2; Nguyen, Wainwright & Jordan, IEEE Trans. Inf. "
          "Theory 56(11), 2010",
      .summary =
          "T* = f′(p/q) from the two densities, without a network, for every f-divergence whose f is strictly convex: "
          "what then goes wrong is the divergence's doing, not the critic's. Data and generator must know their "
          "densities. Where one of them is e^80 times the other the score stays as it is there."};

  ganzoo::nn::LayerPtr build(const ganzoo::Shape&) const override { return std::make_shared<OracleLayer>(known_); }

  void inform(const ganzoo::Knowledge& known) override {
    if (!known.f) refuse("the divergence is no f-divergence: it has no optimal critic f′(p/q)");
    if (!known.f->has(ganzoo::Link::log_ratio)) refuse("the optimal critic is a step where f is not strictly convex");
    if (!known.p) refuse("the data's density is not known");
    if (!known.q) refuse("the generator's density is not known, or it has collapsed to a point");
    if (known.p->dimensions() != known.q->dimensions())
      refuse(fmt::format("the data's density is one of {} numbers, the generator's of {}", known.p->dimensions(),
                         known.q->dimensions()));
    *known_ = known;
  }

 private:
  [[noreturn]] static void refuse(const std::string& reason) {
    throw ganzoo::Error(ganzoo::Exit::usage, "discriminator oracle: " + reason);
  }
  std::shared_ptr<ganzoo::Knowledge> known_ = std::make_shared<ganzoo::Knowledge>();
};

}  // namespace

GANZOO_PLUGIN(Oracle)
