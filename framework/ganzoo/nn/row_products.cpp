#include <ganzoo/nn/detail/products.hpp>
#include <ganzoo/nn/row_products.hpp>

namespace ganzoo::nn {

void row_products(ConstMatrix a, ConstMatrix b, Matrix out) {
  if (out.size() == 0) return;
  onednn::Gemm({.transpose_a = 'N',
                .transpose_b = 'T',
                .m = a.rows,
                .n = b.rows,
                .k = a.columns,
                .a = a.data,
                .b = b.data,
                .c = out.data,
                .lda = a.columns,
                .ldb = b.columns,
                .beta = 0})
      .run();
}

void products(ConstMatrix a, ConstMatrix b, Matrix out) {
  if (out.size() == 0) return;
  onednn::Gemm({.transpose_a = 'N',
                .transpose_b = 'N',
                .m = a.rows,
                .n = b.columns,
                .k = a.columns,
                .a = a.data,
                .b = b.data,
                .c = out.data,
                .lda = a.columns,
                .ldb = b.columns,
                .beta = 0})
      .run();
}

}  // namespace ganzoo::nn
