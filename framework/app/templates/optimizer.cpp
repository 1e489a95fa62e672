#include <ganzoo/ganzoo.hpp>

namespace {

/// Gradients → parameters, by the loops over whole arrays of <ganzoo/nn/kernels.hpp>; this one is gradient descent with
/// momentum. Make it yours.
struct Template : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "template_name",
                                       .source = "author, venue, year, algorithm",
                                       .summary = "What it does, and when to use it."};

  ganzoo::Ramp learning_rate = 0.01;  // a number that may move during training: { from = 1e-2, to = 0.0 }
  double momentum = 0.5;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("rate", &Template::learning_rate, ganzoo::at_least(0), "the step along the velocity"),
      ganzoo::parameter("momentum", &Template::momentum, ganzoo::half_open(0, 1), "how much velocity is kept")};

  void attach(const ganzoo::nn::Parameters& parameters) override { velocity_.assign(parameters.values().size(), 0); }

  /// The critic ascends and the generator descends: step.ascend tells.
  void update(ganzoo::nn::Parameters& parameters, const ganzoo::UpdateStep& step) override {
    ganzoo::nn::sgd_update(parameters.values(), parameters.gradients(), velocity_, rate(step), momentum, step.ascend);
  }
  double rate(const ganzoo::UpdateStep& step) const override {
    return step.rate * learning_rate.at(step.step, step.steps);
  }

  /// All that changes during training: run n steps, save, load, go on, and nothing differs.
  void state(ganzoo::Archive& archive) override { archive("velocity", std::span<float>(velocity_)); }

 private:
  std::vector<float> velocity_;
};

}  // namespace

GANZOO_PLUGIN(Template)
