/// What those who come from other programs write, and what it is here.
#pragma once

#include <string>

namespace ganzoo::app {

/// The hint for an option that `verb` does not have: "--seed" of run → "seed=3 sets it". "" where there is none.
std::string hint_for_option(const std::string& verb, const std::string& option, const std::string& value);

}  // namespace ganzoo::app
