/// A distance between the two batches themselves, with its gradient to the fakes and no critic: MMD, energy, Sinkhorn.
///
/// What an author writes: `double distance(ConstMatrix real, ConstMatrix fake, Matrix fake_gradient, const Rng& rng)`,
/// samples [n, d] and [m, d], the gradient of the value with respect to each fake. It is called once an update with
/// batches of one size: memory kept in members is taken once. `rng` is a stream of this update's own.
#pragma once

#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/f_divergence.hpp>
#include <stdexcept>

namespace ganzoo {

template <class T>
class sample_distance final : public Divergence, public T {
 public:
  static constexpr About about = T::about;
  static constexpr auto parameters = detail::parameters_of<T>();

  void prepare() override {
    if constexpr (detail::GivesPrepare<T>) T::prepare();
  }
  DivergenceTraits traits() const override { return {.needs_critic = false, .estimates = true}; }

  Objective distance(ConstMatrix real, ConstMatrix fake, Matrix fake_gradient, const Rng& rng) override {
    Objective result;
    result.value = result.estimate = T::distance(real, fake, fake_gradient, rng);
    return result;
  }

  Objective critic(ConstMatrix, ConstMatrix, Matrix, Matrix) override { no_critic(); }
  Objective generator(ConstMatrix, ConstMatrix, Matrix, Matrix) override { no_critic(); }

 private:
  [[noreturn]] static void no_critic() { throw std::logic_error("a distance between samples has no critic"); }
};

}  // namespace ganzoo
