/// The text of bibliography.bib, which the build puts into the program.
#pragma once

#include <string_view>

namespace ganzoo::report {

std::string_view bibliography();

}  // namespace ganzoo::report
