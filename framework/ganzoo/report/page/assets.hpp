/// The page's script and style, as the files of script/ and style/ were when the program was built.
#pragma once

#include <string_view>

namespace ganzoo::report {

std::string_view page_script();
std::string_view page_style();

}  // namespace ganzoo::report
