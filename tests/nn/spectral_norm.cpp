// Spectral normalisation against its reference.
#include "image_scene.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;
using namespace ganzoo::nn::test;
using namespace image_scene;

TEST_CASE("spectral normalisation agrees with its reference, around every layer with a weight", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    Draw draw(trial);
    const int batch = draw.between(1, 4), in = draw.between(1, 12), out = draw.between(1, 12);
    CAPTURE(trial, batch, in, out);
    const auto unit = [](int rows) { return Numbers(wide(rows), 1 / std::sqrt(static_cast<double>(rows))); };
    if (trial % 2 == 0) {
      Alone fast(spectral_norm(dense(out)), Shape{in}, {.batch = batch}, wide(trial));
      compare(fast, *reference::spectral_norm(reference::dense(wide(in), wide(out)), unit(out)), 10 * tolerance);
    } else {
      const bool transposed = trial % 4 == 1;
      const Conv conv{.kernel = 3, .stride = 2, .padding = 1};
      const reference::Window window{
          .height = 4, .width = 3, .in = wide(in), .out = wide(out), .kernel = 3, .stride = 2, .padding = 1};
      Alone fast(spectral_norm(transposed ? conv_transpose2d(out, conv) : conv2d(out, conv)), Shape{4, 3, in},
                 {.batch = batch}, wide(trial));
      compare(fast,
              *reference::spectral_norm(transposed ? reference::conv_transpose2d(window) : reference::conv2d(window),
                                        unit(transposed ? in : out)),
              10 * tolerance);
    }
  }
}

/// The largest singular value of W [rows, columns], by many power iterations in double.
double largest_singular_value(std::span<const float> w, std::size_t rows) {
  const std::size_t columns = w.size() / rows;
  Numbers v(columns, 1), u(rows);
  double norm = 0;
  for (int i = 0; i < 3000; ++i) {
    for (double& x : v) x /= norm > 0 ? norm : std::sqrt(static_cast<double>(columns));
    for (std::size_t r = 0; r < rows; ++r) {
      u[r] = 0;
      for (std::size_t c = 0; c < columns; ++c) u[r] += static_cast<double>(w[r * columns + c]) * v[c];
    }
    std::ranges::fill(v, 0);
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t c = 0; c < columns; ++c) v[c] += static_cast<double>(w[r * columns + c]) * u[r];
    norm = 0;
    for (const double x : v) norm += x * x;
    norm = std::sqrt(norm);
  }
  return std::sqrt(norm);  // |WᵀWv| of a unit v
}

TEST_CASE("spectral normalisation knows a fresh weight's largest singular value at the first pass", "[unit]") {
  Engine engine;
  for (const int seed : {0, 1, 2}) {
    for (const auto& [in, out] : {std::pair{64, 64}, {128, 128}, {300, 40}, {20, 200}}) {
      CAPTURE(seed, in, out);
      Network network("critic", spectral_norm(dense(out, {.law = Init::Law::glorot_normal, .scale = 1}, false)),
                      Shape{in});
      network.parameters().initialise(wide(seed));
      auto plan = network.plan(engine, {.batch = in});
      for (int i = 0; i < in * in; ++i) plan->input().data[i] = i / in == i % in ? 1.f : 0.f;
      plan->forward();  // W̄ᵀ
      const double norm = largest_singular_value(plan->output().flat(), wide(in));
      CAPTURE(norm);
      CHECK(norm >= 1 - 1e-5);
      CHECK(norm <= 1.1);
    }
  }
}

TEST_CASE("the power iteration moves with the network's own updates, and approaches the largest singular value",
          "[unit]") {
  Engine engine;
  Network network("critic", sequential({spectral_norm(conv2d(4, {.kernel = 2})), flatten(), spectral_norm(dense(3))}),
                  Shape{3, 3, 2});
  network.parameters().initialise(1);
  auto judged = network.plan(engine, {.batch = 2, .input_gradient = true});
  auto trained = network.plan(engine, {.batch = 2, .weight_gradient = true});
  const int state = network.parameters().find_statistic("conv2d_0/u");
  REQUIRE(state >= 0);
  const Numbers start = widened(network.parameters().statistic(state));
  judged->forward();
  CHECK(widened(network.parameters().statistic(state)) == start);
  for (int i = 0; i < 200; ++i) trained->forward();
  CHECK(widened(network.parameters().statistic(state)) != start);
  // At u the largest singular vector, |Wᵀu|² is the largest value of uᵀWWᵀu: no other direction has more.
  const auto stretch = [&](const Numbers& u) {
    const auto w = network.parameters().value(0);
    const std::size_t columns = w.size() / u.size();
    double square = 0, length = 0;
    for (std::size_t j = 0; j < columns; ++j) {
      double v = 0;
      for (std::size_t i = 0; i < u.size(); ++i) v += u[i] * static_cast<double>(w[i * columns + j]);
      square += v * v;
    }
    for (const double x : u) length += x * x;
    return square / length;
  };
  const Numbers found = widened(network.parameters().statistic(state));
  for (std::uint64_t trial = 0; trial < 100; ++trial) {
    Numbers other(found.size());
    for (std::size_t i = 0; i < other.size(); ++i) other[i] = found[i] + 0.3 * Rng(trial, Purpose::other).normal(i);
    CHECK(stretch(other) <= stretch(found) * (1 + 1e-5));
  }
}
