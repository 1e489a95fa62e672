#include <ganzoo/nn/detail/convolution.hpp>
#include <ganzoo/nn/detail/half_patches.hpp>
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
/// Beyond so many numbers in a window oneDNN's forward in bfloat16 is slower than a product over patches.
constexpr std::int64_t deep_window = 1024;

/// From so many rows of a gradient on oneDNN's sgemm packs its operands on AVX2; below it reaches but half of the peak.
constexpr std::int64_t packed_rows = 512;

/// True where a product over patches is faster than oneDNN's convolutions, which reach 55 to 65 % of the peak on AVX2:
/// 80 to 95 %, measured at 3×3 and 4×4 windows, 64 to 512 channels.
bool packed_is_faster(const ConvSizes& s) {
  return has(dnnl::cpu_isa::avx2) && !has(dnnl::cpu_isa::avx512_core) && s.kernel > 1 && s.in >= few_channels &&
         s.out >= few_channels;
}

using patches::Multiplier;
using Type = memory::data_type;

memory::desc images(std::int64_t batch, std::int64_t channels, std::int64_t height, std::int64_t width, Type type) {
  return {{batch, channels, height, width}, type, memory::format_tag::nhwc};
}

/// A convolution in oneDNN's terms. The weights are in whatever order the primitive likes best.
struct Description {
  memory::desc x, y, weight, plain_weight, bias;
  memory::dims strides, padding;

  Description(const ConvSizes& s, Type of_x, Type of_weight, Type of_y)
      : x(images(s.batch, s.in, s.height, s.width, of_x)),
        y(images(s.batch, s.out, s.out_height, s.out_width, of_y)),
        weight({s.out, s.in, s.kernel, s.kernel}, of_weight, memory::format_tag::any),
        plain_weight({s.out, s.in, s.kernel, s.kernel}, Type::f32, memory::format_tag::ohwi),
        bias({s.out}, Type::f32, memory::format_tag::x),
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

  /// `hint`: a forward convolution of the same sizes, all of the weights' type.
  dnnl::convolution_backward_data::primitive_desc transpose(
      const dnnl::engine& engine, const dnnl::primitive_attr& attr,
      const dnnl::convolution_forward::primitive_desc& hint) const {
    constexpr auto algorithm = dnnl::algorithm::convolution_direct;
#if DNNL_VERSION_MAJOR >= 3
    return {engine, algorithm, x, weight, y, strides, padding, padding, hint, attr};
#else
    return {dnnl::convolution_backward_data::desc(algorithm, x, weight, y, strides, padding, padding), attr, engine,
            hint};
#endif
  }
};

void execute(const Engine::Impl& engine, const dnnl::primitive& primitive,
             const std::vector<dnnl_exec_arg_t>& arguments) {
  const auto status = dnnl_primitive_execute(primitive.get(), engine.stream.get(), static_cast<int>(arguments.size()),
                                             arguments.data());
  if (status != dnnl_success) throw std::runtime_error("oneDNN's convolution failed");
}

std::int64_t number_of(const memory::desc& desc) {
  std::int64_t n = 1;
  for (const std::int64_t d : dims_of(desc)) n *= d;
  return n;
}

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

  /// The operand as an argument, or its rounded copy.
  void give_operand(int argument, const memory::desc& desc, const float* floats, Halves halves) {
    if (!halves.memory) return give(argument, at(desc, floats));
    give(argument, memory(desc, engine_.engine, halves.memory));
    if (halves.fill) rounding_ = Rounding{floats, halves.memory, number_of(desc)};
  }

  void give(int argument, const memory& data) {
    held_.push_back(data);
    arguments_.push_back({argument, held_.back().get()});
  }

  void compute() {
    if (rounding_) rounding_->run();
    if (reorder_) execute(engine_, *reorder_, order_);
    execute(engine_, primitive_, arguments_);
  }

 private:
  std::size_t weight_bytes() const {
    if (!reorder_) return 0;
    return (weight_.get_desc().get_size() + 63) / 64 * 64;
  }

  Engine::Impl& engine_;
  dnnl::primitive primitive_;
  std::optional<dnnl::reorder> reorder_;
  std::optional<Rounding> rounding_;
  memory plain_weight_, weight_, scratch_;
  std::vector<memory> held_;
  std::vector<dnnl_exec_arg_t> order_, arguments_;
  std::string implementation_;
};

class ConvolutionForward final : public Convolution {
 public:
  ConvolutionForward(Engine::Impl& engine, const ConvSizes& size, const float* x, Halves rounded, const float* weight,
                     const float* bias, Activation activation, float* y)
      : Convolution(engine) {
    const Type type = rounded.memory ? Type::bf16 : Type::f32;
    const Description d(size, type, type, Type::f32);
    make<dnnl::convolution_forward>(d.forward(engine.engine, bias != nullptr, attributes(activation)), d, weight);
    give_operand(DNNL_ARG_SRC, d.x, x, rounded);
    give(DNNL_ARG_DST, at(d.y, y));
    if (bias) give(DNNL_ARG_BIAS, at(d.bias, bias));
  }

  void run() override { compute(); }
};

class Transpose final : public Convolution {
 public:
  Transpose(Engine::Impl& engine, const ConvSizes& size, const float* y, Halves rounded, const float* weight,
            const float* bias, Activation activation, float* x)
      : Convolution(engine),
        pixels_(size.batch * size.height * size.width),
        channels_(size.in),
        bias_(bias),
        activation_(activation),
        out_(x) {
    const Type type = rounded.memory ? Type::bf16 : Type::f32;
    const Description d(size, Type::f32, type, type);
    const auto hint = Description(size, type, type, type).forward(engine.engine, false, attributes({}));
    make<dnnl::convolution_backward_data>(d.transpose(engine.engine, attributes({}), hint), d, weight);
    give_operand(DNNL_ARG_DIFF_DST, d.y, y, rounded);
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

bool worth_rounding(const ConvSizes& size) { return size.in >= few_channels && size.out >= few_channels; }

std::unique_ptr<Product> conv_forward(Engine::Impl& engine, const ConvSizes& size, const float* x, Halves rounded,
                                      const float* weight, const float* bias, Activation activation, float* y) {
  if (rounded.memory && size.kernel * size.kernel * size.in > deep_window) {
    auto product = half_patches_forward(engine, size, x, rounded, weight, bias, activation, y);
    if (!is_reference(*product)) return product;
  }
  if (packed_is_faster(size)) {
    return patches::conv_forward(Multiplier::avx2, size, x, weight, bias, activation, y);
  }
  auto product = std::make_unique<ConvolutionForward>(engine, size, x, rounded, weight, bias, activation, y);
  if (!is_reference(*product)) return product;
  if (rounded.memory) return conv_forward(engine, size, x, {}, weight, bias, activation, y);
  return patches::conv_forward(Multiplier::sgemm, size, x, weight, bias, activation, y);
}

std::unique_ptr<Product> conv_transpose(Engine::Impl& engine, const ConvSizes& size, const float* y, Halves rounded,
                                        const float* weight, const float* bias, Activation activation, float* x) {
  if (packed_is_faster(size)) {
    return patches::conv_transpose(Multiplier::avx2, size, y, weight, bias, activation, x);
  }
  if (size.in >= few_channels) {
    auto product = std::make_unique<Transpose>(engine, size, y, rounded, weight, bias, activation, x);
    if (!is_reference(*product)) return product;
    if (rounded.memory) return conv_transpose(engine, size, y, {}, weight, bias, activation, x);
  }
  return patches::conv_transpose(Multiplier::sgemm, size, y, weight, bias, activation, x);
}

std::unique_ptr<Product> conv_weight_gradient(Engine::Impl& engine, const ConvSizes& size, const float* delta,
                                              Halves rounded_delta, const float* x, Halves rounded_x, float* dw,
                                              bool accumulate) {
  if (rounded_delta.memory && rounded_x.memory) {
    auto product = half_patches_weight_gradient(engine, size, delta, rounded_delta, x, rounded_x, dw, accumulate);
    if (!is_reference(*product)) return product;
  }
  const bool packed = packed_is_faster(size) && size.out < packed_rows;
  return patches::conv_weight_gradient(packed ? Multiplier::avx2 : Multiplier::sgemm, size, delta, x, dw, accumulate);
}

}  // namespace ganzoo::nn::onednn
