/// Which columns of a table are wanted.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ganzoo::io {

struct Columns {
  std::string key;                  ///< that chose them, as complaints name it: "data.columns"
  std::vector<std::string> chosen;  ///< each by name or by number from 1, in this order; none: all, as they stand
};

/// Their places, from 0, among the `count` columns of a file; `names` is empty where its columns have none. Throws
/// ganzoo::Error (usage) for one that the file does not hold, that two columns are called, or that is chosen twice.
std::vector<std::size_t> places_of(const Columns& columns, const std::string& file, std::size_t count,
                                   const std::vector<std::string>& names);

}  // namespace ganzoo::io
