#include <algorithm>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/class_step.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/operation.hpp>

namespace ganzoo::nn {
namespace {

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

class ClassEmbedding final : public Layer, public Described {
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
  Operation operation() const override { return {operations::ClassEmbedding{size_}}; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<EmbeddingStep>(planner, use, in, out, size_);
  }

 private:
  int classes_, size_;
  Init init_;
};

}  // namespace

LayerPtr class_embedding(int classes, int size, Init embedding) {
  return std::make_shared<ClassEmbedding>(classes, size, embedding);
}

}  // namespace ganzoo::nn
