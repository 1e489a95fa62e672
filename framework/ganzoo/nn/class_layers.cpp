#include <algorithm>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/planner.hpp>
#include <stdexcept>
#include <vector>

namespace ganzoo::nn {
namespace {

/// What the layers share that look up a row of their parameters by the sample's class.
class ClassStep : public Step {
 protected:
  ClassStep(const Planner& planner, const Use& use, const Port& in, const Port& out)
      : in_(in), out_(out), use_(use), labels_(planner.labels()) {
    if (!labels_) throw std::logic_error("a layer that takes labels is planned without any");
  }

  /// A row of a parameter [classes, columns].
  static float* row(std::span<float> parameter, std::int64_t columns, Label label) {
    return parameter.data() + label * columns;
  }
  Label label(std::int64_t sample) const { return labels_[sample]; }
  void clear(std::span<float> gradient) const {
    if (!use_.accumulate) std::ranges::fill(gradient, 0.F);
  }
  /// What the input is owed where the output is owed nothing.
  bool nothing_owed() const {
    if (!out_.owed && in_.owed) std::fill_n(in_.owed, use_.batch * in_.shape.size(), 0.F);
    return !out_.owed;
  }

  Port in_, out_;
  Use use_;

 private:
  const Label* labels_;
};

// ---- class_embedding ------------------------------------------------------------------------------------------------

/// y = [x, E_c] at each pixel.
class EmbeddingStep final : public ClassStep {
 public:
  EmbeddingStep(const Planner& planner, const Use& use, const Port& in, const Port& out, int size)
      : ClassStep(planner, use, in, out),
        channels_(in.shape.dims.back()),
        size_(size),
        pixels_(in.shape.size() / channels_),
        embedding_(planner.value("embedding")),
        gradient_(planner.gradient("embedding")) {}

  void forward() override {
    each_pixel([&](std::int64_t i, std::int64_t from, std::int64_t to) {
      std::copy_n(in_.value + from, channels_, out_.value + to);
      std::copy_n(row(embedding_, size_, label(i)), size_, out_.value + to + channels_);
    });
  }
  void backward() override {
    if (use_.weight_gradient) {
      clear(gradient_);
      add(out_.gradient);
    }
    backward_input();
  }
  void backward_input() override { head(out_.gradient, in_.gradient); }
  void tangent() override {
    each_pixel([&](std::int64_t, std::int64_t from, std::int64_t to) {
      std::copy_n(in_.tangent + from, channels_, out_.tangent + to);
      std::fill_n(out_.tangent + to + channels_, size_, 0.F);
    });
  }
  void tangent_backward() override {
    if (nothing_owed()) return;
    add(out_.owed);
    head(out_.owed, in_.owed);
  }

 private:
  template <class Act>
  void each_pixel(const Act& act) const {
    for (std::int64_t i = 0; i < use_.batch; ++i)
      for (std::int64_t p = i * pixels_; p < (i + 1) * pixels_; ++p) act(i, p * channels_, p * (channels_ + size_));
  }
  void add(const float* of) {
    each_pixel([&](std::int64_t i, std::int64_t, std::int64_t to) {
      float* own = row(gradient_, size_, label(i));
      for (int j = 0; j < size_; ++j) own[j] += of[to + channels_ + j];
    });
  }
  void head(const float* from_output, float* to_input) const {
    if (!to_input) return;
    each_pixel([&](std::int64_t, std::int64_t from, std::int64_t to) {
      std::copy_n(from_output + to, channels_, to_input + from);
    });
  }

  std::int64_t channels_;
  int size_;
  std::int64_t pixels_;
  std::span<float> embedding_, gradient_;
};

class ClassEmbedding final : public Layer {
 public:
  ClassEmbedding(int classes, int size, const Init& init) : classes_(classes), size_(size), init_(init) {
    require(classes > 1, "class_embedding.classes", classes, "at least 2");
    require(size > 0, "class_embedding.size", size, "positive");
  }

  std::string name() const override { return "class_embedding"; }
  int classes() const override { return classes_; }
  Shape output(const Shape& in) const override {
    Shape out = in;
    out.dims.back() += size_;
    return out;
  }
  void declare(Parameters& parameters, const Shape&) const override {
    Init init = init_;
    init.fan_in = classes_;
    init.fan_out = size_;
    parameters.add("embedding", {classes_, size_}, init);
  }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<EmbeddingStep>(planner, use, in, out, size_);
  }

 private:
  int classes_, size_;
  Init init_;
};

// ---- class_scale_shift ----------------------------------------------------------------------------------------------

/// y = scale_c ⊙ x + shift_c at each pixel.
class ClassScaleShiftStep final : public ClassStep {
 public:
  ClassScaleShiftStep(const Planner& planner, const Use& use, const Port& in, const Port& out)
      : ClassStep(planner, use, in, out),
        channels_(in.shape.dims.back()),
        pixels_(in.shape.size() / channels_),
        scale_(planner.value("scale")),
        shift_(planner.value("shift")),
        scale_gradient_(planner.gradient("scale")),
        shift_gradient_(planner.gradient("shift")),
        dot_(static_cast<std::size_t>(channels_)),
        sum_(static_cast<std::size_t>(channels_)) {}

  void forward() override { scaled(in_.value, out_.value, true); }
  void backward() override {
    if (use_.weight_gradient) {
      clear(scale_gradient_);
      clear(shift_gradient_);
      add(out_.gradient, in_.value, true);
    }
    backward_input();
  }
  void backward_input() override { scaled(out_.gradient, in_.gradient, false); }
  void tangent() override { scaled(in_.tangent, out_.tangent, false); }
  /// S = Σ δ·scale_c·ẋ
  void tangent_backward() override {
    add(out_.gradient, in_.tangent, false);
    if (nothing_owed()) return;
    add(out_.owed, in_.value, true);
    scaled(out_.owed, in_.owed, false);
  }

 private:
  std::int64_t first(std::int64_t sample) const { return sample * pixels_ * channels_; }

  void scaled(const float* from, float* to, bool shifted) const {
    if (!to) return;
    for (std::int64_t i = 0; i < use_.batch; ++i) {
      const float *scale = row(scale_, channels_, label(i)), *shift = row(shift_, channels_, label(i));
      for (std::int64_t at = first(i); at < first(i + 1); at += channels_)
        for (std::int64_t c = 0; c < channels_; ++c) to[at + c] = scale[c] * from[at + c] + (shifted ? shift[c] : 0.F);
    }
  }

  /// ∂/∂scale += Σ g·x, and ∂/∂shift += Σ g where asked: in double over each sample's pixels.
  void add(const float* g, const float* x, bool to_shift) {
    for (std::int64_t i = 0; i < use_.batch; ++i) {
      sum_up(g + first(i), x + first(i));
      float* scale = row(scale_gradient_, channels_, label(i));
      for (std::size_t c = 0; c < dot_.size(); ++c) scale[c] += static_cast<float>(dot_[c]);
      if (!to_shift) continue;
      float* shift = row(shift_gradient_, channels_, label(i));
      for (std::size_t c = 0; c < sum_.size(); ++c) shift[c] += static_cast<float>(sum_[c]);
    }
  }
  void sum_up(const float* g, const float* x) {
    std::ranges::fill(dot_, 0.0);
    std::ranges::fill(sum_, 0.0);
    for (std::int64_t p = 0; p < pixels_; ++p, g += channels_, x += channels_)
      for (std::size_t c = 0; c < dot_.size(); ++c) {
        dot_[c] += double{g[c]} * double{x[c]};
        sum_[c] += double{g[c]};
      }
  }

  std::int64_t channels_, pixels_;
  std::span<float> scale_, shift_, scale_gradient_, shift_gradient_;
  std::vector<double> dot_, sum_;
};

class ClassScaleShift final : public Layer {
 public:
  explicit ClassScaleShift(int classes) : classes_(classes) {
    require(classes > 1, "class_scale_shift.classes", classes, "at least 2");
  }

  std::string name() const override { return "class_scale_shift"; }
  int classes() const override { return classes_; }
  Shape output(const Shape& in) const override { return in; }
  void declare(Parameters& parameters, const Shape& in) const override {
    parameters.add("scale", {classes_, in.dims.back()}, {.law = Init::Law::constant, .scale = 1});
    parameters.add("shift", {classes_, in.dims.back()}, {});
  }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<ClassScaleShiftStep>(planner, use, in, out);
  }

 private:
  int classes_;
};

// ---- class_projection -----------------------------------------------------------------------------------------------

/// y = ⟨V_c, x⟩
class ProjectionStep final : public ClassStep {
 public:
  ProjectionStep(const Planner& planner, const Use& use, const Port& in, const Port& out)
      : ClassStep(planner, use, in, out),
        columns_(in.shape.size()),
        weight_(planner.value("weight")),
        gradient_(planner.gradient("weight")) {}

  void forward() override { project(in_.value, out_.value); }
  void backward() override {
    if (use_.weight_gradient) {
      clear(gradient_);
      add(out_.gradient, in_.value);
    }
    backward_input();
  }
  void backward_input() override { spread(out_.gradient, in_.gradient); }
  void tangent() override { project(in_.tangent, out_.tangent); }
  /// S = Σ δ·⟨V_c, ẋ⟩
  void tangent_backward() override {
    add(out_.gradient, in_.tangent);
    if (nothing_owed()) return;
    add(out_.owed, in_.value);
    spread(out_.owed, in_.owed);
  }

 private:
  void project(const float* x, float* y) const {
    for (std::int64_t i = 0; i < use_.batch; ++i) {
      const float *v = row(weight_, columns_, label(i)), *of = x + i * columns_;
      double sum = 0;
      for (std::int64_t j = 0; j < columns_; ++j) sum += double{v[j]} * double{of[j]};
      y[i] = static_cast<float>(sum);
    }
  }
  void add(const float* g, const float* x) {
    for (std::int64_t i = 0; i < use_.batch; ++i) {
      float* own = row(gradient_, columns_, label(i));
      for (std::int64_t j = 0; j < columns_; ++j) own[j] += g[i] * x[i * columns_ + j];
    }
  }
  void spread(const float* g, float* to) const {
    if (!to) return;
    for (std::int64_t i = 0; i < use_.batch; ++i) {
      const float* v = row(weight_, columns_, label(i));
      for (std::int64_t j = 0; j < columns_; ++j) to[i * columns_ + j] = g[i] * v[j];
    }
  }

  std::int64_t columns_;
  std::span<float> weight_, gradient_;
};

class ClassProjection final : public Layer {
 public:
  ClassProjection(int classes, const Init& weight) : classes_(classes), weight_(weight) {
    require(classes > 1, "class_projection.classes", classes, "at least 2");
  }

  std::string name() const override { return "class_projection"; }
  int classes() const override { return classes_; }
  Shape output(const Shape& in) const override {
    require_flat("class_projection", in);
    return {1};
  }
  void declare(Parameters& parameters, const Shape& in) const override {
    Init init = weight_;
    init.fan_in = in.size();
    init.fan_out = 1;
    parameters.add("weight", {classes_, in.size()}, init);
  }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<ProjectionStep>(planner, use, in, out);
  }

 private:
  int classes_;
  Init weight_;
};

}  // namespace

LayerPtr class_embedding(int classes, int size, Init embedding) {
  return std::make_shared<ClassEmbedding>(classes, size, embedding);
}
LayerPtr class_scale_shift(int classes) { return std::make_shared<ClassScaleShift>(classes); }
LayerPtr class_projection(int classes, Init weight) { return std::make_shared<ClassProjection>(classes, weight); }

}  // namespace ganzoo::nn
