/// A layer of an author's own, y = x + b, that breaks one promise of nn::Step.
#pragma once

#include <algorithm>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/planner.hpp>

namespace {

namespace nn = ganzoo::nn;

enum class Fault {
  none,
  counts,      ///< each forward() adds a last bit more
  steep,       ///< b's gradient is 3 % too large
  skips_last,  ///< the last b gets no gradient
  overwrites,  ///< backward() never adds
  writes,      ///< backward_input() adds to b's gradient
  mixes,       ///< 0.001 of the first row is added to all
};

class OwnStep final : public nn::Step {
 public:
  OwnStep(nn::Planner& planner, const nn::Use& use, const nn::Port& in, const nn::Port& out, Fault fault)
      : in_(in),
        out_(out),
        rows_(use.batch),
        columns_(in.shape.size()),
        accumulate_(use.accumulate && fault != Fault::overwrites),
        fault_(fault),
        bias_(planner.value("bias")) {
    if (use.weight_gradient) gradient_ = planner.gradient("bias");
  }
  void forward() override {
    const float more = fault_ == Fault::counts ? 1e-6F * static_cast<float>(++passes_) : 0;
    for (std::int64_t k = 0; k < size(); ++k) out_.value[k] = in_.value[k] + bias_[column(k)] + more;
    for (std::int64_t k = 0; fault_ == Fault::mixes && k < size(); ++k) out_.value[k] += 0.001F * in_.value[column(k)];
  }
  void backward() override {
    if (!accumulate_) std::ranges::fill(gradient_, 0.0F);
    add_to_bias();
    to_input();
  }
  void backward_input() override {
    if (fault_ == Fault::writes) add_to_bias();
    to_input();
  }
  void tangent() override { std::copy_n(in_.tangent, size(), out_.tangent); }
  void tangent_backward() override {
    if (in_.owed && out_.owed) std::copy_n(out_.owed, size(), in_.owed);
  }

 private:
  std::int64_t size() const { return rows_ * columns_; }
  std::size_t column(std::int64_t k) const { return static_cast<std::size_t>(k % columns_); }
  void to_input() {
    if (in_.gradient) std::copy_n(out_.gradient, size(), in_.gradient);
  }
  void add_to_bias() {
    const float factor = fault_ == Fault::steep ? 1.03F : 1;
    for (std::int64_t k = 0; !gradient_.empty() && k < size(); ++k)
      if (fault_ != Fault::skips_last || k % columns_ != columns_ - 1)
        gradient_[column(k)] += factor * out_.gradient[k];
  }

  nn::Port in_, out_;
  std::int64_t rows_, columns_;
  bool accumulate_;
  Fault fault_;
  int passes_ = 0;
  std::span<float> bias_, gradient_;
};

class Own final : public nn::Layer {
 public:
  explicit Own(Fault fault) : fault_(fault) {}
  std::string name() const override { return "own"; }
  ganzoo::Shape output(const ganzoo::Shape& in) const override { return in; }
  void declare(nn::Parameters& p, const ganzoo::Shape& in) const override { p.add("bias", {in.size()}, {}); }
  std::unique_ptr<nn::Step> plan(nn::Planner& planner, const nn::Use& use, const nn::Port& in,
                                 const nn::Port& out) const override {
    return std::make_unique<OwnStep>(planner, use, in, out, fault_);
  }

 private:
  Fault fault_;
};

}  // namespace
