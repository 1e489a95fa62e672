/// A game or an integral probability metric from scalar losses on the scores: hinge, least squares, Wasserstein's plain
/// difference, relativistic games.
///
/// What an author writes, each a template over the number (`auto`), each a const member:
///
///     critic_real(v), critic_fake(v)   what the critic ascends, means over the batch (critic_fake optional)
///     generator_fake(v)                what the generator descends
///     generator_real(v)                optional: its part on the real scores
///     reading()                        optional: how a score becomes v, Reading::plain by default
///
///     exact_value(p, q)                the value between known distributions (Divergence::exact_value)
///     require_trainable()              throws where the parameters leave nothing to train with
///     safe_scores()                    Interval of the scores whose terms fit a float; beyond, the slope is held
///
/// and, optional, `static constexpr bool` needs_lipschitz, estimates (the critic's value is an estimate of the
/// divergence in its own units), zero_sum (generator_fake = critic_fake).
#pragma once

#include <ganzoo/core/dual.hpp>
#include <ganzoo/divergence/author.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/exact/exact.hpp>

namespace ganzoo {

/// What a loss sees of real scores x and fake scores y.
enum class Reading : std::uint8_t {
  plain,     ///< x and y
  paired,    ///< xᵢ − yᵢ and yᵢ − xᵢ, pair by pair (Jolicoeur-Martineau, ICLR 2019)
  averaged,  ///< xᵢ − mean y and yᵢ − mean x (ibid.)
};

namespace detail {

/// The scores as a loss reads them, and the way back of its gradients. Throws std::invalid_argument where a paired
/// reading gets batches of different sizes.
struct ReadScores {
  std::vector<float> real, fake;

  GANZOO_API ReadScores(Reading reading, ConstMatrix x, ConstMatrix y);
  /// Adds to each gradient what the other side's reading owes it; both hold slopes with respect to the read scores.
  GANZOO_API static void pull_back(Reading reading, Matrix real_gradient, Matrix fake_gradient);
};

}  // namespace detail

template <class T>
class critic_loss final : public Divergence, public T {
 public:
  static constexpr About about = T::about;
  static constexpr auto parameters = detail::parameters_of<T>();

  void prepare() override {
    if constexpr (detail::GivesPrepare<T>) T::prepare();
  }

  DivergenceTraits traits() const override {
    if constexpr (requires(const T& t) { t.require_trainable(); }) T::require_trainable();
    DivergenceTraits result;
    if constexpr (requires { T::needs_lipschitz; }) result.needs_lipschitz = T::needs_lipschitz;
    if constexpr (requires { T::zero_sum; }) result.zero_sum = T::zero_sum;
    result.estimates = estimates_;
    result.needs_real_scores = has_generator_real || reading_() != Reading::plain;
    return result;
  }

  Objective critic(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) override {
    return played(real, fake, real_gradient, fake_gradient);
  }
  Exact exact_value(const Distribution& p, const Distribution& q) const override {
    if constexpr (detail::GivesExactValue<T>)
      return T::exact_value(p, q);
    else
      return Divergence::exact_value(p, q);
  }
  double estimate(ConstMatrix real, ConstMatrix fake) const override { return played(real, fake, {}, {}).estimate; }

  Objective generator(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) override {
    const auto on_fake = [this](detail::Number v) -> detail::Number { return T::generator_fake(v); };
    if (!traits().needs_real_scores) {
      Objective result;
      result.value = detail::mean_term(on_fake, safe_(), fake, fake_gradient, 1, result.saturated);
      return result;
    }
    const auto on_real = [&](detail::Number v) -> detail::Number {
      if constexpr (has_generator_real)
        return T::generator_real(v);
      else
        return 0.0;
    };
    return both(on_real, on_fake, real, fake, real_gradient, fake_gradient);
  }

 private:
  static constexpr bool has_generator_real = requires(const T& t, detail::Number v) { t.generator_real(v); };

  Interval safe_() const {
    if constexpr (requires(const T& t) { t.safe_scores(); })
      return T::safe_scores();
    else
      return {-1e15, 1e15};
  }

  static constexpr bool estimates_ = [] {
    if constexpr (requires { T::estimates; })
      return T::estimates;
    else
      return false;
  }();

  Objective played(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) const {
    const auto on_real = [this](detail::Number v) -> detail::Number { return T::critic_real(v); };
    const auto on_fake = [&](detail::Number v) -> detail::Number {
      if constexpr (requires { T::critic_fake(v); })
        return T::critic_fake(v);
      else
        return 0.0;
    };
    Objective result = both(on_real, on_fake, real, fake, real_gradient, fake_gradient);
    if (estimates_) result.estimate = result.value;
    return result;
  }

  Reading reading_() const {
    if constexpr (requires(const T& t) { t.reading(); })
      return T::reading();
    else
      return Reading::plain;
  }

  template <class OnReal, class OnFake>
  Objective both(const OnReal& on_real, const OnFake& on_fake, ConstMatrix real, ConstMatrix fake, Matrix real_gradient,
                 Matrix fake_gradient) const {
    Objective result;
    const Reading reading = reading_();
    const auto evaluate = [&](ConstMatrix x, ConstMatrix y) {
      result.value = detail::mean_term(on_real, safe_(), x, real_gradient, 1, result.saturated) +
                     detail::mean_term(on_fake, safe_(), y, fake_gradient, 1, result.saturated);
    };
    if (reading == Reading::plain) {
      evaluate(real, fake);
      return result;
    }
    const detail::ReadScores read(reading, real, fake);
    evaluate({read.real.data(), real.rows, real.columns}, {read.fake.data(), fake.rows, fake.columns});
    if (real_gradient.data) detail::ReadScores::pull_back(reading, real_gradient, fake_gradient);
    return result;
  }
};

}  // namespace ganzoo
