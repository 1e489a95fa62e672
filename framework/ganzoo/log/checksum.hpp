/// The checksum behind the HDF5 data of a run file: 48 bytes of text that HDF5 itself does not look at,
/// `GANZOO crc32=1a2b3c4d bytes=000000000001f2e0\n`: zlib's CRC-32 of the bytes before it, and their number.
///
/// Any flipped byte is thus found before libhdf5 sees the file. A program that changes the file drops it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace ganzoo::log {

/// What the trailer of a file promises.
struct Checksum {
  std::uint32_t crc32 = 0;
  std::uint64_t bytes = 0;

  bool operator==(const Checksum&) const = default;
};

inline constexpr std::string_view seal_key = "crc32";

/// Of the parts one behind the other.
Checksum checksum_of(std::initializer_list<std::string_view> parts);
/// Of the first `bytes` bytes. Throws std::system_error.
Checksum checksum_of(int descriptor, std::uint64_t bytes);

/// The trailer, or nothing where there is none. Throws ganzoo::Error: environment where the file cannot be read,
/// corrupt where the trailer and the bytes differ.
std::optional<Checksum> check_seal(const std::filesystem::path& file);

}  // namespace ganzoo::log
