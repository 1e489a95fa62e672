/// Short forms of components written out: "kl" → { name = "kl" }, a single regularizer → a list of one.
#pragma once

#include <ganzoo/config/path.hpp>

namespace ganzoo::experiment {

/// Every one in an experiment. What is neither a short form nor a component stays.
void spell_out_components(Table& experiment);
/// The same for one value that is to stand at `path`.
Value spelled_out(const config::Path& path, Value value);
/// A name as the component of that name; anything else stays.
Value as_component(Value value);

}  // namespace ganzoo::experiment
