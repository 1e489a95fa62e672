#include <ganzoo/ganzoo.hpp>

namespace {

/// Huber's f: a square about 1, linear beyond u = 2. No log-ratio link; its own reaches all of dom f*.
struct Huber {
  static constexpr ganzoo::About about{.title = "huber", .source = "a test", .bounded = true, .strictly_convex = false};

  auto f(auto u) const { return select(u - 1.0 < 1.0, 0.5 * (u - 1) * (u - 1), (u - 1) - 0.5); }
  auto activation(auto v) const { return 2 * sigmoid(v) - 1; }
  auto conjugate(auto t) const { return select(t < -1.0, 0 * t - 0.5, t + 0.5 * t * t); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Huber>)
