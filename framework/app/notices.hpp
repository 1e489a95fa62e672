/// What a verb says beside its result, on stderr, unless --quiet.
#pragma once

#include <string>
#include <vector>

namespace ganzoo::app {

void print_notices(const std::vector<std::string>& notices);

}  // namespace ganzoo::app
