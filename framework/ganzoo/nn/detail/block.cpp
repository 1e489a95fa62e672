#include <ganzoo/nn/detail/block.hpp>
#include <ganzoo/nn/detail/onednn.hpp>
#include <stdexcept>

namespace ganzoo::nn {

void multiply(const ConstBlock& a, const ConstBlock& b, const Block& c, bool accumulate) {
  const auto op = [](const ConstBlock& block) { return block.transposed ? 'T' : 'N'; };
  const auto status = dnnl_sgemm(op(a), op(b), c.rows, c.columns, a.op_columns(), 1.f, a.at, a.stride, b.at, b.stride,
                                 accumulate ? 1.f : 0.f, c.at, c.stride);
  if (status != dnnl_success) throw std::runtime_error("oneDNN's sgemm failed");
}

}  // namespace ganzoo::nn
