#include <algorithm>
#include <ganzoo/nn/detail/half_patches.hpp>
#include <ganzoo/nn/detail/patches.hpp>
#include <optional>
#include <stdexcept>
#include <vector>

namespace ganzoo::nn::onednn {

void Rounding::run() const { kernels::table().to_halves(floats, halves, n); }

namespace {

using dnnl::memory;
using Type = memory::data_type;
using Tag = memory::format_tag;
using Arguments = std::vector<dnnl_exec_arg_t>;

std::size_t aligned(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

/// One product a chunk of windows, in scratch memory: [the windows | whatever the product keeps | oneDNN's own].
class HalfPatches : public Product {
 public:
  std::string implementation() const override { return "im2col+" + implementation_; }
  std::size_t scratch_bytes() const override { return column_bytes() + kept_bytes() + own_bytes_; }
  void use_scratch(void* bytes) override {
    columns_ = static_cast<std::uint16_t*>(bytes);
    char* kept = static_cast<char*>(bytes) + column_bytes();
    keep(kept);
    for (Chunk& chunk : chunks_) {
      chunk.columns.set_data_handle(columns_);
      chunk.own.set_data_handle(kept + kept_bytes());
    }
  }

  void run() override {
    for (const Rounding& rounding : roundings_) rounding.run();
    prepare();
    for (const Chunk& chunk : chunks_) {
      kernels::table().im2col_halves(windows_.size, x_, chunk.first, chunk.lines, columns_);
      execute(chunk.product, chunk.arguments);
    }
  }

 protected:
  HalfPatches(Engine::Impl& engine, const ConvSizes& s, const float* x, Halves rounded_x)
      : engine_(engine), windows_(s), x_(rounded_x.memory) {
    if (rounded_x.fill) roundings_.push_back({x, rounded_x.memory, s.batch * s.height * s.width * s.in});
  }

  virtual std::size_t kept_bytes() const { return 0; }
  virtual void keep(void*) {}
  virtual void prepare() {}

  struct Operands {
    int columns;  ///< which argument the windows are
    memory::desc column_desc;
    std::vector<std::pair<int, memory>> others;
  };

  void add(std::int64_t first, std::int64_t lines, const dnnl::matmul::primitive_desc& desc, const Operands& operands) {
    implementation_ = desc.impl_info_str();
    const auto own = desc.scratchpad_desc();
    own_bytes_ = std::max(own_bytes_, own.get_size());
    Chunk chunk{first,
                lines,
                dnnl::matmul(desc),
                memory(operands.column_desc, engine_.engine, nullptr),
                memory(own, engine_.engine, nullptr),
                {},
                {}};
    chunk.arguments = {{operands.columns, chunk.columns.get()}, {DNNL_ARG_SCRATCHPAD, chunk.own.get()}};
    for (const auto& [argument, data] : operands.others) {
      chunk.held.push_back(data);
      chunk.arguments.push_back({argument, data.get()});
    }
    chunks_.push_back(std::move(chunk));
  }

  void execute(const dnnl::primitive& primitive, const Arguments& arguments) const {
    const auto status = dnnl_primitive_execute(primitive.get(), engine_.stream.get(),
                                               static_cast<int>(arguments.size()), arguments.data());
    if (status != dnnl_success) throw std::runtime_error("oneDNN's matmul failed");
  }

  Engine::Impl& engine_;
  patches::Windows windows_;
  std::vector<Rounding> roundings_;
  std::string implementation_;

 private:
  struct Chunk {
    std::int64_t first, lines;
    dnnl::matmul product;
    memory columns, own;
    std::vector<memory> held;
    Arguments arguments;
  };

  std::size_t column_bytes() const {
    return aligned(static_cast<std::size_t>(windows_.chunk_size()) * sizeof(std::uint16_t));
  }

  const std::uint16_t* x_;
  std::uint16_t* columns_ = nullptr;
  std::vector<Chunk> chunks_;
  std::size_t own_bytes_ = 0;
};

class WeightGradient final : public HalfPatches {
 public:
  WeightGradient(Engine::Impl& engine, const ConvSizes& s, const float* delta, Halves rounded_delta, const float* x,
                 Halves rounded_x, float* dw, bool accumulate)
      : HalfPatches(engine, s, x, rounded_x) {
    if (rounded_delta.fill) {
      roundings_.push_back({delta, rounded_delta.memory, s.batch * s.out_height * s.out_width * s.out});
    }
    windows_.each_chunk([&](std::int64_t first, std::int64_t lines, std::int64_t window, std::int64_t windows) {
      const memory::desc a({s.out, windows}, Type::bf16, Tag::ba), b({windows, windows_.depth}, Type::bf16, Tag::ab),
          c({s.out, windows_.depth}, Type::f32, Tag::ab);
      add(first, lines, matmul(engine.engine, a, b, nullptr, c, adding(accumulate || first > 0)),
          {DNNL_ARG_WEIGHTS,
           b,
           {{DNNL_ARG_SRC, memory(a, engine.engine, rounded_delta.memory + window * s.out)},
            {DNNL_ARG_DST, memory(c, engine.engine, dw)}}});
    });
  }

 private:
  static dnnl::primitive_attr adding(bool accumulate) {
    dnnl::primitive_attr attr = attributes({});
    if (!accumulate) return attr;
    dnnl::post_ops add;
    add.append_sum(1.f);
    attr.set_post_ops(add);
    return attr;
  }
};

/// The weights are rounded and packed into the product's own order first, at each run: they change at each update.
class HalfPatchesForward final : public HalfPatches {
 public:
  HalfPatchesForward(Engine::Impl& engine, const ConvSizes& s, const float* x, Halves rounded_x, const float* weight,
                     const float* bias, Activation activation, float* y)
      : HalfPatches(engine, s, x, rounded_x) {
    const memory::desc plain({windows_.depth, s.out}, Type::f32, Tag::ba), b_desc({1, s.out}, Type::f32, Tag::ab);
    // oneDNN takes inputs by void* as well; they are only read.
    const auto input = [&](const memory::desc& desc, const float* data) {
      return memory(desc, engine.engine, const_cast<float*>(data));
    };
    memory::desc packed({windows_.depth, s.out}, Type::bf16, Tag::any);
    windows_.each_chunk([&](std::int64_t first, std::int64_t lines, std::int64_t window, std::int64_t windows) {
      const memory::desc a({windows, windows_.depth}, Type::bf16, Tag::ab), c({windows, s.out}, Type::f32, Tag::ab);
      const auto desc = matmul(engine.engine, a, packed, bias ? &b_desc : nullptr, c, attributes(activation));
      if (first == 0) {
        packed = desc.weights_desc();
        weight_ = memory(packed, engine.engine, nullptr);
      }
      Operands operands{
          DNNL_ARG_SRC, a, {{DNNL_ARG_WEIGHTS, weight_}, {DNNL_ARG_DST, memory(c, engine.engine, y + window * s.out)}}};
      if (bias) operands.others.emplace_back(DNNL_ARG_BIAS, input(b_desc, bias));
      add(first, lines, desc, operands);
    });
    plain_ = input(plain, weight);
    const dnnl::reorder::primitive_desc order(engine.engine, plain, engine.engine, packed);
    implementation_ += std::string("+") + order.impl_info_str();
    reorder_ = dnnl::reorder(order);
    order_ = {{DNNL_ARG_FROM, plain_.get()}, {DNNL_ARG_TO, weight_.get()}};
  }

 private:
  std::size_t kept_bytes() const override { return aligned(weight_.get_desc().get_size()); }
  void keep(void* bytes) override { weight_.set_data_handle(bytes); }
  void prepare() override { execute(reorder_, order_); }

  memory plain_, weight_;
  dnnl::reorder reorder_;
  Arguments order_;
};

}  // namespace

std::unique_ptr<Product> half_patches_forward(Engine::Impl& engine, const ConvSizes& size, const float* x,
                                              Halves rounded_x, const float* weight, const float* bias,
                                              Activation activation, float* y) {
  return std::make_unique<HalfPatchesForward>(engine, size, x, rounded_x, weight, bias, activation, y);
}

std::unique_ptr<Product> half_patches_weight_gradient(Engine::Impl& engine, const ConvSizes& size, const float* delta,
                                                      Halves rounded_delta, const float* x, Halves rounded_x, float* dw,
                                                      bool accumulate) {
  return std::make_unique<WeightGradient>(engine, size, delta, rounded_delta, x, rounded_x, dw, accumulate);
}

}  // namespace ganzoo::nn::onednn
