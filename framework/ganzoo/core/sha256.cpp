#include <ganzoo/core/error.hpp>
#include <ganzoo/core/sha256.hpp>

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace ganzoo {
namespace {

void require(int result) {
  if (result != 1) throw std::runtime_error("libcrypto cannot compute SHA-256");
}

[[noreturn]] void unreadable(const std::filesystem::path& file) {
  throw Error(Exit::environment, fmt::format("{}: cannot be read: {}", file.string(), std::strerror(errno)));
}

}  // namespace

struct Sha256::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  require(state_->context ? EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) : 0);
}

Sha256::~Sha256() = default;

void Sha256::add(std::span<const std::byte> bytes) {
  require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()));
}

std::string Sha256::hex() {
  std::array<unsigned char, 32> digest{};
  require(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr));
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

std::string sha256(std::string_view bytes) {
  Sha256 sum;
  sum.add(bytes);
  return sum.hex();
}

std::string sha256_of_file(const std::filesystem::path& file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(file.c_str(), "rbe"), &std::fclose);
  if (!stream) unreadable(file);
  Sha256 sum;
  std::vector<std::byte> piece(std::size_t{1} << 16);
  while (const std::size_t n = std::fread(piece.data(), 1, piece.size(), stream.get())) {
    sum.add(std::span<const std::byte>(piece).first(n));
  }
  if (std::ferror(stream.get())) unreadable(file);
  return sum.hex();
}

}  // namespace ganzoo
