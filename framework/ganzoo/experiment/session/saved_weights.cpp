#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/session/saved_weights.hpp>

namespace ganzoo::experiment {
namespace {

/// `visit(network, parameters)` for each network that there is.
template <class Visit>
void visit_networks(Trainer& trainer, Visit&& visit) {
  visit("generator", trainer.generator_parameters());
  if (nn::Parameters* critic = trainer.critic_parameters()) visit("discriminator", *critic);
  if (nn::Parameters* encoder = trainer.encoder_parameters()) visit("encoder", *encoder);
  if (nn::Parameters* averaged = trainer.averaged_parameters()) visit("generator_ema", *averaged);
}

/// `visit(name, dims, values)` for each parameter and running statistic.
template <class Visit>
void visit_weights(Trainer& trainer, Visit&& visit) {
  visit_networks(trainer, [&](const std::string& network, const nn::Parameters& parameters) {
    for (std::size_t i = 0; i < parameters.entries().size(); ++i)
      visit(network + "/" + parameters.entries()[i].name, parameters.entries()[i].dims,
            parameters.value(static_cast<int>(i)));
    for (std::size_t i = 0; i < parameters.statistics().size(); ++i)
      visit(network + "/" + parameters.statistics()[i].name, parameters.statistics()[i].dims,
            parameters.statistic(static_cast<int>(i)));
  });
}

}  // namespace

std::map<std::string, log::Array> saved_weights(Trainer& trainer) {
  std::map<std::string, log::Array> weights;
  visit_weights(trainer, [&](const std::string& name, const auto& dims, std::span<float> values) {
    weights[name] = {dims, {}, values};
  });
  if (const Scaling* scaling = trainer.players().data->scaling()) {
    const auto d = static_cast<std::int64_t>(scaling->shift.size());
    weights["data/shift"] = {{d}, {}, scaling->shift};
    weights["data/scale"] = {{d}, {}, scaling->scale};
  }
  return weights;
}

void load_weights(Trainer& trainer, const std::map<std::string, log::Array>& from) {
  visit_weights(trainer, [&](const std::string& name, const auto& dims, std::span<float> values) {
    const auto found = from.find(name);
    if (found == from.end()) throw Error(Exit::corrupt, fmt::format("weights: {} is missing", name));
    if (found->second.dims != dims) throw Error(Exit::corrupt, fmt::format("weights: {} has another shape", name));
    std::ranges::copy(found->second.values, values.begin());
  });
}

}  // namespace ganzoo::experiment
