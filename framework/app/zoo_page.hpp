/// divergences/README.md, as `ganzoo list divergence --format markdown` prints it.
#pragma once

#include <ganzoo/experiment/spec/catalogue.hpp>
#include <string>
#include <vector>

namespace ganzoo::app {

/// One row a divergence: formula, optimal critic, domain, what bounds it, where its best Gaussian goes (measured).
std::string zoo_page(const std::vector<experiment::KnownComponent>& divergences);

}  // namespace ganzoo::app
