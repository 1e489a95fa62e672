#include <ganzoo/nn/detail/half_product.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <stdexcept>

namespace ganzoo::nn::onednn {
namespace {

dnnl::memory::desc halves(std::int64_t rows, std::int64_t columns, bool transposed) {
  using dnnl::memory;
  return {{rows, columns}, memory::data_type::bf16, transposed ? memory::format_tag::ba : memory::format_tag::ab};
}

dnnl::primitive_attr attributes(Activation activation, bool accumulate) {
  dnnl::primitive_attr attr;
  attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  dnnl::post_ops ops;
  if (accumulate) ops.append_sum(1.f);
  append(ops, activation);
  attr.set_post_ops(ops);
  return attr;
}

}  // namespace

HalfProduct::HalfProduct(Engine::Impl& engine, const Operand& a, const Operand& b, const float* bias,
                         Activation activation, float* c, bool accumulate, bool split)
    : engine_(engine), a_(a), b_(b), split_(split) {
  const std::int64_t m = a.matrix.op_rows(), n = b.matrix.op_columns(), depth = (split ? 3 : 1) * a.matrix.op_columns();
  const auto a_desc = halves(m, depth, a.matrix.transposed), b_desc = halves(depth, n, b.matrix.transposed),
             c_desc = matrix(m, n), bias_desc = matrix(1, n);
  const auto desc =
      matmul(engine.engine, a_desc, b_desc, bias ? &bias_desc : nullptr, c_desc, attributes(activation, accumulate));
  implementation_ = desc.impl_info_str();
  primitive_ = dnnl::matmul(desc);
  scratch_ = dnnl::memory(desc.scratchpad_desc(), engine.engine, nullptr);
  arguments_ = {{DNNL_ARG_SCRATCHPAD, scratch_.get()}};
  const auto give = [&](int argument, const dnnl::memory::desc& of, const void* data) {
    held_.emplace_back(of, engine.engine, const_cast<void*>(data));  // oneDNN only reads its inputs
    arguments_.push_back({argument, held_.back().get()});
  };
  give(DNNL_ARG_SRC, a_desc, a.halves);
  give(DNNL_ARG_WEIGHTS, b_desc, b.halves);
  give(DNNL_ARG_DST, c_desc, c);
  if (bias) give(DNNL_ARG_BIAS, bias_desc, bias);
}

void HalfProduct::prepare(const Operand& o, bool second) const {
  if (!o.fill) return;
  const auto& [floats, rows, columns, transposed] = o.matrix;
  if (!split_) return kernels::table().to_halves(floats, o.halves, rows * columns);
  // The depth lies along the rows of one operand and along the columns of the other, by how they are stored.
  const bool depth_first = transposed != second;
  const kernels::Int stride = depth_first ? columns : 3 * columns, piece = depth_first ? rows * columns : columns;
  const kernels::Int high = second ? piece : 2 * piece, low = second ? 2 * piece : piece;
  kernels::table().to_split(floats, rows, columns, o.halves, stride, high, low);
}

void HalfProduct::run() {
  prepare(a_, false);
  prepare(b_, true);
  const auto status = dnnl_primitive_execute(primitive_.get(), engine_.stream.get(),
                                             static_cast<int>(arguments_.size()), arguments_.data());
  if (status != dnnl_success) throw std::runtime_error("oneDNN's matmul failed");
}

}  // namespace ganzoo::nn::onednn
