#include <fmt/format.h>
#include <zlib.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/log/checksum.hpp>
#include <ganzoo/log/descriptor.hpp>
#include <ganzoo/log/trailer.hpp>
#include <memory>

namespace ganzoo::log {

Checksum checksum_of(std::initializer_list<std::string_view> parts) {
  uLong crc = crc32_z(0, nullptr, 0);
  std::uint64_t bytes = 0;
  for (const std::string_view part : parts) {
    crc = crc32_z(crc, reinterpret_cast<const Bytef*>(part.data()), part.size());
    bytes += part.size();
  }
  return {static_cast<std::uint32_t>(crc), bytes};
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
  std::string line(trailer_size, '\0');
  read_exactly(descriptor.get(), line.data(), trailer_size, size - trailer_size);
  const auto promised = parse_trailer(seal_key, line);
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
