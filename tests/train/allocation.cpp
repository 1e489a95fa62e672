#include <ganzoo/divergence/kernel_distance.hpp>
#include <ganzoo/divergence/sinkhorn.hpp>
#include <ganzoo/divergence/sliced.hpp>

#include "support/catch.hpp"
#include "train/fixtures.hpp"

#include <dlfcn.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

std::atomic<long> allocations{0};
std::atomic<bool> counting{false};

/// oneDNN takes a few bytes for the arguments of every primitive it executes; that is not the loop's doing.
bool is_onednn(const void* address) {
  Dl_info info{};
  return dladdr(address, &info) && info.dli_fname && std::strstr(info.dli_fname, "libdnnl");
}

[[gnu::always_inline]] inline void* counted(std::size_t size, std::size_t alignment) {
  if (counting && !is_onednn(__builtin_return_address(0))) ++allocations;
  void* p = alignment <= alignof(std::max_align_t) ? std::malloc(size)
                                                   : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (!p) throw std::bad_alloc();
  return p;
}

}  // namespace

// GCC takes the inlined malloc and free for a mismatch; they are a pair.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

void* operator new(std::size_t size) { return counted(size, 1); }
void* operator new[](std::size_t size) { return counted(size, 1); }
void* operator new(std::size_t size, std::align_val_t a) { return counted(size, static_cast<std::size_t>(a)); }
void* operator new[](std::size_t size, std::align_val_t a) { return counted(size, static_cast<std::size_t>(a)); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

using namespace fixtures;

namespace {

template <class F>
long allocations_of(const F& f) {
  allocations = 0;
  counting = true;
  f();
  counting = false;
  return allocations;
}

/// E‖∇ₓD‖² at the real samples, by the scores' own pass or by another.
struct Slope : Regularizer {
  explicit Slope(Look l) : look_(l) {}
  bool penalises_inputs() const override { return true; }
  Look look() const override { return look_; }
  double input_penalty(CriticProbe& probe, const Moment&, const Rng&) override {
    if (look_ == Look::points) std::ranges::copy(probe.real().flat(), probe.points().data);
    const ConstMatrix gradient = probe.gradient();
    std::ranges::copy(gradient.flat(), probe.direction().data);
    probe.descend();
    return nn::sum_squares(gradient.flat());
  }
  Look look_;
};

}  // namespace

TEST_CASE("the counter of allocations counts those of the library", "[unit]") {
  const Setting setting;
  CHECK(allocations_of([&] { setting.trainer(); }) > 100);
}

TEST_CASE("nothing is allocated in the loop once each order has been planned", "[unit]") {
  Setting setting;
  setting.options.ema = 0.9;
  setting.data = [] { return std::make_unique<Numbers>(7); };
  setting.generator = nn::sequential({nn::dense(8), nn::relu(), nn::dense(1)});
  for (const auto& divergence : {minimax, non_saturating})
    for (const Turn& turn : {critic_first(2), generator_first(), simultaneous()}) {
      setting.divergence = divergence;
      setting.turn = turn;
      const auto trainer = setting.trainer();
      trainer->step();
      CHECK(allocations_of([&] {
              for (int i = 0; i < 50; ++i) trainer->step();
            }) == 0);
    }
}

TEST_CASE("nothing is allocated by penalties on the critic's slope", "[unit]") {
  Setting setting;
  setting.critic = nn::sequential({nn::dense(8), nn::leaky_relu(0.2), nn::dense(1)});
  setting.critic_rate = setting.generator_rate = 1e-3;
  setting.regularizers = [] {
    std::vector<std::unique_ptr<Regularizer>> all;
    for (const Look look : {Look::real, Look::fake, Look::points}) all.push_back(std::make_unique<Slope>(look));
    return all;
  };
  for (const Turn& turn : {critic_first(2), simultaneous()}) {
    setting.turn = turn;
    const auto trainer = setting.trainer();
    trainer->step();
    CHECK(allocations_of([&] {
            for (int i = 0; i < 50; ++i) trainer->step();
          }) == 0);
  }
}

TEST_CASE("distances between samples allocate nothing after their first batch", "[unit]") {
  for (const std::int64_t d : {2, 40}) {
    const OwnedMatrix real(64, d), fake(64, d), gradient(64, d), directions(16, d);
    const Rng rng(1, Purpose::other);
    rng.child(0).fill_normal(real.view().flat(), 0, 1);
    rng.child(1).fill_normal(fake.view().flat(), 1, 1);
    const Radial radial = Radial::gaussian({0.5, 1, 2});
    KernelDistance kernel;
    Sinkhorn sinkhorn;
    SlicedWasserstein sliced;
    const auto all = [&] {
      kernel(radial, Statistic::v, real, fake, gradient);
      sinkhorn({.epsilon = 0.5, .power = 2, .iterations = 20, .tolerance = 1e-3}, real, fake, gradient);
      random_directions(rng, directions);
      sliced(2, directions, real, fake, gradient);
    };
    all();
    CHECK(allocations_of([&] { all(), all(); }) == 0);
  }
}
