/// SHA-256 (FIPS 180-4): checksums of components and data, and the ids of cells.
#pragma once

#include <ganzoo/core/api.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace ganzoo {

class GANZOO_API Sha256 {
 public:
  void add(std::span<const std::byte> bytes);
  void add(std::string_view text) { add(std::as_bytes(std::span(text))); }
  /// 64 lower-case hex digits of all that was added; ends it.
  std::string hex();

 private:
  void block(const std::byte* data);

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::byte, 64> pending_{};
  std::uint64_t size_ = 0;
};

GANZOO_API std::string sha256(std::string_view text);
/// Of a file's bytes; throws ganzoo::Error (environment) where it cannot be read.
GANZOO_API std::string sha256_of_file(const std::filesystem::path& file);

}  // namespace ganzoo
