#include <algorithm>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/detail/loops/product.hpp>
#include <ganzoo/nn/detail/packed_product.hpp>
#include <ganzoo/nn/detail/patches.hpp>
#include <ganzoo/nn/detail/products.hpp>

namespace ganzoo::nn::patches {
namespace {

/// As deep as one panel of the product on AVX2.
constexpr std::int64_t windows_of_a_panel = 256;

/// Products over windows unfolded in scratch memory.
class Patches : public Product {
 public:
  Patches(Multiplier multiplier, const ConvSizes& s)
      : windows_(multiplier == Multiplier::avx2 ? Windows(s, windows_of_a_panel) : Windows(s)),
        out_(s.out),
        pixels_(s.batch * s.height * s.width),
        multiplier_(multiplier) {}

  std::size_t scratch_bytes() const override {
    const std::int64_t rows = std::max(out_, windows_.step * windows_.size.out_width);
    const std::int64_t packed = multiplier_ == Multiplier::avx2 ? avx2::multiply_scratch(rows) : 0;
    return static_cast<std::size_t>(windows_.chunk_size() + packed) * sizeof(float);
  }
  void use_scratch(void* memory) override { columns_ = static_cast<float*>(memory); }
  std::string implementation() const override {
    return multiplier_ == Multiplier::avx2 ? "im2col+product:avx2" : "im2col+sgemm";
  }

 protected:
  /// c (+)= op(a)·op(b)
  void multiply(const Factor& a, const Factor& b, float* c, bool accumulate) const {
    if (multiplier_ == Multiplier::sgemm) return onednn::Gemm(a, b, c, accumulate).run();
    onednn::PackedProduct product(a, b, c, accumulate);
    product.use_scratch(columns_ + windows_.chunk_size());
    product.run();
  }

  Windows windows_;
  std::int64_t out_, pixels_;
  float* columns_ = nullptr;

 private:
  Multiplier multiplier_;
};

class PatchesForward final : public Patches {
 public:
  PatchesForward(Multiplier multiplier, const ConvSizes& s, const float* x, const float* weight, const float* bias,
                 Activation activation, float* y)
      : Patches(multiplier, s), x_(x), weight_(weight), bias_(bias), activation_(activation), y_(y) {}

  void run() override {
    windows_.each_chunk([this](std::int64_t first, std::int64_t lines, std::int64_t window, std::int64_t windows) {
      kernels::table().im2col(windows_.size, x_, first, lines, columns_);
      float* y = y_ + window * out_;
      multiply({columns_, windows, windows_.depth}, {weight_, out_, windows_.depth, true}, y, false);
      finish(activation_, bias_, y, windows, out_);
    });
  }

  static void finish(Activation activation, const float* bias, float* y, std::int64_t rows, std::int64_t columns) {
    if (bias) {
      kernels::table().bias_activate(activation, bias, y, rows, columns);
    } else if (!activation.is_identity()) {
      kernels::table().activate(activation, y, y, rows * columns);
    }
  }

 private:
  const float *x_, *weight_, *bias_;
  Activation activation_;
  float* y_;
};

class Transpose final : public Patches {
 public:
  Transpose(Multiplier multiplier, const ConvSizes& s, const float* y, const float* weight, const float* bias,
            Activation activation, float* x)
      : Patches(multiplier, s), y_(y), weight_(weight), bias_(bias), activation_(activation), x_(x) {}

  void run() override {
    std::fill_n(x_, pixels_ * windows_.size.in, 0.f);
    windows_.each_chunk([this](std::int64_t first, std::int64_t lines, std::int64_t window, std::int64_t windows) {
      multiply({y_ + window * out_, windows, out_}, {weight_, out_, windows_.depth}, columns_, false);
      kernels::table().col2im(windows_.size, columns_, first, lines, x_);
    });
    PatchesForward::finish(activation_, bias_, x_, pixels_, windows_.size.in);
  }

 private:
  const float *y_, *weight_, *bias_;
  Activation activation_;
  float* x_;
};

class WeightGradient final : public Patches {
 public:
  WeightGradient(Multiplier multiplier, const ConvSizes& s, const float* delta, const float* x, float* dw,
                 bool accumulate)
      : Patches(multiplier, s), delta_(delta), x_(x), dw_(dw), accumulate_(accumulate) {}

  void run() override {
    windows_.each_chunk([this](std::int64_t first, std::int64_t lines, std::int64_t window, std::int64_t windows) {
      kernels::table().im2col(windows_.size, x_, first, lines, columns_);
      multiply({delta_ + window * out_, windows, out_, true}, {columns_, windows, windows_.depth}, dw_,
               first > 0 || accumulate_);
    });
  }

 private:
  const float *delta_, *x_;
  float* dw_;
  bool accumulate_;
};

}  // namespace

Windows::Windows(const ConvSizes& s, std::int64_t at_a_time)
    : size{s.height, s.width, s.in, s.out_height, s.out_width, s.kernel, s.stride, s.padding},
      depth(s.kernel * s.kernel * s.in),
      lines(s.batch * s.out_height),
      step(std::min(lines, std::max<std::int64_t>(1, at_a_time / s.out_width))) {}

std::unique_ptr<Product> conv_forward(Multiplier multiplier, const ConvSizes& size, const float* x, const float* weight,
                                      const float* bias, Activation activation, float* y) {
  return std::make_unique<PatchesForward>(multiplier, size, x, weight, bias, activation, y);
}

std::unique_ptr<Product> conv_transpose(Multiplier multiplier, const ConvSizes& size, const float* y,
                                        const float* weight, const float* bias, Activation activation, float* x) {
  return std::make_unique<Transpose>(multiplier, size, y, weight, bias, activation, x);
}

std::unique_ptr<Product> conv_weight_gradient(Multiplier multiplier, const ConvSizes& size, const float* delta,
                                              const float* x, float* dw, bool accumulate) {
  return std::make_unique<WeightGradient>(multiplier, size, delta, x, dw, accumulate);
}

}  // namespace ganzoo::nn::patches
