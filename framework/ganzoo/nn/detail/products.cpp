#include <ganzoo/nn/detail/products.hpp>
#include <stdexcept>

namespace ganzoo::nn::onednn {

Forward::Forward(Engine::Impl& engine, DenseSizes size, const float* x, const float* weight, const float* bias,
                 Activation activation, float* y)
    : engine_(engine) {
  // oneDNN takes inputs by void* as well; they are only read.
  auto at = [&](const dnnl::memory::desc& desc, const float* data) {
    return dnnl::memory(desc, engine.engine, const_cast<float*>(data));
  };
  const auto x_desc = matrix(size.batch, size.in), w_desc = matrix(size.in, size.out, true),
             b_desc = matrix(1, size.out), y_desc = matrix(size.batch, size.out);
  const auto desc = matmul(engine.engine, x_desc, w_desc, bias ? &b_desc : nullptr, y_desc, attributes(activation));
  implementation_ = desc.impl_info_str();
  primitive_ = dnnl::matmul(desc);
  x_ = at(x_desc, x);
  weight_ = at(w_desc, weight);
  y_ = at(y_desc, y);
  scratch_ = dnnl::memory(desc.scratchpad_desc(), engine.engine, nullptr);
  arguments_ = {{DNNL_ARG_SRC, x_.get()},
                {DNNL_ARG_WEIGHTS, weight_.get()},
                {DNNL_ARG_DST, y_.get()},
                {DNNL_ARG_SCRATCHPAD, scratch_.get()}};
  if (!bias) return;
  bias_ = at(b_desc, bias);
  arguments_.push_back({DNNL_ARG_BIAS, bias_.get()});
}

void Forward::run() {
  const auto status = dnnl_primitive_execute(primitive_.get(), engine_.stream.get(),
                                             static_cast<int>(arguments_.size()), arguments_.data());
  if (status != dnnl_success) throw std::runtime_error("oneDNN's matmul failed");
}

void Gemm::run() {
  const auto op = [](const Factor& f) { return f.transposed ? 'T' : 'N'; };
  const std::int64_t m = a_.op_rows(), n = b_.op_columns(), k = a_.op_columns();
  const auto status = dnnl_sgemm(op(a_), op(b_), m, n, k, 1.f, a_.floats, a_.columns, b_.floats, b_.columns,
                                 accumulate_ ? 1.f : 0.f, c_, n);
  if (status != dnnl_success) throw std::runtime_error("oneDNN's sgemm failed");
}

}  // namespace ganzoo::nn::onednn
