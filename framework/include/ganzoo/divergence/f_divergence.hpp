/// An f-divergence from its formula: the adaptor that turns `struct Kl { auto f(auto u) const { return xlogx(u); } };`
/// into a component.
///
/// What an author writes, all but `f` optional, each a template over the number (`auto`), each a const member:
///
///     f(u)                        convex, f(1) = 0
///     activation(v)               the published link: g(v), from R into dom f*, increasing
///     conjugate(t)                f*(t) inside its domain
///     conjugate_of_activation(v)  f*(g(v)), where composing the two would cancel
///     log_ratio(v)                f′(eᵛ), without the cancellation that deriving it from f may have
///     conjugate_of_log_ratio(v)   f*(f′(eᵛ)) = eᵛ f′(eᵛ) − f(eᵛ), likewise
///     excess(u)                   f(u) − f(1) − f′(1)(u − 1), what exact values are computed from, where it cancels
///     between_normals(p, q)       D of two Gaussians in closed form, as power_between_normals() gives it
///     f_at_0(), f_prime_at_infinity(), domain()     plain numbers, where the limits found by themselves are wrong
///
/// Everything else is derived: f′ and f″ by nested duals, f* as a numeric supremum (for eval and check only), the
/// log-ratio link from f on the range where its rounding noise is certified below 10⁻⁵.
#pragma once

#include <ganzoo/divergence/author.hpp>
#include <ganzoo/divergence/derived_mathematics.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/forms.hpp>
#include <ganzoo/divergence/shifted_bound.hpp>
#include <string>
#include <tuple>

namespace ganzoo {

template <class T>
class f_divergence final : public Divergence, public detail::DerivedMathematics<T> {
  std::string link_name_{name_of(default_link())};
  std::string generator_loss_ = "saturating";

 public:
  static constexpr About about = T::about;
  static constexpr auto parameters = std::tuple_cat(
      detail::parameters_of<T>(),
      std::tuple{detail::of_the_kind(choice("link", &f_divergence::link_name_,
                                            "how a score becomes T: the published activation; T = f′(p/q) with the "
                                            "score read as log p/q; or shifted, T = v − ν with the best ν for each "
                                            "batch, of a critic that is Lipschitz: the (f, Γ)-divergence of Birrell et "
                                            "al., JMLR 2022",
                                            "published", "log_ratio", "shifted")),
                 detail::of_the_kind(choice("generator_loss", &f_divergence::generator_loss_,
                                            "saturating: −E_Q f*(g(v)), the critic's own objective; non_saturating: "
                                            "−E_Q g(v)",
                                            "saturating", "non_saturating"))});

  void prepare() override {
    if constexpr (detail::GivesPrepare<T>) T::prepare();
    shifted_ = link_name_ == "shifted";
    link_ = shifted_ ? default_link() : parse_link(link_name_);
    if (!this->has(link_)) detail::refuse_link(about.title, link_);
    if (shifted_) detail::require_shiftable(about.title, *this, about.strictly_convex);
    this->find_tangent();
    if (shifted_) this->keep_domain();
    saturating_ = generator_loss_ == "saturating";
    safe_ = this->safe_scores(link_);
  }

  DivergenceTraits traits() const override {
    return {.needs_lipschitz = shifted_, .zero_sum = saturating_, .has_non_saturating = true, .estimates = true};
  }

  Objective critic(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) override {
    return bound(real, fake, real_gradient, fake_gradient);
  }
  double estimate(ConstMatrix real, ConstMatrix fake) const override { return bound(real, fake, {}, {}).value; }

  Objective generator(ConstMatrix, ConstMatrix fake, Matrix, Matrix fake_gradient) override {
    Objective result;
    if (shifted_) {
      result.value = saturating_ ? -detail::shifted_conjugate(*this, fake, fake_gradient)
                                 : -detail::mean_score(fake, -1, fake_gradient);
      return result;
    }
    this->with_link(link_, [&](const auto& activation, const auto& fused) {
      result.value = saturating_
                         ? -detail::mean_term(fused, safe_.fused, fake, fake_gradient, -1, result.saturated)
                         : -detail::mean_term(activation, safe_.activation, fake, fake_gradient, -1, result.saturated);
    });
    return result;
  }

  const FDivergence* mathematics() const override { return this; }
  Link link() const override { return link_; }
  bool shifted() const override { return shifted_; }

 private:
  static constexpr Link default_link() { return detail::GivesActivation<T> ? Link::published : Link::log_ratio; }

  /// E_P T − E_Q f*(T).
  Objective bound(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) const {
    Objective result;
    if (shifted_) {
      result.value = result.estimate =
          detail::mean_score(real, 1, real_gradient) - detail::shifted_conjugate(*this, fake, fake_gradient);
      return result;
    }
    this->with_link(link_, [&](const auto& activation, const auto& fused) {
      result.value = detail::mean_term(activation, safe_.activation, real, real_gradient, 1, result.saturated) -
                     detail::mean_term(fused, safe_.fused, fake, fake_gradient, -1, result.saturated);
    });
    result.estimate = result.value;
    return result;
  }

  Link link_ = default_link();
  bool saturating_ = true, shifted_ = false;
  SafeScores safe_;
};

}  // namespace ganzoo
