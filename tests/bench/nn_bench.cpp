// Times the engine alone: forward and backward of mlp2d's networks, in GFLOP/s beside the machine's own GEMM peak.
// Not a test: `ninja nn_bench && tests/bench/nn_bench`.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/kernels.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/network.hpp>
#include <vector>

using namespace ganzoo;
using namespace ganzoo::nn;

namespace {

/// Median seconds of one call, over blocks of about 10 ms.
double seconds_of(const std::function<void()>& call) {
  using Clock = std::chrono::steady_clock;
  auto timed = [&](int calls) {
    const auto start = Clock::now();
    for (int i = 0; i < calls; ++i) call();
    return std::chrono::duration<double>(Clock::now() - start).count() / calls;
  };
  const int calls = std::max(1, static_cast<int>(0.01 / timed(3)));
  std::vector<double> times;
  for (int i = 0; i < 21; ++i) times.push_back(timed(calls));
  std::nth_element(times.begin(), times.begin() + 10, times.end());
  return times[10];
}

void report(const char* what, double flop, double seconds, double peak) {
  std::printf("%-36s %9.1f us %8.1f GFLOP/s %6.1f %%\n", what, seconds * 1e6, flop / seconds * 1e-9,
              100 * flop / seconds / peak);
}

/// Multiplications and additions of one pass through a network's products.
double flop_of(const Network& network, int batch) {
  double sum = 0;
  for (const auto& e : network.parameters().entries()) {
    if (e.dims.size() == 2) sum += 2.0 * batch * static_cast<double>(e.size);
  }
  return sum;
}

}  // namespace

int main() {
  Engine engine;
  Network square("peak", dense(1024, {.law = Init::Law::normal, .scale = 0.03}, false), Shape{1024});
  square.parameters().initialise(1);
  auto product = square.plan(engine, {.batch = 1024});
  Rng(1, Purpose::other).fill_normal(product->input().flat(), 0, 1);
  const double cube = 2.0 * 1024 * 1024 * 1024, peak = cube / seconds_of([&] { product->forward(); });
  report("GEMM 1024", cube, cube / peak, peak);

  const auto stack = [](LayerPtr f, int out) {
    return sequential({dense(128), f, dense(128), f, dense(128), f, dense(out)});
  };
  const int n = 256;
  Network generator("generator", stack(relu(), 2), Shape{2}), critic("critic", stack(leaky_relu(0.2), 1), Shape{2});
  generator.parameters().initialise(1);
  critic.parameters().initialise(1);
  auto make = generator.plan(engine, {.batch = n, .weight_gradient = true});
  auto learn = critic.plan(engine, {.batch = 2 * n, .weight_gradient = true});
  auto judge = critic.plan(engine, {.batch = n, .input_gradient = true});
  auto probe = critic.plan(engine, {.batch = n, .input_gradient = true, .tangent = true});
  for (Plan* plan : {make.get(), learn.get(), judge.get(), probe.get()}) {
    Rng(3, Purpose::other).fill_normal(plan->input().flat(), 0, 1);
  }
  for (float& u : probe->input_tangent().flat()) u = 0.1f;
  auto run = [&](const char* what, Plan& plan, double forward, double backward) {
    report((std::string(what) + " forward").c_str(), forward, seconds_of([&] { plan.forward(); }), peak);
    auto back = [&] {
      std::fill_n(plan.output_gradient().data, plan.output_gradient().size(), 1e-3f);
      plan.backward();
    };
    report((std::string(what) + " backward").c_str(), backward, seconds_of(back), peak);
  };
  const double g = flop_of(generator, n), d = flop_of(critic, n), first = 2.0 * n * 2 * 128;
  run("generator, weights", *make, g, 2 * g - first);
  run("critic, 2n rows, weights", *learn, 2 * d, 4 * d - 2 * first);
  run("critic, n rows, inputs", *judge, d, d);
  report("critic, n rows, tangent and reverse", 2 * d, seconds_of([&] {
           probe->tangent();
           probe->tangent_backward();
         }),
         peak);

  std::vector<float> first_moment(critic.parameters().values().size()), second_moment(first_moment.size());
  auto adam = [&] {
    adam_update(
        critic.parameters().values(), critic.parameters().gradients(), first_moment, second_moment,
        {.rate = 0, .beta1 = 0.5, .beta2 = 0.999, .epsilon = 1e-8, .beta1_product = 0.5, .beta2_product = 0.999});
  };
  report("Adam, critic", 0, seconds_of(adam), peak);
  const double flop = g + 2 * g - first + g + 2 * d + 4 * d - 2 * first + 2 * d;
  const double whole = seconds_of([&] {
    make->forward();
    learn->forward();
    learn->backward();
    adam();
    make->forward();
    judge->forward();
    judge->backward();
    make->backward();
    adam();
  });
  report("mlp2d iteration, products and Adam", flop, whole, peak);
  std::printf("%.0f iterations a second\n", 1 / whole);
}
