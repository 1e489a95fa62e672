#include <algorithm>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/detail/patches.hpp>
#include <ganzoo/nn/detail/products.hpp>

namespace ganzoo::nn::patches {
namespace {

using onednn::Gemm;

constexpr std::int64_t windows_at_a_time = 512;

/// Products over windows unfolded in scratch memory.
class Patches : public Product {
 public:
  explicit Patches(const ConvSizes& s) : windows_(s), out_(s.out), pixels_(s.batch * s.height * s.width) {}

  std::size_t scratch_bytes() const override { return static_cast<std::size_t>(windows_.chunk_size()) * sizeof(float); }
  void use_scratch(void* memory) override { columns_ = static_cast<float*>(memory); }
  std::string implementation() const override { return "im2col+sgemm"; }

 protected:
  Windows windows_;
  std::int64_t out_, pixels_;
  float* columns_ = nullptr;
};

class Forward final : public Patches {
 public:
  Forward(const ConvSizes& s, const float* x, const float* weight, const float* bias, Activation activation, float* y)
      : Patches(s), x_(x), weight_(weight), bias_(bias), activation_(activation), y_(y) {}

  void run() override {
    windows_.each_chunk([this](std::int64_t first, std::int64_t lines, std::int64_t window, std::int64_t windows) {
      kernels::table().im2col(windows_.size, x_, first, lines, columns_);
      float* y = y_ + window * out_;
      Gemm({columns_, windows, windows_.depth}, {weight_, out_, windows_.depth, true}, y, false).run();
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
  Transpose(const ConvSizes& s, const float* y, const float* weight, const float* bias, Activation activation, float* x)
      : Patches(s), y_(y), weight_(weight), bias_(bias), activation_(activation), x_(x) {}

  void run() override {
    std::fill_n(x_, pixels_ * windows_.size.in, 0.f);
    windows_.each_chunk([this](std::int64_t first, std::int64_t lines, std::int64_t window, std::int64_t windows) {
      Gemm({y_ + window * out_, windows, out_}, {weight_, out_, windows_.depth}, columns_, false).run();
      kernels::table().col2im(windows_.size, columns_, first, lines, x_);
    });
    Forward::finish(activation_, bias_, x_, pixels_, windows_.size.in);
  }

 private:
  const float *y_, *weight_, *bias_;
  Activation activation_;
  float* x_;
};

class WeightGradient final : public Patches {
 public:
  WeightGradient(const ConvSizes& s, const float* delta, const float* x, float* dw, bool accumulate)
      : Patches(s), delta_(delta), x_(x), dw_(dw), accumulate_(accumulate) {}

  void run() override {
    windows_.each_chunk([this](std::int64_t first, std::int64_t lines, std::int64_t window, std::int64_t windows) {
      kernels::table().im2col(windows_.size, x_, first, lines, columns_);
      Gemm({delta_ + window * out_, windows, out_, true}, {columns_, windows, windows_.depth}, dw_,
           first > 0 || accumulate_)
          .run();
    });
  }

 private:
  const float *delta_, *x_;
  float* dw_;
  bool accumulate_;
};

}  // namespace

Windows::Windows(const ConvSizes& s)
    : size{s.height, s.width, s.in, s.out_height, s.out_width, s.kernel, s.stride, s.padding},
      depth(s.kernel * s.kernel * s.in),
      lines(s.batch * s.out_height),
      step(std::min(lines, std::max<std::int64_t>(1, windows_at_a_time / s.out_width))) {}

std::unique_ptr<Product> conv_forward(const ConvSizes& size, const float* x, const float* weight, const float* bias,
                                      Activation activation, float* y) {
  return std::make_unique<Forward>(size, x, weight, bias, activation, y);
}

std::unique_ptr<Product> conv_transpose(const ConvSizes& size, const float* y, const float* weight, const float* bias,
                                        Activation activation, float* x) {
  return std::make_unique<Transpose>(size, y, weight, bias, activation, x);
}

std::unique_ptr<Product> conv_weight_gradient(const ConvSizes& size, const float* delta, const float* x, float* dw,
                                              bool accumulate) {
  return std::make_unique<WeightGradient>(size, delta, x, dw, accumulate);
}

}  // namespace ganzoo::nn::patches
