#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/kernels.hpp>

namespace {

/// Steps from running means of each gradient and of its square, both corrected for their start at zero.
struct Adam : ganzoo::Optimizer {
  static constexpr ganzoo::About about{
      .title = "Adam",
      .source = "Kingma & Ba, ICLR 2015, Algorithm 1",
      .summary = "w ← w ∓ rate·m̂/(√v̂ + epsilon). For GANs, beta1 = 0.5 or 0 is common: less momentum, less cycling."};

  ganzoo::Ramp learning_rate = 2e-4;
  ganzoo::Ramp beta1 = 0.9;
  ganzoo::Ramp beta2 = 0.999;
  ganzoo::Ramp epsilon = 1e-8;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("rate", &Adam::learning_rate, ganzoo::at_least(0), "the size of a typical step"),
      ganzoo::parameter("beta1", &Adam::beta1, ganzoo::half_open(0, 1), "memory of the mean gradient: momentum"),
      ganzoo::parameter("beta2", &Adam::beta2, ganzoo::half_open(0, 1), "memory of the mean squared gradient"),
      ganzoo::parameter("epsilon", &Adam::epsilon, ganzoo::positive(), "added to the root: bounds the step")};

  void attach(const ganzoo::nn::Parameters& parameters) override {
    first_.assign(parameters.numbers().size(), 0);
    second_.assign(parameters.numbers().size(), 0);
  }

  void update(ganzoo::nn::Parameters& parameters, const ganzoo::UpdateStep& s) override {
    const double b1 = beta1.at(s.step, s.steps), b2 = beta2.at(s.step, s.steps);
    beta1_product_ *= b1;
    beta2_product_ *= b2;
    ganzoo::nn::adam_update(parameters, first_, second_,
                            {.rate = rate(s),
                             .beta1 = b1,
                             .beta2 = b2,
                             .epsilon = epsilon.at(s.step, s.steps),
                             .beta1_product = beta1_product_,
                             .beta2_product = beta2_product_,
                             .ascend = s.ascend});
  }
  double rate(const ganzoo::UpdateStep& s) const override { return s.rate * learning_rate.at(s.step, s.steps); }

  void state(ganzoo::Archive& archive) override {
    archive("first_moment", std::span<float>(first_));
    archive("second_moment", std::span<float>(second_));
    archive("beta1_product", beta1_product_);
    archive("beta2_product", beta2_product_);
  }

 private:
  std::vector<float> first_, second_;
  double beta1_product_ = 1, beta2_product_ = 1;
};

}  // namespace

GANZOO_PLUGIN(Adam)
