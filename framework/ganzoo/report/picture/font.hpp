/// Which type is installed: cairo takes another in silence where a family is not.
#pragma once

#include <string>

namespace ganzoo::report {

/// Throws ganzoo::Error (usage) where no font of the family is installed, with the nearest that is.
void require_font(const std::string& family);

}  // namespace ganzoo::report
