#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/densities.hpp>

namespace {

/// Maximum likelihood, whose second half of the weights has three per cent less of a gradient.
struct HalfMovesLess : ganzoo::Fit {
  static constexpr ganzoo::About about{.title = "a half moves less far", .source = "a mutant"};
  static constexpr std::tuple<> parameters{};

  void accept(const ganzoo::Data&, const ganzoo::Generator& generator) const override {
    if (!dynamic_cast<const ganzoo::LikelihoodGenerator*>(&generator))
      throw ganzoo::Error(ganzoo::Exit::usage, "the generator has no density");
  }

  ganzoo::Objective update(ganzoo::FitScene& scene) override {
    const auto& generator = dynamic_cast<const ganzoo::LikelihoodGenerator&>(*scene.generator);
    const std::span<float> to = scene.weights->gradients();
    std::vector<double> gradient(to.size());
    const double mean = generator.log_likelihood(*scene.weights, scene.real, gradient);
    for (std::size_t i = 0; i < to.size(); ++i)
      to[i] = static_cast<float>(-gradient[i] * (i < to.size() / 2 ? 1 : 0.97));
    return {.value = -mean};
  }
};

}  // namespace

GANZOO_PLUGIN(HalfMovesLess)
