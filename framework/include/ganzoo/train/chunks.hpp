/// Rows by the piece, so that who asked for many can be told to stop between two.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>

namespace ganzoo {

/// `act(first, count)` for the pieces of [0, rows) in turn, `poll()` before each.
template <class Act>
void in_chunks(std::int64_t rows, std::int64_t chunk, const std::function<void()>& poll, const Act& act) {
  for (std::int64_t first = 0; first < rows; first += chunk) {
    poll();
    act(first, std::min(chunk, rows - first));
  }
}

}  // namespace ganzoo
