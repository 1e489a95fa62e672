/// Every key that an experiment file gives, whatever becomes of it: a grid's axis may replace it in every cell.
#pragma once

#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <vector>

namespace ganzoo::experiment {

/// Complains, as a cell would, of unknown keys, wrong types and values out of range in the sections and components of an
/// experiment and of components that are not found; where all else is right, also of parameters for which no component is
/// named. What is missing, or unsound together, is for the cells; the grid is not looked at.
void check_given(const Table& experiment, const Catalogue& catalogue, std::vector<Complaint>& complaints);

}  // namespace ganzoo::experiment
