/// oneDNN 2.6 to 3.x behind one set of calls: the only file that includes dnnl.hpp.
#pragma once

#include <ganzoo/nn/activation.hpp>
#include <ganzoo/nn/engine.hpp>
#include <oneapi/dnnl/dnnl.hpp>
namespace ganzoo::nn {

struct Engine::Impl {
  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream{engine};
};

namespace onednn {

/// A row-major float matrix; `transposed`: the memory holds its transpose row-major.
inline dnnl::memory::desc matrix(std::int64_t rows, std::int64_t columns, bool transposed = false) {
  using dnnl::memory;
  return {{rows, columns}, memory::data_type::f32, transposed ? memory::format_tag::ba : memory::format_tag::ab};
}

/// True where primitives are compiled for at least this instruction set.
inline bool has(dnnl::cpu_isa wanted) {
  const int isa = static_cast<int>(dnnl::get_effective_cpu_isa()), bits = static_cast<int>(wanted);
  return (isa & bits) == bits;
}

inline dnnl::memory::dims dims_of(const dnnl::memory::desc& desc) {
#if DNNL_VERSION_MAJOR >= 3
  return desc.get_dims();
#else
  return desc.dims();
#endif
}

/// φ as a post-op on a primitive's result.
inline void append(dnnl::post_ops& ops, Activation activation) {
  using dnnl::algorithm;
  auto add = [&](algorithm kind, float alpha) {
#if DNNL_VERSION_MAJOR >= 3
    ops.append_eltwise(kind, alpha, 0.f);
#else
    ops.append_eltwise(1.f, kind, alpha, 0.f);
#endif
  };
  switch (activation.kind) {
    case Activation::Kind::identity:
      return;
    case Activation::Kind::relu:
      return add(algorithm::eltwise_relu, 0.f);
    case Activation::Kind::leaky_relu:
      return add(algorithm::eltwise_relu, activation.parameter);
    case Activation::Kind::tanh:
      return add(algorithm::eltwise_tanh, 0.f);
    case Activation::Kind::sigmoid:
      return add(algorithm::eltwise_logistic, 0.f);
    case Activation::Kind::softplus:
      return add(algorithm::eltwise_soft_relu, 1.f);
    case Activation::Kind::elu:
      return add(algorithm::eltwise_elu, activation.parameter);
  }
}

/// Attributes with the scratch memory in the caller's hands.
inline dnnl::primitive_attr attributes(Activation activation) {
  dnnl::primitive_attr attr;
  attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  dnnl::post_ops ops;
  append(ops, activation);
  attr.set_post_ops(ops);
  return attr;
}

/// c = a·b + bias, or without where `bias` is null.
inline dnnl::matmul::primitive_desc matmul(const dnnl::engine& engine, const dnnl::memory::desc& a,
                                           const dnnl::memory::desc& b, const dnnl::memory::desc* bias,
                                           const dnnl::memory::desc& c, const dnnl::primitive_attr& attr) {
#if DNNL_VERSION_MAJOR >= 3
  return bias ? dnnl::matmul::primitive_desc(engine, a, b, *bias, c, attr)
              : dnnl::matmul::primitive_desc(engine, a, b, c, attr);
#else
  return bias ? dnnl::matmul::primitive_desc(dnnl::matmul::desc(a, b, *bias, c), attr, engine)
              : dnnl::matmul::primitive_desc(dnnl::matmul::desc(a, b, c), attr, engine);
#endif
}

}  // namespace onednn
}  // namespace ganzoo::nn
