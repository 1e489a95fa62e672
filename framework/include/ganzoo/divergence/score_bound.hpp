/// A variational bound that bends whole means of the scores, not each score: Donsker–Varadhan, Rényi.
///
/// What an author writes, each a const member that returns the term and writes its slope with respect to each score
/// (nothing where the gradient's data is null):
///
///     double real_term(ConstMatrix scores, Matrix gradient)
///     double fake_term(ConstMatrix scores, Matrix gradient)
///
/// and, optional, exact_value(p, q), the value between known distributions (Divergence::exact_value).
///
/// The critic ascends their sum, the bound; the generator descends fake_term.
#pragma once

#include <ganzoo/divergence/author.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/exact/exact.hpp>

namespace ganzoo {

/// factor · (1/a) log mean e^{a v}, for a = 0 its limit factor · mean v, in double and without overflow; the gradient
/// receives its slopes, factor times the weights softmax(a v).
GANZOO_API double exponential_mean(ConstMatrix scores, double a, double factor, Matrix gradient);

template <class T>
class score_bound final : public Divergence, public T {
 public:
  static constexpr About about = T::about;
  static constexpr auto parameters = detail::parameters_of<T>();

  void prepare() override {
    if constexpr (detail::GivesPrepare<T>) T::prepare();
  }
  DivergenceTraits traits() const override { return {.zero_sum = true, .estimates = true}; }

  Objective critic(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) override {
    Objective result;
    result.value = result.estimate = T::real_term(real, real_gradient) + T::fake_term(fake, fake_gradient);
    return result;
  }
  Objective generator(ConstMatrix, ConstMatrix fake, Matrix, Matrix fake_gradient) override {
    Objective result;
    result.value = T::fake_term(fake, fake_gradient);
    return result;
  }
  Exact exact_value(const Distribution& p, const Distribution& q) const override {
    if constexpr (detail::GivesExactValue<T>)
      return T::exact_value(p, q);
    else
      return Divergence::exact_value(p, q);
  }
  double estimate(ConstMatrix real, ConstMatrix fake) const override {
    return T::real_term(real, {}) + T::fake_term(fake, {});
  }
};

}  // namespace ganzoo
