/// A layer of an author's own that puts each pair of numbers in order.
#pragma once

#include <algorithm>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/planner.hpp>

namespace {

namespace nn = ganzoo::nn;

class SortPairsStep final : public nn::Step {
 public:
  SortPairsStep(const nn::Use& use, const nn::Port& in, const nn::Port& out)
      : count_(use.batch * in.shape.size()), in_(in), out_(out) {}
  void forward() override { there(in_.value, out_.value); }
  void backward() override {
    if (in_.gradient) there(out_.gradient, in_.gradient);
  }
  void tangent() override { there(in_.tangent, out_.tangent); }
  void tangent_backward() override {
    if (in_.owed && out_.owed) there(out_.owed, in_.owed);
  }

 private:
  /// Exchanges where the values do: the way there is the way back.
  void there(const float* from, float* to) const {
    for (std::int64_t k = 0; k + 1 < count_; k += 2) {
      const bool in_order = in_.value[k] <= in_.value[k + 1];
      const float first = from[k], second = from[k + 1];
      to[k] = in_order ? first : second;
      to[k + 1] = in_order ? second : first;
    }
  }

  std::int64_t count_;
  nn::Port in_, out_;
};

class SortPairs final : public nn::Layer {
 public:
  std::string name() const override { return "sort_pairs"; }
  ganzoo::Shape output(const ganzoo::Shape& in) const override { return in; }
  std::unique_ptr<nn::Step> plan(nn::Planner&, const nn::Use& use, const nn::Port& in,
                                 const nn::Port& out) const override {
    return std::make_unique<SortPairsStep>(use, in, out);
  }
};

}  // namespace
