#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <ganzoo/core/error.hpp>
#include <ganzoo/os/files.hpp>

namespace ganzoo::report {

std::string read_whole(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error))
    throw Error(Exit::environment, fmt::format("{}: cannot be read: it is a folder", file.string()));
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad())
    throw Error(Exit::environment, fmt::format("{}: cannot be read: {}", file.string(), std::strerror(errno)));
  return bytes;
}

void write_whole(const std::filesystem::path& file, std::string_view bytes) {
  auto temporary = file;
  temporary += ".tmp";
  errno = 0;
  std::ofstream out(temporary, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code error(out ? 0 : errno, std::generic_category());
  if (!error) std::filesystem::rename(temporary, file, error);
  if (!error) return;
  std::error_code ignored;
  std::filesystem::remove(temporary, ignored);
  throw Error(Exit::environment, fmt::format("{}: cannot be written: {}", file.string(), error.message()));
}

}  // namespace ganzoo::report
