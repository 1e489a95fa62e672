/// What is recorded of a cell that does not train any more.
#pragma once

#include <filesystem>
#include <ganzoo/experiment/run/order.hpp>
#include <string>

namespace ganzoo::experiment {

/// Records in folder/run.h5 that the cell failed, beside what it already holds; a run that finished or diverged is left
/// as it is.
void mark_failed(const std::filesystem::path& folder, const Order& order);

/// Gives the reason why a cell goes no farther, order.cut, to its folder/run.h5, where it is neither over nor under way.
void mark_cut(const std::filesystem::path& folder, const Order& order);

}  // namespace ganzoo::experiment
