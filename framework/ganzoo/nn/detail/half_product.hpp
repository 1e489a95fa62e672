/// Matrix products of bfloat16 operands with float sums, by oneDNN's matmul.
#pragma once

#include <ganzoo/nn/detail/onednn.hpp>
#include <ganzoo/nn/product.hpp>
#include <vector>

namespace ganzoo::nn::onednn {

/// c (+)= φ(op(a)·op(b) + bias).
///
/// In bf16 an operand is rounded once. In split it is the sum of two bfloat16 numbers, high and low, and one product
/// three times as deep, (a_high | a_low | a_high)·(b_high | b_high | b_low)ᵀ, is off by the two low parts' product and
/// their rounding alone: about a float's own error.
class HalfProduct final : public Product {
 public:
  struct Operand {
    Factor matrix;
    std::uint16_t* halves;  ///< its rounded copy, thrice as long where split
    bool fill;              ///< run() makes the copy; otherwise it is there
  };

  HalfProduct(Engine::Impl&, const Operand& a, const Operand& b, const float* bias, Activation, float* c,
              bool accumulate, bool split);

  void run() override;
  std::string implementation() const override { return implementation_; }
  std::size_t scratch_bytes() const override { return scratch_.get_desc().get_size(); }
  void use_scratch(void* memory) override { scratch_.set_data_handle(memory); }

 private:
  void prepare(const Operand& operand, bool second) const;

  Engine::Impl& engine_;
  Operand a_, b_;
  bool split_;
  dnnl::matmul primitive_;
  std::vector<dnnl::memory> held_;
  dnnl::memory scratch_;
  std::vector<dnnl_exec_arg_t> arguments_;
  std::string implementation_;
};

}  // namespace ganzoo::nn::onednn
