/// An affine coupling as a layer of a network: forwards and backwards over a batch, in floats.
#pragma once

#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/planner.hpp>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "coupling.hpp"

namespace ganzoo::flow {

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
  Shape output(const Shape& in) const override { return in; }
  bool curved() const override { return true; }
  void declare(nn::Parameters& parameters, const Shape& in) const override {
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

}  // namespace ganzoo::flow
