/// Whose fault it is that memory ran out.
#pragma once

#include <new>

namespace ganzoo::os {

/// Not even a little is to be had, and this process holds less than half of what it may: the machine is short of it,
/// and whoever asked is not to blame.
bool memory_is_short();

/// `act()`, once more where it throws: what was not to be had a moment ago may be there now. Throws std::bad_alloc where
/// it is not, and what `act` throws where memory is not why.
template <class Act>
auto with_memory(const Act& act) {
  try {
    return act();
  } catch (...) {
  }
  try {
    return act();
  } catch (...) {
    if (memory_is_short()) throw std::bad_alloc();
    throw;
  }
}

}  // namespace ganzoo::os
