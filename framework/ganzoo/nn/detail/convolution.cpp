#include <ganzoo/nn/detail/convolution.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/detail/patches.hpp>
#include <optional>
#include <stdexcept>
#include <vector>

namespace ganzoo::nn::onednn {
namespace {

using dnnl::memory;

/// Below so many channels oneDNN's transpose is many times slower than a product over patches.
constexpr std::int64_t few_channels = 16;

memory::desc images(std::int64_t batch, std::int64_t channels, std::int64_t height, std::int64_t width) {
  return {{batch, channels, height, width}, memory::data_type::f32, memory::format_tag::nhwc};
}

/// A convolution in oneDNN's terms. The weights are in whatever order the primitive likes best.
struct Description {
  memory::desc x, y, weight, plain_weight, bias;
  memory::dims strides, padding;

  explicit Description(const ConvSizes& s)
      : x(images(s.batch, s.in, s.height, s.width)),
        y(images(s.batch, s.out, s.out_height, s.out_width)),
        weight({s.out, s.in, s.kernel, s.kernel}, memory::data_type::f32, memory::format_tag::any),
        plain_weight({s.out, s.in, s.kernel, s.kernel}, memory::data_type::f32, memory::format_tag::ohwi),
        bias({s.out}, memory::data_type::f32, memory::format_tag::x),
        strides{s.stride, s.stride},
        padding{s.padding, s.padding} {}

  dnnl::convolution_forward::primitive_desc forward(const dnnl::engine& engine, bool biased,
                                                    const dnnl::primitive_attr& attr) const {
    constexpr auto kind = dnnl::prop_kind::forward_training;
    constexpr auto algorithm = dnnl::algorithm::convolution_direct;
#if DNNL_VERSION_MAJOR >= 3
    return biased ? dnnl::convolution_forward::primitive_desc(engine, kind, algorithm, x, weight, bias, y, strides,
                                                              padding, padding, attr)
                  : dnnl::convolution_forward::primitive_desc(engine, kind, algorithm, x, weight, y, strides, padding,
                                                              padding, attr);
#else
    using Desc = dnnl::convolution_forward::desc;
    return {biased ? Desc(kind, algorithm, x, weight, bias, y, strides, padding, padding)
                   : Desc(kind, algorithm, x, weight, y, strides, padding, padding),
            attr, engine};
#endif
  }

  dnnl::convolution_backward_data::primitive_desc transpose(const dnnl::engine& engine,
                                                            const dnnl::primitive_attr& attr) const {
    constexpr auto algorithm = dnnl::algorithm::convolution_direct;
    const auto hint = forward(engine, false, attributes({}));
#if DNNL_VERSION_MAJOR >= 3
    return {engine, algorithm, x, weight, y, strides, padding, padding, hint, attr};
#else
    return {dnnl::convolution_backward_data::desc(algorithm, x, weight, y, strides, padding, padding), attr, engine,
            hint};
#endif
  }
};

/// A primitive on weights that are brought into its order first, at each run: they change at each update.
class Convolution : public Product {
 public:
  std::string implementation() const override { return implementation_; }
  std::size_t scratch_bytes() const override { return weight_bytes() + scratch_.get_desc().get_size(); }
  void use_scratch(void* bytes) override {
    if (reorder_) weight_.set_data_handle(bytes);
    scratch_.set_data_handle(static_cast<char*>(bytes) + weight_bytes());
  }

 protected:
  explicit Convolution(Engine::Impl& engine) : engine_(engine) {}

  /// oneDNN takes inputs by void* as well; they are only read.
  memory at(const memory::desc& desc, const float* data) const {
    return memory(desc, engine_.engine, const_cast<float*>(data));
  }

  template <class Primitive, class PrimitiveDesc>
  void make(const PrimitiveDesc& desc, const Description& d, const float* weight) {
    implementation_ = desc.impl_info_str();
    primitive_ = Primitive(desc);
    scratch_ = memory(desc.scratchpad_desc(), engine_.engine, nullptr);
    plain_weight_ = at(d.plain_weight, weight);
    weight_ = plain_weight_;
    if (desc.weights_desc() != d.plain_weight) {
      weight_ = memory(desc.weights_desc(), engine_.engine, nullptr);
      dnnl::primitive_attr attr;
      attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
      const dnnl::reorder::primitive_desc order(engine_.engine, d.plain_weight, engine_.engine, desc.weights_desc(),
                                                attr);
      reorder_.emplace(order);
      implementation_ += std::string("+") + order.impl_info_str();
      order_ = {{DNNL_ARG_FROM, plain_weight_.get()}, {DNNL_ARG_TO, weight_.get()}};
    }
    arguments_ = {{DNNL_ARG_WEIGHTS, weight_.get()}, {DNNL_ARG_SCRATCHPAD, scratch_.get()}};
  }

  void give(int argument, const memory& data) {
    held_.push_back(data);
    arguments_.push_back({argument, held_.back().get()});
  }

  void compute() {
    if (reorder_) execute(*reorder_, order_);
    execute(primitive_, arguments_);
  }

 private:
  std::size_t weight_bytes() const {
    if (!reorder_) return 0;
    return (weight_.get_desc().get_size() + 63) / 64 * 64;
  }

  void execute(const dnnl::primitive& primitive, const std::vector<dnnl_exec_arg_t>& arguments) {
    const auto status = dnnl_primitive_execute(primitive.get(), engine_.stream.get(),
                                               static_cast<int>(arguments.size()), arguments.data());
    if (status != dnnl_success) throw std::runtime_error("oneDNN's convolution failed");
  }

  Engine::Impl& engine_;
  dnnl::primitive primitive_;
  std::optional<dnnl::reorder> reorder_;
  memory plain_weight_, weight_, scratch_;
  std::vector<memory> held_;
  std::vector<dnnl_exec_arg_t> order_, arguments_;
  std::string implementation_;
};

class Forward final : public Convolution {
 public:
  Forward(Engine::Impl& engine, const ConvSizes& size, const float* x, const float* weight, const float* bias,
          Activation activation, float* y)
      : Convolution(engine) {
    const Description d(size);
    make<dnnl::convolution_forward>(d.forward(engine.engine, bias != nullptr, attributes(activation)), d, weight);
    give(DNNL_ARG_SRC, at(d.x, x));
    give(DNNL_ARG_DST, at(d.y, y));
    if (bias) give(DNNL_ARG_BIAS, at(d.bias, bias));
  }

  void run() override { compute(); }
};

class Transpose final : public Convolution {
 public:
  Transpose(Engine::Impl& engine, const ConvSizes& size, const float* y, const float* weight, const float* bias,
            Activation activation, float* x)
      : Convolution(engine),
        pixels_(size.batch * size.height * size.width),
        channels_(size.in),
        bias_(bias),
        activation_(activation),
        out_(x) {
    const Description d(size);
    make<dnnl::convolution_backward_data>(d.transpose(engine.engine, attributes({})), d, weight);
    give(DNNL_ARG_DIFF_DST, at(d.y, y));
    give(DNNL_ARG_DIFF_SRC, at(d.x, x));
  }

  void run() override {
    compute();
    if (bias_) {
      kernels::table().bias_activate(activation_, bias_, out_, pixels_, channels_);
    } else if (!activation_.is_identity()) {
      kernels::table().activate(activation_, out_, out_, pixels_ * channels_);
    }
  }

 private:
  std::int64_t pixels_, channels_;
  const float* bias_;
  Activation activation_;
  float* out_;
};

bool is_reference(const Product& product) { return product.implementation().find("ref") != std::string::npos; }

}  // namespace

std::unique_ptr<Product> conv_forward(Engine::Impl& engine, const ConvSizes& size, const float* x, const float* weight,
                                      const float* bias, Activation activation, float* y) {
  auto product = std::make_unique<Forward>(engine, size, x, weight, bias, activation, y);
  if (is_reference(*product)) return patches::conv_forward(size, x, weight, bias, activation, y);
  return product;
}

std::unique_ptr<Product> conv_transpose(Engine::Impl& engine, const ConvSizes& size, const float* y,
                                        const float* weight, const float* bias, Activation activation, float* x) {
  if (size.in >= few_channels) {
    auto product = std::make_unique<Transpose>(engine, size, y, weight, bias, activation, x);
    if (!is_reference(*product)) return product;
  }
  return patches::conv_transpose(size, y, weight, bias, activation, x);
}

}  // namespace ganzoo::nn::onednn
