/// What is to be said of many runs, in one sentence.
#pragma once

#include <string>
#include <vector>

namespace ganzoo::report {

/// "a/run.h5: has no checksum" of each, `one` behind its name; where they are more than three
/// "60 files have no checksum (a/run.h5, b/run.h5, c/run.h5, …)", `all` behind their number.
void tell(std::vector<std::string>& notices, const std::vector<std::string>& names, const std::string& one,
          const std::string& all);

}  // namespace ganzoo::report
