/// The products that a Planner hands out, as oneDNN computes them.
#pragma once

#include <ganzoo/nn/detail/onednn.hpp>
#include <ganzoo/nn/product.hpp>
#include <vector>

namespace ganzoo::nn::onednn {

/// y = φ(x Wᵀ + b) by the matmul primitive, bias and φ fused.
class Forward final : public Product {
 public:
  Forward(Engine::Impl&, DenseSizes, const float* x, const float* weight, const float* bias, Activation, float* y);

  void run() override;
  std::string implementation() const override { return implementation_; }
  std::size_t scratch_bytes() const override { return scratch_.get_desc().get_size(); }
  void use_scratch(void* memory) override { scratch_.set_data_handle(memory); }

 private:
  Engine::Impl& engine_;
  dnnl::matmul primitive_;
  dnnl::memory x_, weight_, bias_, y_, scratch_;
  std::vector<dnnl_exec_arg_t> arguments_;  ///< prebuilt: the C++ interface would allocate them at each call
  std::string implementation_;
};

/// c (+)= op(a)·op(b) by oneDNN's sgemm: measured faster than matmul for both gradients of a dense layer.
class Gemm final : public Product {
 public:
  Gemm(const Factor& a, const Factor& b, float* c, bool accumulate) : a_(a), b_(b), c_(c), accumulate_(accumulate) {}

  void run() override;
  std::string implementation() const override { return "sgemm"; }

 private:
  Factor a_, b_;
  float* c_;
  bool accumulate_;
};

}  // namespace ganzoo::nn::onednn
