#include <ganzoo/nn/detail/products.hpp>
#include <ganzoo/nn/row_products.hpp>

namespace ganzoo::nn {
namespace {

void product(const Factor& a, const Factor& b, Matrix out) {
  if (out.size() > 0) onednn::Gemm(a, b, out.data, false).run();
}

}  // namespace

void row_products(ConstMatrix a, ConstMatrix b, Matrix out) {
  product({a.data, a.rows, a.columns}, {b.data, b.rows, b.columns, true}, out);
}

void products(ConstMatrix a, ConstMatrix b, Matrix out) {
  product({a.data, a.rows, a.columns}, {b.data, b.rows, b.columns}, out);
}

}  // namespace ganzoo::nn
