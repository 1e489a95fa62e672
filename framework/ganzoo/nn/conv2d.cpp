#include <ganzoo/nn/detail/image.hpp>
#include <ganzoo/nn/detail/linear_step.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// W [out, kernel, kernel, in] on every window of an image.
class ConvProducts final : public Linear {
 public:
  explicit ConvProducts(const ConvSizes& size) : size_(size) {}
  Product* forward(Planner& planner, const float* x, const float* weight, const float* bias, Activation activation,
                   float* y) const override {
    return planner.conv_forward(size_, x, weight, bias, activation, y);
  }
  Product* input_gradient(Planner& planner, const float* delta, const float* weight, float* dx) const override {
    return planner.conv_transpose(size_, delta, weight, nullptr, {}, dx);
  }
  Product* weight_gradient(Planner& planner, const float* delta, const float* x, float* dw,
                           bool accumulate) const override {
    return planner.conv_weight_gradient(size_, delta, x, dw, accumulate);
  }

 private:
  ConvSizes size_;
};

class Conv2d final : public LinearLayer<Conv2d>, public Described {
 public:
  Conv2d(int out, const Conv& conv) : out_(out), conv_(conv) {
    require_sane("conv2d", out, conv);
    require(conv.output_padding == 0, "conv2d.output_padding", conv.output_padding,
            "0: conv_transpose2d alone has one");
  }

  std::string name() const override { return "conv2d"; }
  Shape output(const Shape& in) const override {
    require_image("conv2d", in);
    for (const std::size_t side : {0, 1}) {
      require(conv_.kernel <= in[side] + 2 * conv_.padding, "conv2d.kernel", conv_.kernel,
              fmt::format("at most {}, the input's {} with its padding: the input is {}", in[side] + 2 * conv_.padding,
                          side == 0 ? "height" : "width", to_string(in)));
    }
    return {places(in[0]), places(in[1]), out_};
  }
  void declare(Parameters& parameters, const Shape& in) const override {
    Init init = conv_.weight;
    init.fan_in = in[2] * conv_.kernel * conv_.kernel;
    init.fan_out = static_cast<std::int64_t>(out_) * conv_.kernel * conv_.kernel;
    parameters.add("weight", {out_, conv_.kernel, conv_.kernel, in[2]}, init);
    if (conv_.bias) parameters.add("bias", {out_}, {});
  }
  Operation operation() const override {
    return {operations::Convolution{.conv = conv_, .transposed = false}, activation_};
  }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    const ConvProducts products(conv_sizes(use.batch, in.shape, out.shape, conv_));
    return plan_linear(planner, use, in, out, products, conv_.bias, activation_);
  }

 private:
  std::int64_t places(std::int64_t size) const { return (size + 2 * conv_.padding - conv_.kernel) / conv_.stride + 1; }

  int out_;
  Conv conv_;
};

}  // namespace

LayerPtr conv2d(int out, const Conv& conv) { return std::make_shared<Conv2d>(out, conv); }

}  // namespace ganzoo::nn
