/// Do the grid's paths lead to a key of the experiment?
#pragma once

#include <ganzoo/experiment/grid/grid.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>

namespace ganzoo::experiment {

/// Complains of each path that no component of the catalogue and no section knows, with the nearest one, and takes it
/// out of the grid, so that no cell complains of it again.
void check_grid_paths(Grid& grid, const Catalogue& catalogue, std::vector<Complaint>& complaints);

}  // namespace ganzoo::experiment
