/// Bytes in a page: deflated, as base64, and the hash by which its policy knows a script.
#pragma once

#include <string>
#include <string_view>

namespace ganzoo::report {

/// RFC 4648, section 4.
std::string base64(std::string_view bytes);
/// As zlib packs them (RFC 1950), as small as it can. Throws ganzoo::Error (cells_failed) for lack of memory.
std::string deflated(std::string_view bytes);
/// "sha256-…" of a script or a style: what a content security policy lists.
std::string policy_hash(std::string_view text);

}  // namespace ganzoo::report
