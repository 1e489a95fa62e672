/// The laws of every kind but the divergences, and of those divergences that are fits.
#pragma once

#include <ganzoo/plugin/law.hpp>
#include <vector>

namespace ganzoo::laws {

const std::vector<Law>& generator_laws();
const std::vector<Law>& discriminator_laws();
const std::vector<Law>& regularizer_laws();
const std::vector<Law>& scheduler_laws();
const std::vector<Law>& optimizer_laws();
const std::vector<Law>& data_laws();
const std::vector<Law>& metric_laws();
const std::vector<Law>& fit_laws();

// What one of each kind does on a fixed occasion, in numbers: the same in every process, whatever was called before.
std::vector<double> generator_behaviour(const Specimen&);
std::vector<double> discriminator_behaviour(const Specimen&);
std::vector<double> regularizer_behaviour(const Specimen&);
std::vector<double> scheduler_behaviour(const Specimen&);
std::vector<double> optimizer_behaviour(const Specimen&);
std::vector<double> data_behaviour(const Specimen&);
std::vector<double> metric_behaviour(const Specimen&);
std::vector<double> fit_behaviour(const Specimen&);

}  // namespace ganzoo::laws
