#include <algorithm>
#include <ganzoo/nn/detail/image.hpp>
#include <ganzoo/nn/detail/linear_step.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// W [in, kernel, kernel, out]: the convolution from the output back to the input, transposed.
class TransposedProducts final : public Linear {
 public:
  explicit TransposedProducts(const ConvSizes& size) : size_(size) {}
  Product* forward(Planner& planner, const float* x, const float* weight, const float* bias, Activation activation,
                   float* y) const override {
    return planner.conv_transpose(size_, x, weight, bias, activation, y);
  }
  Product* input_gradient(Planner& planner, const float* delta, const float* weight, float* dx) const override {
    return planner.conv_forward(size_, delta, weight, nullptr, {}, dx);
  }
  Product* weight_gradient(Planner& planner, const float* delta, const float* x, float* dw,
                           bool accumulate) const override {
    return planner.conv_weight_gradient(size_, x, delta, dw, accumulate);
  }

 private:
  ConvSizes size_;  ///< of the convolution: its input is this layer's output
};

class ConvTranspose2d final : public LinearLayer<ConvTranspose2d>, public Described {
 public:
  ConvTranspose2d(int out, const Conv& conv) : out_(out), conv_(conv) {
    require_sane("conv_transpose2d", out, conv);
    require(conv.output_padding >= 0 && conv.output_padding < conv.stride, "conv_transpose2d.output_padding",
            conv.output_padding, fmt::format("at least 0 and below the stride, {}", conv.stride));
  }

  std::string name() const override { return "conv_transpose2d"; }
  Shape output(const Shape& in) const override {
    require_image("conv_transpose2d", in);
    for (const std::size_t side : {0, 1}) {
      require(size(in[side]) > 0, "conv_transpose2d.padding", conv_.padding,
              fmt::format("so small that an output remains: the input is {}", to_string(in)));
    }
    return {size(in[0]), size(in[1]), out_};
  }
  /// Each output pixel sees kernel²/stride² windows of the input: its fan_in.
  void declare(Parameters& parameters, const Shape& in) const override {
    const std::int64_t window = static_cast<std::int64_t>(conv_.kernel) * conv_.kernel,
                       stride = static_cast<std::int64_t>(conv_.stride) * conv_.stride;
    Init init = conv_.weight;
    init.fan_in = std::max<std::int64_t>(1, in[2] * window / stride);
    init.fan_out = out_ * window;
    parameters.add("weight", {in[2], conv_.kernel, conv_.kernel, out_}, init);
    if (conv_.bias) parameters.add("bias", {out_}, {});
  }
  Operation operation() const override {
    return {operations::Convolution{.conv = conv_, .transposed = true}, activation_};
  }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    const TransposedProducts products(conv_sizes(use.batch, out.shape, in.shape, conv_));
    return plan_linear(planner, use, in, out, products, conv_.bias, activation_);
  }

 private:
  std::int64_t size(std::int64_t places) const {
    return (places - 1) * conv_.stride - 2 * conv_.padding + conv_.kernel + conv_.output_padding;
  }

  int out_;
  Conv conv_;
};

}  // namespace

LayerPtr conv_transpose2d(int out, const Conv& conv) { return std::make_shared<ConvTranspose2d>(out, conv); }

}  // namespace ganzoo::nn
