/// Products of whole matrices by loops/product.hpp, for the shapes at which oneDNN's sgemm on AVX2 falls short.
#pragma once

#include <ganzoo/nn/detail/loops/product.hpp>
#include <ganzoo/nn/product.hpp>

namespace ganzoo::nn::onednn {

avx2::Strided strided(const Factor&);

/// True on AVX2 of gradients whose rows of 2 KiB and multiples share their places in the cache, where sgemm does not pack.
bool packed_is_faster(const Factor& a, const Factor& b);

/// c (+)= op(a)·op(b)
class PackedProduct final : public Product {
 public:
  PackedProduct(const Factor& a, const Factor& b, float* c, bool accumulate)
      : a_(a), b_(b), c_(c), accumulate_(accumulate) {}

  void run() override;
  std::string implementation() const override { return "product:avx2"; }
  std::size_t scratch_bytes() const override;
  void use_scratch(void* memory) override { scratch_ = static_cast<float*>(memory); }

 private:
  Factor a_, b_;
  float *c_, *scratch_ = nullptr;
  bool accumulate_;
};

}  // namespace ganzoo::nn::onednn
