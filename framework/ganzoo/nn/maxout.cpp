#include <algorithm>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>
#include <vector>

namespace ganzoo::nn {
namespace {

/// z = x Wᵀ + b over all pieces in one product, y = the largest piece; everything else follows the winners.
class MaxoutStep final : public Step {
 public:
  MaxoutStep(Planner& planner, const Use& use, const Port& in, const Port& out, int pieces)
      : size_{use.batch, out.shape.size() * pieces, in.shape.size()},
        columns_(out.shape.size()),
        pieces_(pieces),
        use_(use),
        in_(in),
        out_(out),
        winner_(static_cast<std::size_t>(use.batch * columns_)) {
    const float* weight = planner.value("weight").data();
    float* weight_gradient = planner.gradient("weight").data();
    bias_gradient_ = planner.gradient("bias").data();
    z_ = planner.floats(size_.batch * size_.out);
    forward_ = planner.dense_forward(size_, in.value, weight, planner.value("bias").data(), {}, z_);
    if (in.gradient || use.weight_gradient || use.tangent) delta_ = planner.floats(size_.batch * size_.out);
    if (in.gradient) input_ = planner.dense_input_gradient(size_, delta_, weight, in.gradient);
    if (use.weight_gradient) {
      weight_ = planner.dense_weight_gradient(size_, delta_, in.value, weight_gradient, use.accumulate);
    }
    if (!use.tangent) return;
    tangent_ = planner.dense_forward(size_, in.tangent, weight, nullptr, {}, z_);
    tangent_weight_ = planner.dense_weight_gradient(size_, delta_, in.tangent, weight_gradient, true);
    if (!out.owed) return;
    owed_weight_ = planner.dense_weight_gradient(size_, z_, in.value, weight_gradient, true);
    if (in.owed) owed_input_ = planner.dense_input_gradient(size_, z_, weight, in.owed);
  }

  void forward() override {
    forward_->run();
    kernels::table().maxout(z_, size_.batch, columns_, pieces_, out_.value, winner_.data());
  }

  void backward() override {
    scatter(out_.gradient, delta_);
    if (weight_) {
      kernels::table().sum_columns(delta_, size_.batch, size_.out, bias_gradient_, use_.accumulate);
      weight_->run();
    }
    if (input_) input_->run();
  }

  void backward_input() override {
    scatter(out_.gradient, delta_);
    if (input_) input_->run();
  }

  void tangent() override {
    tangent_->run();
    kernels::table().maxout_gather(z_, size_.batch, columns_, pieces_, winner_.data(), out_.tangent);
  }

  void tangent_backward() override {
    tangent_weight_->run();
    if (!owed_weight_) {
      if (in_.owed) std::fill_n(in_.owed, size_.batch * size_.in, 0.f);
      return;
    }
    scatter(out_.owed, z_);
    kernels::table().sum_columns(z_, size_.batch, size_.out, bias_gradient_, true);
    owed_weight_->run();
    if (owed_input_) owed_input_->run();
  }

 private:
  void scatter(const float* from, float* to) {
    kernels::table().maxout_scatter(from, size_.batch, columns_, pieces_, winner_.data(), to);
  }

  DenseSizes size_;
  std::int64_t columns_, pieces_;
  Use use_;
  Port in_, out_;
  std::vector<std::int32_t> winner_;
  float *z_ = nullptr, *delta_ = nullptr, *bias_gradient_ = nullptr;
  Product *forward_ = nullptr, *input_ = nullptr, *weight_ = nullptr, *tangent_ = nullptr, *tangent_weight_ = nullptr,
          *owed_weight_ = nullptr, *owed_input_ = nullptr;
};

class Maxout final : public Layer, public Described {
 public:
  Maxout(int out, int pieces, const Init& weight) : out_(out), pieces_(pieces), weight_(weight) {
    require(out > 0, "maxout.out", out, "positive");
    require(pieces > 0, "maxout.pieces", pieces, "positive");
  }

  std::string name() const override { return "maxout"; }
  Shape output(const Shape& in) const override {
    require_flat("maxout", in);
    return {out_};
  }
  void declare(Parameters& parameters, const Shape& in) const override {
    Init init = weight_;
    init.fan_in = in.size();
    init.fan_out = out_;
    parameters.add("weight", {pieces_, out_, in.size()}, init);
    parameters.add("bias", {pieces_, out_}, {});
  }
  Operation operation() const override { return {operations::Maxout{}}; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<MaxoutStep>(planner, use, in, out, pieces_);
  }

 private:
  int out_, pieces_;
  Init weight_;
};

}  // namespace

LayerPtr maxout(int out, int pieces, Init weight) { return std::make_shared<Maxout>(out, pieces, weight); }

}  // namespace ganzoo::nn
