#include <algorithm>
#include <cmath>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// A weight as a matrix: dense [out, in], maxout [pieces·out, in], convolutions [first, the rest].
struct MatrixSize {
  std::int64_t rows, columns;
};

MatrixSize matrix_of(const std::vector<std::int64_t>& dims) {
  std::int64_t size = 1;
  for (const std::int64_t d : dims) size *= d;
  const std::int64_t columns = dims.size() == 4 ? size / dims.front() : dims.back();
  return {size / columns, columns};
}

/// x/|x|, and |x|.
double normalise(std::span<float> x) {
  double square = 0;
  for (const float e : x) square += static_cast<double>(e) * static_cast<double>(e);
  const double norm = std::sqrt(square);
  for (float& e : x) e = static_cast<float>(static_cast<double>(e) / std::max(norm, 1e-30));
  return norm;
}

double dot(const float* a, const float* b, std::int64_t n) {
  constexpr double centre = 0;
  double sum = 0, product = 0;
  kernels::table().row_dots(a, b, &centre, 1, n, &sum, &product);
  return product;
}

/// v = Wᵀu/|Wᵀu|; returns |Wᵀu|.
double to_columns(std::span<const float> weight, MatrixSize size, std::span<const float> u, std::span<float> v) {
  std::ranges::fill(v, 0.f);
  for (std::int64_t r = 0; r < size.rows; ++r) {
    kernels::table().axpy(v.data(), weight.data() + r * size.columns, size.columns, u[static_cast<std::size_t>(r)]);
  }
  return normalise(v);
}

/// u = Wv/|Wv|; returns |Wv|.
double to_rows(std::span<const float> weight, MatrixSize size, std::span<const float> v, std::span<float> u) {
  for (std::int64_t r = 0; r < size.rows; ++r) {
    u[static_cast<std::size_t>(r)] = static_cast<float>(dot(weight.data() + r * size.columns, v.data(), size.columns));
  }
  return normalise(u);
}

/// u of a fresh W: a random direction, and so many iterations as PyTorch starts with.
void start(std::span<const float> weight, MatrixSize size, std::span<float> u, const Rng& rng) {
  constexpr int iterations = 15;
  std::vector<float> v(static_cast<std::size_t>(size.columns));
  rng.fill_normal(u, 0, 1);
  normalise(u);
  for (int i = 0; i < iterations; ++i) {
    to_columns(weight, size, u, v);
    to_rows(weight, size, v, u);
  }
}

/// The layer's own step runs on W̄ = W/σ, σ = uᵀWv with v = Wᵀu/|Wᵀu|; u and v count as constants, so that ∂/∂W =
/// (∂/∂W̄ − ⟨∂/∂W̄, W̄⟩·uvᵀ)/σ.
class SpectralNormStep final : public Step {
 public:
  SpectralNormStep(Planner& planner, const Layer& layer, const Use& use, const Port& in, const Port& out,
                   MatrixSize size)
      : use_(use),
        size_(size),
        team_(use.update_statistics ? planner.team() : planner.engine().team()),
        weight_(planner.value("weight")),
        gradient_(planner.gradient("weight")),
        state_(planner.statistic("u")),
        u_(static_cast<std::size_t>(size.rows)),
        v_(static_cast<std::size_t>(size.columns)) {
    const auto floats = [&] { return std::span<float>(planner.floats(count()), weight_.size()); };
    normal_ = floats();
    if (use.weight_gradient || use.tangent) normal_gradient_ = floats();
    planner.substitute("weight", normal_, normal_gradient_);
    step_ = layer.plan(planner, use, in, out);
    planner.substitute("weight", weight_, gradient_);
  }

  void forward() override {
    divide();
    step_->forward();
  }
  void backward() override {
    if (use_.weight_gradient && use_.accumulate) std::ranges::fill(normal_gradient_, 0.f);
    step_->backward();
    if (use_.weight_gradient) pull(use_.accumulate);
  }
  void backward_input() override { step_->backward_input(); }
  void tangent() override { step_->tangent(); }
  void tangent_backward() override {
    std::ranges::fill(normal_gradient_, 0.f);
    step_->tangent_backward();
    pull(true);
  }
  void randomize(const Rng& rng) override { step_->randomize(rng); }

 private:
  std::int64_t count() const { return size_.rows * size_.columns; }

  void divide() {
    std::ranges::copy(state_, u_.begin());
    if (use_.update_statistics) team_.barrier();  // all have read it: it may be written
    normalise(u_);
    sigma_ = to_columns(weight_, size_, u_, v_);
    if (use_.update_statistics) iterate();
    const double inverse = 1 / std::max(sigma_, 1e-30);
    std::ranges::copy(weight_, normal_.begin());
    kernels::table().scale(normal_.data(), count(), static_cast<float>(inverse));
  }

  /// u = Wv/|Wv|, so that σ = |Wv|.
  void iterate() {
    sigma_ = to_rows(weight_, size_, v_, u_);
    if (team_.rank() == 0) std::ranges::copy(u_, state_.begin());
  }

  /// ∂/∂W̄ → ∂/∂W
  void pull(bool accumulate) {
    const double along = dot(normal_gradient_.data(), normal_.data(), count());
    const auto inverse = static_cast<float>(1 / std::max(sigma_, 1e-30));
    for (std::int64_t r = 0; r < size_.rows; ++r) {
      const double factor = -along * static_cast<double>(u_[static_cast<std::size_t>(r)]);
      kernels::table().axpy(normal_gradient_.data() + r * size_.columns, v_.data(), size_.columns,
                            static_cast<float>(factor));
    }
    if (!accumulate) std::ranges::fill(gradient_, 0.f);
    kernels::table().axpy(gradient_.data(), normal_gradient_.data(), count(), inverse);
  }

  Use use_;
  MatrixSize size_;
  Team& team_;
  std::span<float> weight_, gradient_, state_, normal_, normal_gradient_;
  std::vector<float> u_, v_;
  double sigma_ = 1;
  std::unique_ptr<Step> step_;
};

/// Goes by its layer's name: with and without it, parameters have one name and start from one weight.
class SpectralNorm final : public Layer, public Described {
 public:
  explicit SpectralNorm(LayerPtr layer) : layer_(std::move(layer)) {
    require(layer_ != nullptr, "spectral_norm.layer", "nothing", "a layer with a weight");
  }

  std::string name() const override { return layer_->name(); }
  Shape output(const Shape& in) const override {
    Shape out = layer_->output(in);
    require(weight_dims(in).size() >= 2, "spectral_norm.layer", layer_->name(), "a layer with a weight");
    return out;
  }
  void declare(Parameters& parameters, const Shape& in) const override {
    const auto before = static_cast<int>(parameters.entries().size());
    layer_->declare(parameters, in);
    const Parameters own = declared(in);
    const int weight = own.find("weight");
    if (weight < 0) return;  // output() refuses it
    const MatrixSize size = matrix_of(own.entries()[static_cast<std::size_t>(weight)].dims);
    parameters.add_statistic("u", {size.rows}, 1,
                             [size, at = before + weight](const Parameters& all, std::span<float> u, const Rng& rng) {
                               start(all.value(at), size, u, rng);
                             });
  }
  bool mixes_samples() const override { return layer_->mixes_samples(); }
  int classes() const override { return layer_->classes(); }
  int group(int batch) const override { return layer_->group(batch); }
  bool curved() const override { return layer_->curved(); }
  LayerPtr fused(const Activation& activation) const override {
    LayerPtr fused = layer_->fused(activation);
    return fused ? std::make_shared<SpectralNorm>(std::move(fused)) : nullptr;
  }
  Operation operation() const override { return {operations::SpectralNorm{layer_}}; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<SpectralNormStep>(planner, *layer_, use, in, out, matrix_of(weight_dims(in.shape)));
  }

 private:
  /// What the layer declares, by itself.
  Parameters declared(const Shape& in) const {
    Parameters own;
    layer_->declare(own, in);
    return own;
  }
  std::vector<std::int64_t> weight_dims(const Shape& in) const {
    const Parameters own = declared(in);
    const int index = own.find("weight");
    return index < 0 ? std::vector<std::int64_t>{} : own.entries()[static_cast<std::size_t>(index)].dims;
  }

  LayerPtr layer_;
};

}  // namespace

LayerPtr spectral_norm(LayerPtr linear) { return std::make_shared<SpectralNorm>(std::move(linear)); }

}  // namespace ganzoo::nn
