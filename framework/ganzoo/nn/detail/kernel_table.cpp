#include <ganzoo/core/cpu_level.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>

namespace ganzoo::nn::kernels {

#define GANZOO_TABLE(level)                                                                         \
  Table {                                                                                           \
    activation_loops_##level, sum_loops_##level, normalisation_loops_##level, maxout_loops_##level, \
        patch_loops_##level, update_loops_##level, half_loops_##level                               \
  }

const Table& table_of(int level) {
  static const Table v2 = GANZOO_TABLE(v2), v3 = GANZOO_TABLE(v3), v4 = GANZOO_TABLE(v4);
  return of_level(level, v2, v3, v4);
}

const Table& table() {
  static const Table& best = table_of(cpu_level());
  return best;
}

}  // namespace ganzoo::nn::kernels
