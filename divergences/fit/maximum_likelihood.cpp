#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/densities.hpp>

namespace {

/// The generator's own density at the data, raised: what a divergence can be held against that a critic estimates.
struct MaximumLikelihood : ganzoo::Fit {
  static constexpr ganzoo::About about{
      .title = "maximum likelihood",
      .source = "Fisher, Phil. Trans. R. Soc. A 222, 1922; Grover, Dhar & Ermon, Flow-GAN, AAAI 2018",
      .summary =
          "Fits a generator that knows its density (gaussian, flow, line) by gradient descent on −E log q(x) over the "
          "data, without a critic: KL(P‖Q) up to the data's entropy, so that its optimum is that of kl.",
      .formula = "−E_P log q"};
  static constexpr std::tuple<> parameters{};

  void accept(const ganzoo::Data&, const ganzoo::Generator& generator) const override {
    if (!dynamic_cast<const ganzoo::LikelihoodGenerator*>(&generator))
      throw ganzoo::Error(ganzoo::Exit::usage,
                          "divergence.name is \"maximum_likelihood\", but must be another: this generator's density is "
                          "not known",
                          "that of gaussian, flow and line is");
  }

  ganzoo::Objective update(ganzoo::FitScene& scene) override {
    const auto& generator = dynamic_cast<const ganzoo::LikelihoodGenerator&>(*scene.generator);
    gradient_.resize(scene.weights->numbers().size());
    const double mean = generator.log_likelihood(*scene.weights, scene.real, gradient_);
    const std::span<float> to = scene.weights->gradients();
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = static_cast<float>(-gradient_[i]);
    return {.value = -mean};
  }

 private:
  std::vector<double> gradient_;
};

}  // namespace

GANZOO_PLUGIN(MaximumLikelihood)
