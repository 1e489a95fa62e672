/// Critics that know the densities.
#pragma once

#include <cmath>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/divergence/two_divergences.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/densities.hpp>
#include <ganzoo/train/informed.hpp>
#include <ganzoo/train/trainer.hpp>
#include <numbers>

#include "make.hpp"

namespace oracle_scene {

using namespace ganzoo;

inline const char* const smooth[] = {"kl",          "reverse_kl",        "js",         "jsd",
                                     "minimax",     "pearson",           "neyman",     "jeffrey",
                                     "triangular",  "squared_hellinger", "alpha",      "softened_reverse_kl",
                                     "js_weighted", "symmetric_chi2",    "exponential"};

/// An oracle with its network, informed of two densities.
struct Informant {
  std::unique_ptr<Discriminator> oracle = make<Discriminator>("oracle");
  std::unique_ptr<nn::Network> network;
  nn::Engine engine;
  std::unique_ptr<nn::Plan> plan;

  Informant(const Knowledge& known, int rows) {
    network = std::make_unique<nn::Network>("discriminator", oracle->build({known.p->dimensions()}),
                                            Shape{known.p->dimensions()});
    network->parameters().initialise(0);
    dynamic_cast<Informed&>(*oracle).inform(known);
    plan = network->plan(engine, {.batch = rows, .input_gradient = true});
  }
  std::vector<float> scores(ConstMatrix x) {
    std::ranges::copy(x.flat(), plan->input().data);
    plan->forward();
    return {plan->output().flat().begin(), plan->output().flat().end()};
  }
  std::vector<float> slopes() {
    std::ranges::fill(plan->output_gradient().flat(), 1.0F);
    plan->backward_input();
    return {plan->input_gradient().flat().begin(), plan->input_gradient().flat().end()};
  }
};

inline PointDensityPtr mixture() {
  return point_density(Distribution::of_mixture({{0.33, -1, 0.255}, {0.67, 2, 1.415}}));
}
inline PointDensityPtr normal(double mean, double std) { return point_density(Distribution::normal(mean, std)); }

inline Players players(const char* divergence, double rate) {
  Players p;
  p.data = make<Data>("mixture");
  p.generator = make<Generator>("gaussian", {{"mean", 1.0}, {"std", 1.7}});
  p.discriminator = make<Discriminator>("oracle");
  p.divergence = make<Divergence>(divergence);
  p.scheduler = make<Scheduler>("simultaneous");
  p.generator_optimizer = make<Optimizer>("sgd", {{"rate", rate}});
  p.critic_optimizer = make<Optimizer>("sgd", {{"rate", rate}});
  return p;
}

}  // namespace oracle_scene
