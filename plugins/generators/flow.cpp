// ganzoo: link fmt
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/planner.hpp>
#include <ganzoo/train/densities.hpp>
#include <limits>
#include <numbers>

#include "coupling.hpp"

namespace {

namespace nn = ganzoo::nn;
using ganzoo::flow::Conditioner;
using ganzoo::flow::Split;
using ganzoo::flow::Weights;

/// One coupling over a batch.
class CouplingStep final : public nn::Step {
 public:
  CouplingStep(nn::Planner& planner, const nn::Use& use, const nn::Port& in, const nn::Port& out, const Split& split,
               std::size_t hidden)
      : use_(use),
        in_(in),
        out_(out),
        d_(static_cast<std::size_t>(in.shape.size())),
        split_(split),
        weights_{planner.value("w1"), planner.value("b1"), planner.value("w2"), planner.value("b2")},
        sum_(use.weight_gradient ? Sums(planner) : Sums()),
        conditioner_(hidden, static_cast<std::size_t>(split.moved)),
        of_scale_(static_cast<std::size_t>(split.moved)),
        of_shift_(of_scale_.size()),
        of_kept_(static_cast<std::size_t>(split.kept)) {}

  void forward() override {
    for (std::int64_t row = 0; row < use_.batch; ++row) {
      const std::span<const float> x = part(in_.value, row), kept = x.subspan(from_kept(), of_kept_.size());
      const std::span<float> y = part(out_.value, row);
      std::ranges::copy(x, y.begin());
      conditioner_.at(weights_, kept);
      for (std::size_t k = 0; k < of_scale_.size(); ++k)
        y[from_moved() + k] = x[from_moved() + k] * std::exp(conditioner_.scale[k]) + conditioner_.shift[k];
    }
  }
  void backward() override { back(use_.weight_gradient); }
  void backward_input() override { back(false); }

 private:
  /// The weights' gradients are summed in double and written once.
  struct Sums {
    std::vector<std::span<float>> gradients;
    std::vector<std::vector<double>> sums;

    Sums() = default;
    explicit Sums(nn::Planner& planner) {
      for (const char* name : {"w1", "b1", "w2", "b2"}) {
        gradients.push_back(planner.gradient(name));
        sums.emplace_back(gradients.back().size());
      }
    }
    Weights<double> start(bool accumulate) {
      for (std::size_t k = 0; k < sums.size(); ++k)
        for (std::size_t i = 0; i < sums[k].size(); ++i) sums[k][i] = accumulate ? double{gradients[k][i]} : 0;
      return {sums[0], sums[1], sums[2], sums[3]};
    }
    void finish() {
      for (std::size_t k = 0; k < sums.size(); ++k)
        std::ranges::transform(sums[k], gradients[k].begin(), [](double v) { return static_cast<float>(v); });
    }
  };

  void back(bool weights) {
    const Weights<double> gradient = weights ? sum_.start(use_.accumulate) : Weights<double>{};
    for (std::int64_t row = 0; row < use_.batch; ++row) {
      const std::span<const float> x = part(in_.value, row), of_y = part(out_.gradient, row),
                                   kept = x.subspan(from_kept(), of_kept_.size());
      conditioner_.at(weights_, kept);
      std::ranges::copy(of_y.subspan(from_kept(), of_kept_.size()), of_kept_.begin());
      for (std::size_t k = 0; k < of_scale_.size(); ++k) {
        const float stretch = std::exp(conditioner_.scale[k]), g = of_y[from_moved() + k];
        of_scale_[k] = g * x[from_moved() + k] * stretch;
        of_shift_[k] = g;
      }
      const std::span<const float> of_shift(of_shift_);
      conditioner_.back(weights_, kept, std::span<float>(of_scale_), of_shift, std::span<float>(of_kept_), gradient);
      if (in_.gradient) write_input(row, of_y);
    }
    if (weights) sum_.finish();
  }

  void write_input(std::int64_t row, std::span<const float> of_y) {
    const std::span<float> of_x = part(in_.gradient, row);
    for (std::size_t k = 0; k < of_scale_.size(); ++k)
      of_x[from_moved() + k] = of_y[from_moved() + k] * std::exp(conditioner_.scale[k]);
    std::ranges::copy(of_kept_, of_x.begin() + static_cast<std::ptrdiff_t>(from_kept()));
  }

  std::span<float> part(float* all, std::int64_t row) const { return {all + static_cast<std::size_t>(row) * d_, d_}; }
  std::size_t from_kept() const { return static_cast<std::size_t>(split_.kept_from); }
  std::size_t from_moved() const { return static_cast<std::size_t>(split_.moved_from); }

  nn::Use use_;
  nn::Port in_, out_;
  std::size_t d_;
  Split split_;
  Weights<float> weights_;
  Sums sum_;
  Conditioner<float> conditioner_;
  std::vector<float> of_scale_, of_shift_, of_kept_;
};

class CouplingLayer final : public nn::Layer {
 public:
  CouplingLayer(int hidden, bool upper) : hidden_(hidden), upper_(upper) {}

  std::string name() const override { return "coupling"; }
  ganzoo::Shape output(const ganzoo::Shape& in) const override { return in; }
  bool curved() const override { return true; }
  void declare(nn::Parameters& parameters, const ganzoo::Shape& in) const override {
    const Split split(in.size(), upper_);
    using Law = nn::Init::Law;
    parameters.add("w1", {hidden_, split.kept},
                   {.law = Law::glorot_uniform, .scale = 1, .fan_in = split.kept, .fan_out = hidden_});
    parameters.add("b1", {hidden_}, {});
    // Near the identity at the start, and not on it: every weight has a gradient.
    parameters.add("w2", {2 * split.moved, hidden_}, {.law = Law::normal, .scale = 0.05});
    parameters.add("b2", {2 * split.moved}, {});
  }
  std::unique_ptr<nn::Step> plan(nn::Planner& planner, const nn::Use& use, const nn::Port& in,
                                 const nn::Port& out) const override {
    return std::make_unique<CouplingStep>(planner, use, in, out, Split(in.shape.size(), upper_),
                                          static_cast<std::size_t>(hidden_));
  }

 private:
  int hidden_;
  bool upper_;
};

/// One coupling in double, of the network's weights.
struct Coupling {
  Split split;
  std::vector<double> w1, b1, w2, b2;

  Weights<const double> weights() const { return {w1, b1, w2, b2}; }
};

/// Where the derivatives by all weights are added; empty spans where they are not wanted.
struct FlowGradient {
  std::vector<Weights<double>> couplings;
  std::span<double> scale, shift;
};

/// log p(x) = log p_z(z) − Σ s, z by the inverses, last coupling first.
class FlowDensity final : public ganzoo::PointDensity {
 public:
  FlowDensity(std::vector<Coupling> couplings, std::vector<double> scale, std::vector<double> shift)
      : couplings_(std::move(couplings)), scale_(std::move(scale)), shift_(std::move(shift)) {}

  std::int64_t dimensions() const override { return static_cast<std::int64_t>(scale_.size()); }

  double log_density(std::span<const double> x, std::span<double> slope) const override {
    return log_density(x, slope, nullptr);
  }

  /// Likewise, with the derivatives by all weights, of this one point, unless null.
  double log_density(std::span<const double> x, std::span<double> slope, const FlowGradient* gradient) const {
    const std::size_t d = scale_.size();
    double log_p = -0.5 * static_cast<double>(d) * std::log(2 * std::numbers::pi);
    std::vector<std::vector<double>> at(couplings_.size() + 1,
                                        std::vector<double>(d));  // before each coupling, and behind
    for (std::size_t j = 0; j < d; ++j) {
      at.back()[j] = (x[j] - shift_[j]) / scale_[j];
      log_p -= std::log(std::abs(scale_[j]));
    }
    std::vector<Conditioner<double>> seen;
    for (std::size_t n = couplings_.size(); n-- > 0;) {
      const Coupling& c = couplings_[n];
      Conditioner<double> conditioner(c.b1.size(), static_cast<std::size_t>(c.split.moved));
      conditioner.at(c.weights(), kept(c, at[n + 1]));
      at[n] = at[n + 1];
      for (std::size_t k = 0; k < conditioner.scale.size(); ++k) {
        double& moved = at[n][static_cast<std::size_t>(c.split.moved_from) + k];
        moved = (moved - conditioner.shift[k]) * std::exp(-conditioner.scale[k]);
        log_p -= conditioner.scale[k];
      }
      seen.push_back(std::move(conditioner));
    }
    for (const double z : at.front()) log_p -= 0.5 * z * z;
    if (!slope.empty()) back(at, seen, slope, gradient);
    return std::isnan(log_p) ? -std::numeric_limits<double>::infinity() : log_p;
  }

 private:
  static std::span<const double> kept(const Coupling& c, const std::vector<double>& x) {
    return std::span(x).subspan(static_cast<std::size_t>(c.split.kept_from), static_cast<std::size_t>(c.split.kept));
  }

  /// From ∂/∂z = −z outwards, coupling by coupling.
  void back(const std::vector<std::vector<double>>& at, std::vector<Conditioner<double>>& seen, std::span<double> slope,
            const FlowGradient* gradient) const {
    std::vector<double> g = at.front();
    for (double& v : g) v = -v;
    for (std::size_t n = 0; n < couplings_.size(); ++n) {
      const Coupling& c = couplings_[n];
      Conditioner<double>& conditioner = seen[couplings_.size() - 1 - n];
      const auto from = static_cast<std::size_t>(c.split.moved_from), m = conditioner.scale.size();
      std::vector<double> of_scale(m), of_shift(m), of_kept(static_cast<std::size_t>(c.split.kept), 0);
      for (std::size_t k = 0; k < m; ++k) {
        const double inverse = g[from + k] * std::exp(-conditioner.scale[k]);
        of_scale[k] = -g[from + k] * at[n][from + k] - 1;
        of_shift[k] = -inverse;
        g[from + k] = inverse;
      }
      conditioner.back(c.weights(), kept(c, at[n + 1]), std::span<double>(of_scale), std::span<const double>(of_shift),
                       std::span<double>(of_kept), gradient ? gradient->couplings[n] : Weights<double>{});
      for (std::size_t j = 0; j < of_kept.size(); ++j) g[static_cast<std::size_t>(c.split.kept_from) + j] += of_kept[j];
    }
    for (std::size_t j = 0; j < g.size(); ++j) {
      slope[j] = g[j] / scale_[j];
      if (!gradient) continue;
      gradient->scale[j] -= (g[j] * at.back()[j] + 1) / scale_[j];
      gradient->shift[j] -= slope[j];
    }
  }

  std::vector<Coupling> couplings_;
  std::vector<double> scale_, shift_;
};

/// A normalizing flow: its density is known wherever its samples are.
struct Flow : ganzoo::Generator, ganzoo::DenseGenerator, ganzoo::LikelihoodGenerator {
  static constexpr ganzoo::About about{
      .title = "normalizing flow",
      .source = "Dinh, Sohl-Dickstein & Bengio, Density estimation using Real NVP, ICLR 2017",
      .summary =
          "Affine couplings that move one half of a sample's numbers by functions of the other, in turns, then a scale "
          "and a shift of each number. Invertible, so that its density is known in any dimension from two on."};

  int couplings = 8, hidden = 32;
  double scale = 1, shift = 0;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("couplings", &Flow::couplings, ganzoo::closed(1, 1000), "how many, each moving the other half"),
      ganzoo::parameter("hidden", &Flow::hidden, ganzoo::closed(1, 100000), "units of each coupling's perceptron"),
      ganzoo::parameter("scale", &Flow::scale, ganzoo::positive(), "of each number at the start"),
      ganzoo::parameter("shift", &Flow::shift, "likewise")};

  ganzoo::Shape noise(const ganzoo::Shape& sample) const override { return {sample.size()}; }

  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    if (sample.size() < 2 || sample.rank() != 1)
      throw ganzoo::Error(
          ganzoo::Exit::usage,
          fmt::format("generator flow: a sample is {}, but must be a row of two numbers or more", to_string(sample)));
    std::vector<nn::LayerPtr> layers;
    for (int i = 0; i < couplings; ++i) layers.push_back(std::make_shared<CouplingLayer>(hidden, i % 2 == 0));
    layers.push_back(nn::scale_shift(scale, shift));
    return nn::sequential(std::move(layers));
  }

  ganzoo::PointDensityPtr point_density(const ganzoo::Shape& sample, const nn::Parameters& p) const override {
    return flow_density(sample.size(), p);
  }

  double log_likelihood(const nn::Parameters& p, ganzoo::ConstMatrix x, std::span<double> gradient) const override {
    const auto density = flow_density(x.columns, p);
    if (!density) return -std::numeric_limits<double>::infinity();
    std::ranges::fill(gradient, 0.0);
    const FlowGradient into = parts(p, gradient);
    std::vector<double> point(static_cast<std::size_t>(x.columns)), slope(point.size());
    double sum = 0;
    for (std::int64_t i = 0; i < x.rows; ++i) {
      std::ranges::copy(x.row(i), point.begin());
      sum += density->log_density(point, slope, &into);
    }
    for (double& g : gradient) g /= static_cast<double>(x.rows);
    return sum / static_cast<double>(x.rows);
  }

 private:
  /// Of the flat array of all parameters' derivatives, which are whose.
  FlowGradient parts(const nn::Parameters& p, std::span<double> all) const {
    std::size_t next = 0;
    const auto part = [&] {
      const auto& entry = p.entries()[next++];
      return all.subspan(static_cast<std::size_t>(entry.offset), static_cast<std::size_t>(entry.size));
    };
    FlowGradient into;
    for (int i = 0; i < couplings; ++i) {
      Weights<double>& w = into.couplings.emplace_back();
      w.w1 = part(), w.b1 = part(), w.w2 = part(), w.b2 = part();
    }
    into.scale = part(), into.shift = part();
    return into;
  }

  /// Null where a scale is 0.
  std::shared_ptr<const FlowDensity> flow_density(std::int64_t d, const nn::Parameters& p) const {
    const auto numbers = [&p](int index) {
      const auto values = p.value(index);
      return std::vector<double>(values.begin(), values.end());
    };
    std::vector<Coupling> all;
    int next = 0;  // parameters, in the order in which build()'s layers declare them
    for (int i = 0; i < couplings; ++i, next += 4)
      all.push_back({Split(d, i % 2 == 0), numbers(next), numbers(next + 1), numbers(next + 2), numbers(next + 3)});
    std::vector<double> scales = numbers(next);
    if (std::ranges::any_of(scales, [](double s) { return s == 0; })) return nullptr;
    return std::make_shared<const FlowDensity>(std::move(all), std::move(scales), numbers(next + 1));
  }
};

}  // namespace

GANZOO_PLUGIN(Flow)
