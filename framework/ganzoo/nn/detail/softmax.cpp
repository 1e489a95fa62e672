#include <ganzoo/core/cpu_level.hpp>
#include <ganzoo/nn/detail/softmax.hpp>

namespace ganzoo::nn::softmax {

extern const Loops loops_v2, loops_v3, loops_v4;

const Loops& loops_of(int level) { return of_level(level, loops_v2, loops_v3, loops_v4); }

const Loops& loops() {
  static const Loops& best = loops_of(cpu_level());
  return best;
}

}  // namespace ganzoo::nn::softmax
