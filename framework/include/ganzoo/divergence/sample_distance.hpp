/// A distance between the two batches themselves, with its gradient to the fakes and no critic: MMD, energy, Sinkhorn.
///
/// What an author writes: `double distance(ConstMatrix real, ConstMatrix fake, Matrix fake_gradient, const Rng& rng)`,
/// samples [n, d] and [m, d], the gradient of the value with respect to each fake. It is called once an update with
/// batches of one size: memory kept in members is taken once. `rng` is a stream of this update's own. It is not called
/// for samples so far apart that a squared distance overflows a float (1.8e19), or that are not finite: NaN is the answer.
/// Optional: exact_value(p, q), the value between known distributions (Divergence::exact_value).
#pragma once

#include <algorithm>
#include <ganzoo/divergence/author.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/pairs.hpp>
#include <limits>
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
    if (have_squared_distances(real, fake)) {
      result.value = result.estimate = T::distance(real, fake, fake_gradient, rng);
    } else {
      result.value = std::numeric_limits<double>::quiet_NaN();
      std::fill_n(fake_gradient.data, fake_gradient.size(), std::numeric_limits<float>::quiet_NaN());
    }
    return result;
  }

  Exact exact_value(const Distribution& p, const Distribution& q) const override {
    if constexpr (detail::GivesExactValue<T>)
      return T::exact_value(p, q);
    else
      return Divergence::exact_value(p, q);
  }

  Objective critic(ConstMatrix, ConstMatrix, Matrix, Matrix) override { no_critic(); }
  Objective generator(ConstMatrix, ConstMatrix, Matrix, Matrix) override { no_critic(); }

 private:
  [[noreturn]] static void no_critic() { throw std::logic_error("a distance between samples has no critic"); }
};

}  // namespace ganzoo
