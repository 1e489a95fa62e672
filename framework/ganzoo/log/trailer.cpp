#include <fmt/format.h>
#include <sys/stat.h>

#include <charconv>
#include <ganzoo/log/descriptor.hpp>
#include <ganzoo/log/trailer.hpp>

namespace ganzoo::log {
namespace {

/// Eats `key` and a hexadecimal number of `digits` digits from the front of `text`.
template <class T>
bool eat(std::string_view& text, std::string_view key, std::size_t digits, T& value) {
  if (!text.starts_with(key) || text.size() < key.size() + digits) return false;
  const char* first = text.data() + key.size();
  const auto [end, error] = std::from_chars(first, first + digits, value, 16);
  text.remove_prefix(key.size() + digits);
  return error == std::errc{} && end == first + digits;
}

}  // namespace

std::string trailer(std::string_view key, const Checksum& sum) {
  std::string text = fmt::format("GANZOO {}={:08x} bytes={:016x}", key, sum.crc32, sum.bytes);
  text.resize(trailer_size - 1, ' ');
  return text + '\n';
}

std::optional<Checksum> parse_trailer(std::string_view key, std::string_view line) {
  Checksum promised;
  if (!eat(line, fmt::format("GANZOO {}=", key), 8, promised.crc32) || !eat(line, " bytes=", 16, promised.bytes))
    return std::nullopt;
  return promised;
}

std::uint64_t size_of(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) throw_errno("fstat");
  if (!S_ISREG(status.st_mode)) throw std::system_error(EINVAL, std::generic_category(), "not a regular file");
  return static_cast<std::uint64_t>(status.st_size);
}

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

}  // namespace ganzoo::log
