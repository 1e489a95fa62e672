/// Lines behind the HDF5 data of a run file, 48 bytes each, that HDF5 itself does not look at:
/// `GANZOO crc32=1a2b3c4d bytes=000000000001f2e0`, and `GANZOO digest=…` before it.
#pragma once

#include <cstdint>
#include <ganzoo/log/checksum.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace ganzoo::log {

inline constexpr std::size_t trailer_size = 48;

/// "GANZOO KEY=1a2b3c4d bytes=000000000001f2e0", blanks, and a newline.
std::string trailer(std::string_view key, const Checksum& sum);
/// What a line of that key promises; nothing where it is none.
std::optional<Checksum> parse_trailer(std::string_view key, std::string_view line);

/// Bytes of a regular file, or of what a descriptor leads to; throw std::system_error.
std::uint64_t size_of(int descriptor);
void read_exactly(int descriptor, char* out, std::size_t count, std::uint64_t offset);

}  // namespace ganzoo::log
