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
  scratch_ = dnnl::memory(desc.scratchpad_desc(), engine.engine, nullptr);
  arguments_ = {{DNNL_ARG_SRC, at(x_desc, x)},
                {DNNL_ARG_WEIGHTS, at(w_desc, weight)},
                {DNNL_ARG_DST, at(y_desc, y)},
                {DNNL_ARG_SCRATCHPAD, scratch_}};
  if (bias) arguments_.insert({DNNL_ARG_BIAS, at(b_desc, bias)});
}

void Gemm::run() {
  const auto status = dnnl_sgemm(o_.transpose_a, o_.transpose_b, o_.m, o_.n, o_.k, 1.f, o_.a, o_.lda, o_.b, o_.ldb,
                                 o_.beta, o_.c, o_.n);
  if (status != dnnl_success) throw std::runtime_error("oneDNN's sgemm failed");
}

}  // namespace ganzoo::nn::onednn
