#include <fmt/format.h>
#include <sys/stat.h>
#include <zlib.h>

#include <charconv>
#include <ganzoo/core/error.hpp>
#include <ganzoo/log/checksum.hpp>
#include <ganzoo/log/descriptor.hpp>
#include <memory>
#include <string_view>

namespace ganzoo::log {
namespace {

constexpr std::size_t trailer_size = 48;
constexpr std::string_view crc_key = "GANZOO crc32=", bytes_key = " bytes=";

std::uint64_t size_of(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) throw_errno("fstat");
  if (!S_ISREG(status.st_mode)) throw std::system_error(EINVAL, std::generic_category(), "not a regular file");
  return static_cast<std::uint64_t>(status.st_size);
}

/// Reads exactly `count` bytes at `offset`.
void read_exactly(int descriptor, char* out, std::size_t count, std::uint64_t offset) {
  while (count > 0) {
    const ssize_t n = ::pread(descriptor, out, count, static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_errno("read");
    if (n == 0) throw std::system_error(EIO, std::generic_category(), "the file became shorter while it was read");
    out += n;
    offset += static_cast<std::uint64_t>(n);
    count -= static_cast<std::size_t>(n);
  }
}

/// Eats `key` and a hexadecimal number of `digits` digits from the front of `text`.
template <class T>
bool eat(std::string_view& text, std::string_view key, std::size_t digits, T& value) {
  if (!text.starts_with(key) || text.size() < key.size() + digits) return false;
  const char* first = text.data() + key.size();
  const auto [end, error] = std::from_chars(first, first + digits, value, 16);
  text.remove_prefix(key.size() + digits);
  return error == std::errc{} && end == first + digits;
}

std::optional<Checksum> parse(std::string_view text) {
  Checksum promised;
  if (!eat(text, crc_key, 8, promised.crc32) || !eat(text, bytes_key, 16, promised.bytes)) return std::nullopt;
  return promised;
}

}  // namespace

std::string to_text(const Checksum& sum) {
  std::string text = fmt::format("{}{:08x}{}{:016x}", crc_key, sum.crc32, bytes_key, sum.bytes);
  text.resize(trailer_size - 1, ' ');
  return text + '\n';
}

Checksum checksum_of(std::string_view bytes) {
  const auto* first = reinterpret_cast<const Bytef*>(bytes.data());
  return {static_cast<std::uint32_t>(crc32_z(0, first, bytes.size())), bytes.size()};
}

Checksum checksum_of(int descriptor, std::uint64_t bytes) {
  constexpr std::size_t chunk = 1 << 18;
  const auto buffer = std::make_unique<char[]>(chunk);
  uLong crc = crc32_z(0, nullptr, 0);
  for (std::uint64_t done = 0; done < bytes;) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(chunk, bytes - done));
    read_exactly(descriptor, buffer.get(), count, done);
    crc = crc32_z(crc, reinterpret_cast<const Bytef*>(buffer.get()), count);
    done += count;
  }
  return {static_cast<std::uint32_t>(crc), bytes};
}

std::optional<Checksum> check_seal(const std::filesystem::path& file) try {
  const Descriptor descriptor(file, O_RDONLY | O_NONBLOCK);
  const std::uint64_t size = size_of(descriptor.get());
  if (size < trailer_size) return std::nullopt;
  std::string text(trailer_size, '\0');
  read_exactly(descriptor.get(), text.data(), trailer_size, size - trailer_size);
  const auto promised = parse(text);
  if (!promised) return std::nullopt;
  const Checksum found = checksum_of(descriptor.get(), size - trailer_size);
  if (found.bytes != promised->bytes)
    throw Error(Exit::corrupt, fmt::format("{}: holds {} bytes of data, but its checksum is of {}", file.string(),
                                           found.bytes, promised->bytes));
  if (found.crc32 != promised->crc32)
    throw Error(Exit::corrupt, fmt::format("{}: its checksum is {:08x}, but its bytes give {:08x}: the file is damaged",
                                           file.string(), promised->crc32, found.crc32));
  return promised;
} catch (const std::system_error& error) {
  throw Error(Exit::environment, fmt::format("{}: cannot be read: {}", file.string(), error.code().message()));
}

}  // namespace ganzoo::log
