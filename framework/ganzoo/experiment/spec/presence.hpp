/// Whether a component that is named is there at all.
#pragma once

#include <ganzoo/experiment/spec/catalogue.hpp>
#include <string>

namespace ganzoo::experiment {

/// True where no component of that name is found, or its file is missing: the experiment's mistake, not the component's.
bool is_not_there(const KnownComponent* info, const Value& name);
/// What is said of it; `where` is the component's path.
Complaint not_there(Kind kind, const std::string& where, const Value& name, const KnownComponent* info);

}  // namespace ganzoo::experiment
