// Every layer in float against its double reference, on many random shapes.
#include "pair.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;
using namespace ganzoo::nn::test;

namespace {

constexpr int shapes = 60;
constexpr double tolerance = 2e-5;

/// Random sizes of trial number `trial`: small ones often, now and then beyond a vector or two.
struct Sizes {
  int batch, in, out, pieces;

  explicit Sizes(int trial) {
    const Rng rng(static_cast<std::uint64_t>(trial), Purpose::other, 77);
    auto draw = [&](std::uint64_t i, int small, int large) {
      return 1 + static_cast<int>(rng.below(i, static_cast<std::uint64_t>(trial % 4 ? small : large)));
    };
    batch = draw(0, 9, 70);
    in = draw(1, 20, 150);
    out = draw(2, 20, 150);
    pieces = 1 + static_cast<int>(rng.below(3, 4));
  }
};

const std::vector<Activation> activations{{Activation::Kind::identity, 0},      {Activation::Kind::relu, 0},
                                          {Activation::Kind::leaky_relu, 0.2f}, {Activation::Kind::tanh, 0},
                                          {Activation::Kind::sigmoid, 0},       {Activation::Kind::softplus, 0},
                                          {Activation::Kind::elu, 1.3f}};

LayerPtr layer_of(Activation a) {
  if (a.kind == Activation::Kind::elu) return elu(static_cast<double>(a.parameter));
  return activation(name_of(a.kind), static_cast<double>(a.parameter));
}

}  // namespace

TEST_CASE("dense with any activation fused agrees with its reference", "[unit]") {
  for (const Activation a : activations) {
    for (int trial = 0; trial < shapes; ++trial) {
      const Sizes s(trial);
      CAPTURE(name_of(a.kind), s.batch, s.in, s.out);
      const bool bias = trial % 5 != 0;
      const LayerPtr layer = sequential({dense(s.out, {.law = Init::Law::normal, .scale = 1}, bias), layer_of(a)});
      Alone fast(layer, Shape{s.in}, {.batch = s.batch}, wide(trial));
      // Sums of up to 150 terms reach far into the tails, where tanh and sigmoid amplify nothing but relu kinks flip:
      // scale the weights so that pre-activations are of order one.
      for (float& w : fast.parameters.value(0)) w *= 1.f / std::sqrt(static_cast<float>(s.in));
      compare(fast, *chain(reference::dense(wide(s.in), wide(s.out), bias), reference::activation(a)), tolerance);
    }
  }
}

TEST_CASE("dense of rows of 2 KiB agrees with its reference", "[unit]") {
  const int out = GENERATE(512, 6);
  const LayerPtr layer = sequential({dense(out, {.law = Init::Law::normal, .scale = 0.04})});
  Alone fast(layer, Shape{512}, {.batch = 70}, 3);
  compare(fast, *reference::dense(512, wide(out)), tolerance);
}

TEST_CASE("an activation that stands alone agrees with its reference", "[unit]") {
  for (const Activation a : activations) {
    if (a.is_identity()) continue;
    for (int trial = 0; trial < shapes; ++trial) {
      const Sizes s(trial);
      CAPTURE(name_of(a.kind), s.batch, s.in);
      Alone fast(layer_of(a), Shape{s.in}, {.batch = s.batch}, wide(trial));
      compare(fast, *reference::activation(a), tolerance);
    }
  }
}

TEST_CASE("maxout agrees with its reference", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    const Sizes s(trial);
    CAPTURE(s.batch, s.in, s.out, s.pieces);
    Alone fast(maxout(s.out, s.pieces), Shape{s.in}, {.batch = s.batch}, wide(trial));
    compare(fast, *reference::maxout(wide(s.in), wide(s.out), wide(s.pieces)), tolerance);
  }
}

TEST_CASE("scale_shift agrees with its reference", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    const Sizes s(trial);
    CAPTURE(s.batch, s.in);
    Alone fast(scale_shift(2, -1), Shape{s.in}, {.batch = s.batch}, wide(trial));
    compare(fast, *reference::scale_shift(wide(s.in)), tolerance);
  }
}

TEST_CASE("dropout agrees with its reference, drops at its rate, and keeps the mean", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    const Sizes s(trial);
    CAPTURE(s.batch, s.in);
    Alone fast(dropout(0.3), Shape{s.in}, {.batch = s.batch}, wide(trial));
    fast.step->randomize(Rng(wide(trial), Purpose::critic_layers, 5));
    const Numbers before = widened(fast.in.value.span());
    std::fill_n(fast.in.value.data(), fast.in.size, 1.f);
    fast.step->forward();
    const Numbers mask = widened(fast.out.value.span());
    for (const double m : mask) CHECK((m == 0 || std::abs(m - 1 / 0.7) <= 1e-6));
    std::copy(before.begin(), before.end(), fast.in.value.data());
    compare(fast, *reference::mask(mask), tolerance);
  }
  Alone many(dropout(0.3), Shape{1000}, {.batch = 100}, 1);
  many.step->randomize(Rng(3, Purpose::critic_layers, 5));
  std::fill_n(many.in.value.data(), many.in.size, 1.f);
  many.step->forward();
  double mean = 0;
  for (const float m : many.out.value.span()) mean += static_cast<double>(m) / 1e5;
  CHECK(std::abs(mean - 1) <= 5 * std::sqrt(0.3 / 0.7 / 1e5));  // five standard errors
}

TEST_CASE("a row's dropout mask is its own, in whatever part of the batch it is computed", "[unit]") {
  constexpr int rows = 9, columns = 7;  // an odd number: parts begin at any place of a random block
  const auto mask = [&](int first, int count) {
    Alone part(dropout(0.4), Shape{columns}, {.batch = count, .first_row = first}, 1);
    part.step->randomize(Rng(3, Purpose::critic_layers, 5));
    std::fill_n(part.in.value.data(), part.in.size, 1.f);
    part.step->forward();
    return widened(part.out.value.span());
  };
  const Numbers whole = mask(0, rows);
  for (int first = 0; first < rows; ++first) {
    for (int count = 1; first + count <= rows; ++count) {
      CAPTURE(first, count);
      const auto from = whole.begin() + first * columns;
      CHECK(mask(first, count) == Numbers(from, from + count * columns));
    }
  }
}

TEST_CASE("dropout is the identity outside of training", "[unit]") {
  Alone fast(dropout(0.5), Shape{7}, {.batch = 3, .training = false}, 1);
  fast.step->randomize(Rng(3, Purpose::critic_layers, 5));
  compare(fast, *reference::mask(Numbers(21, 1.0)), 0);
}

TEST_CASE("batch norm agrees with its reference, on vectors and on images", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    const Sizes s(trial);
    const bool image = trial % 3 == 0;
    const int features = 1 + s.in % 12, batch = std::max(3, s.batch % 20);
    CAPTURE(batch, features, image);
    const Shape shape = image ? Shape{2, 3, features} : Shape{features};
    Alone fast(batch_norm(0.1, 1e-3), shape, {.batch = batch}, wide(trial));
    compare(fast, *reference::batch_norm(wide(features), 1e-3), 10 * tolerance);
  }
}

TEST_CASE("batch norm outside of training uses its running statistics", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    const Sizes s(trial);
    Alone fast(batch_norm(0.1, 1e-3), Shape{s.in}, {.batch = s.batch, .training = false}, wide(trial));
    for (int i = 0; i < 2; ++i) {
      for (float& v : fast.parameters.statistic(i)) v = 0.5f + 0.1f * static_cast<float>(i);
    }
    const Numbers mean = widened(fast.parameters.statistic(0)), variance = widened(fast.parameters.statistic(1));
    compare(fast, *reference::batch_norm(wide(s.in), 1e-3, mean, variance), tolerance);
    CHECK(widened(fast.parameters.statistic(0)) == mean);
  }
}

TEST_CASE("batch norm's running statistics move only where asked, toward the unbiased moments", "[unit]") {
  for (const bool moves : {false, true}) {
    Alone fast(batch_norm(0.25, 1e-5), Shape{1}, {.batch = 4, .update_statistics = moves}, 1);
    const std::vector<float> x{1, 2, 3, 6};  // mean 3, unbiased variance 14/3
    std::copy(x.begin(), x.end(), fast.in.value.data());
    fast.step->forward();
    CHECK(std::abs(fast.parameters.statistic(0)[0] - (moves ? 0.75f : 0.f)) <= 1e-6f);
    CHECK(std::abs(fast.parameters.statistic(1)[0] - (moves ? 0.75f + 0.25f * 14 / 3 : 1.f)) <= 1e-6f);
  }
}

TEST_CASE("running statistics move with the weights by default", "[unit]") {
  CHECK(Use{.weight_gradient = true}.update_statistics);
  CHECK_FALSE(Use{.input_gradient = true}.update_statistics);
  CHECK_FALSE(Use{.training = false, .weight_gradient = true}.update_statistics);
}

TEST_CASE("deep networks of every layer agree with their reference", "[unit]") {
  const Activation smooth{Activation::Kind::tanh, 0}, soft{Activation::Kind::softplus, 0},
      leaky{Activation::Kind::leaky_relu, 0.2f};
  for (int trial = 0; trial < shapes; ++trial) {
    const Sizes s(trial);
    const int batch = std::max(3, s.batch % 20), in = 2 * (1 + s.in % 10), out = 1 + s.out % 30;
    CAPTURE(batch, in, out);
    const LayerPtr layer =
        sequential({flatten(), dense(out), tanh(), softplus(), maxout(out, 2), batch_norm(0.1, 1e-2), leaky_relu(0.2),
                    reshape(Shape{1, out}), flatten(), scale_shift(1, 0), sequential({dense(3), nullptr}), flatten()});
    Alone fast(layer, Shape{2, in / 2}, {.batch = batch}, wide(trial));
    const auto n = wide(out);
    compare(fast,
            *chain(reference::dense(wide(in), n), reference::activation(smooth), reference::activation(soft),
                   reference::maxout(n, n, 2), reference::batch_norm(n, 1e-2), reference::activation(leaky),
                   reference::scale_shift(n), reference::dense(n, 3)),
            100 * tolerance);
  }
}

TEST_CASE("backward_input leaves the weight gradients alone and yields the same input gradient", "[unit]") {
  const LayerPtr layer =
      sequential({dense(5), tanh(), maxout(4, 2), batch_norm(), scale_shift(1, 0), dropout(0.1), dense(2), sigmoid()});
  Alone a(layer, Shape{3}, {.batch = 6}, 4), b(layer, Shape{3}, {.batch = 6}, 4);
  a.step->forward();
  b.step->forward();
  a.step->backward();
  b.step->backward_input();
  CHECK(widened(a.in.gradient.span()) == widened(b.in.gradient.span()));
  for (const float g : b.parameters.gradients()) CHECK(g == 0);
}

TEST_CASE("accumulated weight gradients are added to what is there", "[unit]") {
  const LayerPtr layer = sequential({dense(5), tanh(), maxout(4, 2), batch_norm(), scale_shift(1, 0), dense(2)});
  Alone once(layer, Shape{3}, {.batch = 6}, 4), added(layer, Shape{3}, {.batch = 6, .accumulate = true}, 4);
  for (const auto& entry : added.parameters.entries()) {
    for (float& g : added.parameters.gradient(added.parameters.find(entry.name))) g = 1;
  }
  for (Alone* a : {&once, &added}) {
    a->step->forward();
    a->step->backward();
  }
  for (const auto& entry : once.parameters.entries()) {
    const auto g = once.parameters.gradient(once.parameters.find(entry.name)),
               h = added.parameters.gradient(added.parameters.find(entry.name));
    for (std::size_t i = 0; i < g.size(); ++i) CHECK(std::abs(h[i] - (g[i] + 1)) <= 1e-5f * (1 + std::abs(g[i])));
  }
}
