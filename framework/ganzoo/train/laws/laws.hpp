/// The laws of every kind but the divergences.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/plugin/law.hpp>
#include <vector>

namespace ganzoo::laws {

GANZOO_API const std::vector<Law>& generator_laws();
GANZOO_API const std::vector<Law>& discriminator_laws();
GANZOO_API const std::vector<Law>& regularizer_laws();
GANZOO_API const std::vector<Law>& scheduler_laws();
GANZOO_API const std::vector<Law>& optimizer_laws();
GANZOO_API const std::vector<Law>& data_laws();
GANZOO_API const std::vector<Law>& metric_laws();

}  // namespace ganzoo::laws
