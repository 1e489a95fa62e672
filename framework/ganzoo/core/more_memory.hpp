/// Why memory ran out: in words that name the number which most likely asked for it.
#pragma once

#include <ganzoo/core/value.hpp>
#include <string>

namespace ganzoo {

/// "asked for more memory than there is; the largest number there is generator.hidden[0] = 1000000000", of the whole
/// numbers in `asked`, which stands at `path`; without the second half where there is none.
std::string more_memory_than_there_is(const Table& asked, const std::string& path = {});

}  // namespace ganzoo
