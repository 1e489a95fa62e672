// Attention and group norm: against their references in double, an independent program's numbers and their own promises.
#include <cstring>
#include <ganzoo/core/cpu_level.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/nn/detail/attend.hpp>
#include <ganzoo/nn/detail/gain.hpp>
#include <ganzoo/nn/detail/softmax.hpp>

#include "gradcheck.hpp"
#include "pair.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;
using namespace ganzoo::nn::test;

namespace {

constexpr int shapes = 200;

struct Draw {
  Rng rng;
  std::uint64_t next = 0;

  explicit Draw(int trial) : rng(static_cast<std::uint64_t>(trial), Purpose::other, 79) {}
  int between(int low, int high) { return low + static_cast<int>(rng.below(next++, wide(high - low + 1))); }
};

void check_all(const Alone& alone, std::span<const float> x, const json& expected, double tolerance) {
  check(x, expected[0], tolerance);
  for (std::size_t i = 0; i < alone.parameters.entries().size(); ++i) {
    CAPTURE(alone.parameters.entries()[i].name);
    check(alone.parameters.gradient(static_cast<int>(i)), expected[i + 1], tolerance);
  }
}

void clear(std::span<float> x) { std::ranges::fill(x, 0.f); }

/// Value, gradients, and the gradients of S = u·∇ₓ(c·y).
void check_twice(const LayerPtr& layer, const json& reference) {
  Alone alone(layer, Shape{reference.at("shape").get<std::vector<std::int64_t>>()},
              {.batch = reference.at("batch").get<int>()}, 1);
  for (std::size_t i = 0; i < alone.parameters.entries().size(); ++i)
    assign(alone.parameters.value(static_cast<int>(i)), flat(reference.at("parameters")[i]));
  assign(alone.in.value.span(), flat(reference.at("x")));
  assign(alone.out.gradient.span(), flat(reference.at("c")));
  assign(alone.in.tangent.span(), flat(reference.at("u")));
  clear(alone.out.owed.span());

  alone.step->forward();
  check(alone.out.value.span(), reference.at("y"), 1e-6);
  const Numbers c = widened(alone.out.gradient.span());
  alone.step->backward();
  check_all(alone, alone.in.gradient.span(), reference.at("gradients of c.y: x, parameters"), 2e-6);

  alone.step->tangent();
  const Numbers moved = widened(alone.out.tangent.span());
  double s = 0;
  for (std::size_t i = 0; i < c.size(); ++i) s += c[i] * moved[i];
  CHECK(std::abs(s - reference.at("S = u.grad_x(c.y)").get<double>()) <= 1e-5 * std::abs(s));
  clear(alone.parameters.gradients());
  alone.step->tangent_backward();
  check_all(alone, alone.in.owed.span(), reference.at("gradients of S: x, parameters"), 4e-6);
}

const json& independent() {
  static const json all = json::parse(std::ifstream(GANZOO_TESTS_REFERENCE "/attention.json"));
  return all;
}

}  // namespace

TEST_CASE("attention and group norm equal an independent program, differentiated twice", "[unit]") {
  check_twice(attention(16), independent().at("attention"));
  check_twice(group_norm(3, 1e-2), independent().at("group_norm"));
}

TEST_CASE("group norm agrees with its reference, on vectors and on images", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    Draw draw(trial);
    const int batch = draw.between(1, 4), height = draw.between(1, 3), width = draw.between(1, 3),
              groups = draw.between(1, 4), channels = groups * draw.between(2, trial % 8 ? 4 : 17);
    const bool image = trial % 3 != 0;
    CAPTURE(trial, batch, height, width, groups, channels, image);
    Alone fast(group_norm(groups, 1e-2), image ? Shape{height, width, channels} : Shape{channels}, {.batch = batch},
               wide(trial));
    compare(
        fast,
        *reference::layer_norm(wide(image ? height * width * channels : channels), wide(channels), 1e-2, wide(groups)),
        2e-4);
  }
}

TEST_CASE("group norm of one group is layer norm to the bit", "[unit]") {
  const Shape image{3, 4, 6};
  Alone one(group_norm(1), image, {.batch = 5}, 4), layer(layer_norm(), image, {.batch = 5}, 4);
  for (Alone* each : {&one, &layer}) {
    each->step->forward();
    each->step->backward();
    each->step->tangent();
    each->step->tangent_backward();
  }
  const auto equal = [](std::span<const float> a, std::span<const float> b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
  };
  CHECK(equal(one.out.value.span(), layer.out.value.span()));
  CHECK(equal(one.in.gradient.span(), layer.in.gradient.span()));
  CHECK(equal(one.out.tangent.span(), layer.out.tangent.span()));
  CHECK(equal(one.in.owed.span(), layer.in.owed.span()));
  CHECK(equal(one.parameters.gradients(), layer.parameters.gradients()));
}

TEST_CASE("attending agrees with its reference", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    Draw draw(trial);
    const int batch = draw.between(1, 3), height = draw.between(1, 4), width = draw.between(1, trial % 8 ? 4 : 9),
              keys = draw.between(1, 3), channels = draw.between(1, trial % 8 ? 5 : 19);
    CAPTURE(trial, batch, height, width, keys, channels);
    Alone fast(attend(keys), Shape{height, width, 2 * keys + channels}, {.batch = batch}, wide(trial));
    compare(fast, *reference::attend(wide(height * width), wide(keys), wide(channels)), 1e-4);
  }
}

TEST_CASE("a gain agrees with its reference", "[unit]") {
  for (const int batch : {1, 3}) {
    Alone fast(gain(0), Shape{2, 3, 5}, {.batch = batch}, 8);
    compare(fast, *reference::gain(), 2e-5);
  }
}

TEST_CASE("attention begins as the identity, and learns how much of it there is first", "[unit]") {
  Engine engine;
  Network network("critic", attention(8), Shape{4, 4, 8});
  network.parameters().initialise(3);
  auto plan = network.plan(engine, {.batch = 2, .input_gradient = true, .weight_gradient = true});
  Rng(1, Purpose::other).fill_normal(plan->input().flat(), 0, 1);
  Rng(2, Purpose::other).fill_normal(plan->output_gradient().flat(), 0, 1);
  plan->forward();
  CHECK(widened(plan->output().flat()) == widened(plan->input().flat()));
  plan->backward();
  const Parameters& parameters = network.parameters();
  REQUIRE(parameters.find("residual_0/body/gain_0/gamma") >= 0);
  CHECK(parameters.gradient(parameters.find("residual_0/body/gain_0/gamma"))[0] != 0);
  for (const float g : parameters.gradient(parameters.find("residual_0/body/conv2d_0/weight"))) CHECK(g == 0);
}

TEST_CASE("a softmax has equal bits on every processor, and none but a sum of 1", "[unit]") {
  constexpr std::int64_t rows = 7, n = 37;
  const auto drawn = [](std::uint64_t seed, float spread) {
    Buffer numbers(rows * n);
    Rng(seed, Purpose::other).fill_normal(numbers.span(), 0, spread);
    return numbers;
  };
  const auto all_of = [&](int level) {
    Buffer a = drawn(1, 40), t = drawn(2, 1), b = drawn(3, 1), e = drawn(4, 1), x = drawn(5, 1);
    const softmax::Loops& loops = softmax::loops_of(level);
    loops.rows(a.data(), rows, n);
    loops.jacobian(a.data(), x.data(), rows, n);
    loops.tangent_pullback(a.data(), t.data(), b.data(), e.data(), rows, n);
    for (std::int64_t r = 0; r < rows; ++r) {
      double sum = 0;
      for (std::int64_t i = 0; i < n; ++i) sum += static_cast<double>(a.data()[r * n + i]);
      CHECK(std::abs(sum - 1) <= 1e-6);
    }
    std::vector<float> bits;
    for (const Buffer* buffer : {&a, &t, &b, &e, &x})
      bits.insert(bits.end(), buffer->span().begin(), buffer->span().end());
    return bits;
  };
  const std::vector<float> least = all_of(2);
  for (int level = 3; level <= cpu_level(); ++level) CHECK(all_of(level) == least);
}

TEST_CASE("a softmax holds where its exponentials alone would not, and shows what is not finite", "[unit]") {
  float far[]{-1e30f, 3e4f, 3e4f, -3e4f}, broken[]{1, NAN, 2, 3}, endless[]{1, INFINITY, 2, 3};
  softmax::loops().rows(far, 1, 4);
  CHECK(std::vector<float>(far, far + 4) == std::vector<float>{0, 0.5f, 0.5f, 0});
  for (float* row : {broken, endless}) {
    softmax::loops().rows(row, 1, 4);
    CHECK(std::isnan(row[1]));
  }
}

TEST_CASE("attention and group norm refuse what makes no sense", "[unit]") {
  const auto message = [](const auto& action) {
    try {
      action();
    } catch (const Error& e) {
      CHECK(e.code() == Exit::usage);
      return e.complaints().front().message;
    }
    return std::string("no error");
  };
  const auto built = [&](const LayerPtr& layer, const Shape& in) {
    return message([&] { Network("critic", layer, in); });
  };
  CHECK(message([] { group_norm(0); }) == "group_norm.groups is 0, but must be positive");
  CHECK(message([] { group_norm(2, 0); }) == "group_norm.epsilon is 0, but must be positive");
  CHECK(built(sequential({group_norm(4)}), Shape{2, 2, 6}) ==
        "critic.group_norm_0.groups is 4, but must be a divisor of the channels, 6");
  CHECK(built(sequential({group_norm(4)}), Shape{4}) ==
        "critic.group_norm_0.groups is 4, but must be below 4, the numbers of a sample: less its own mean, one is "
        "nothing");
  CHECK(message([] { attention(0); }) == "attention.channels is 0, but must be positive");
  CHECK(built(attention(8), Shape{16}) != "no error");
  CHECK(built(attention(8), Shape{4, 4, 6}).find("residual_0.shortcut is") != std::string::npos);
}
