/// A plan of transport as a picture: who goes where, and how far.
#pragma once

#include <filesystem>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/train/transport_plan.hpp>

namespace ganzoo::report {

/// In the plane (of more dimensions: the first two) a line from each real point to where its mass goes, on the line the
/// map x → y; blue near, orange far, as opaque as the share of the point's mass. The points are those of the plan, in
/// its order. Throws ganzoo::Error (environment), leaving no file, where it cannot be written.
void write_transport(const std::filesystem::path& file, const TransportPlan& plan, const log::Array& real,
                     const log::Array& fake);

}  // namespace ganzoo::report
