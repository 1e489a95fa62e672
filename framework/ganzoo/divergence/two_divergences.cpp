#include <ganzoo/divergence/two_divergences.hpp>

#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/f_math.hpp>

namespace ganzoo {
namespace {

class TwoDivergences final : public Divergence {
 public:
  TwoDivergences(std::unique_ptr<Divergence> critic, std::unique_ptr<Divergence> generator)
      : critic_(std::move(critic)), generator_(std::move(generator)) {}

  DivergenceTraits traits() const override {
    DivergenceTraits traits = critic_->traits();
    traits.zero_sum = false;
    return traits;
  }

  Objective critic(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) override {
    return critic_->critic(real, fake, real_gradient, fake_gradient);
  }
  Objective generator(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) override {
    return generator_->generator(real, fake, real_gradient, fake_gradient);
  }

  double estimate(ConstMatrix real, ConstMatrix fake) const override { return critic_->estimate(real, fake); }
  void after_critic_update(const Objective& objective) override { critic_->after_critic_update(objective); }
  Exact exact_value(const Distribution& p, const Distribution& q) const override { return critic_->exact_value(p, q); }
  const FDivergence* mathematics() const override { return critic_->mathematics(); }
  void state(Archive& archive) override { critic_->state(archive); }

 private:
  std::unique_ptr<Divergence> critic_, generator_;
};

void require_log_ratio(const Divergence& divergence, const char* whose) {
  const FDivergence* f = divergence.mathematics();
  if (f && f->link() == Link::log_ratio) return;
  throw Error(Exit::usage, std::string("two divergences in one game: the ") + whose +
                               "'s reads no log p/q, but must be an f-divergence with link = \"log_ratio\"");
}

}  // namespace

std::unique_ptr<Divergence> two_divergences(std::unique_ptr<Divergence> critic, std::unique_ptr<Divergence> generator) {
  require_log_ratio(*critic, "critic");
  require_log_ratio(*generator, "generator");
  return std::make_unique<TwoDivergences>(std::move(critic), std::move(generator));
}

}  // namespace ganzoo
