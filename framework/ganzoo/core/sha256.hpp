/// SHA-256 of bytes and files, in 64 lower-case hex digits: cell ids, checksums of components and data.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace ganzoo {

/// A sum over bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();

  void add(std::span<const std::byte> bytes);
  void add(std::string_view text) { add(std::as_bytes(std::span(text))); }
  /// Of all that was added; ends it.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256(std::string_view bytes);
/// Of a file's content, read in pieces. Throws ganzoo::Error (environment) where it cannot be read.
std::string sha256_of_file(const std::filesystem::path& file);

}  // namespace ganzoo
