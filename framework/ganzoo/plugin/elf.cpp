#include <ganzoo/core/error.hpp>
#include <ganzoo/plugin/elf.hpp>

#include <elf.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <limits>
#include <vector>

namespace ganzoo::detail {
namespace {

/// One past the last byte of a piece, or the largest number where that overflows.
std::uint64_t end_of(std::uint64_t offset, std::uint64_t size) {
  std::uint64_t end = 0;
  return __builtin_add_overflow(offset, size, &end) ? std::numeric_limits<std::uint64_t>::max() : end;
}

[[noreturn]] void throw_unreadable(const std::filesystem::path& file, int error) {
  throw Error(Exit::environment, fmt::format("{} cannot be read: {}", file.string(), std::strerror(error)));
}

/// False where the file ends before; throws ganzoo::Error (environment) where it cannot be read.
template <class T>
bool read(std::ifstream& in, const std::filesystem::path& file, std::uint64_t offset, T* into, std::size_t count) {
  in.seekg(static_cast<std::streamoff>(offset));
  in.read(reinterpret_cast<char*>(into), static_cast<std::streamsize>(count * sizeof(T)));
  if (in.bad()) throw_unreadable(file, errno);
  return static_cast<bool>(in);
}

bool is_library_of_this_machine(const Elf64_Ehdr& h) {
  return std::memcmp(h.e_ident, ELFMAG, SELFMAG) == 0 && h.e_ident[EI_CLASS] == ELFCLASS64 &&
         h.e_ident[EI_DATA] == ELFDATA2LSB && h.e_type == ET_DYN && h.e_machine == EM_X86_64 &&
         h.e_phentsize == sizeof(Elf64_Phdr) && h.e_phnum > 0;
}

/// How long the file must be for all that its headers promise.
std::uint64_t promised(const Elf64_Ehdr& h, const std::vector<Elf64_Phdr>& segments) {
  std::uint64_t size = end_of(h.e_shoff, std::uint64_t{h.e_shnum} * h.e_shentsize);
  for (const Elf64_Phdr& s : segments) size = std::max(size, end_of(s.p_offset, s.p_filesz));
  return size;
}

}  // namespace

std::string why_not_loadable(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return "not found";
  if (!std::filesystem::is_regular_file(file, error)) return "is not a shared library, but a directory or device";
  const std::uint64_t size = std::filesystem::file_size(file, error);
  std::ifstream in(file, std::ios::binary);
  if (error || !in) throw_unreadable(file, error ? error.value() : errno);

  char magic[SELFMAG] = {};
  if (!read(in, file, 0, magic, SELFMAG) || std::memcmp(magic, ELFMAG, SELFMAG) != 0) return "is not a shared library";
  const auto truncated = [&](std::uint64_t needed) {
    return fmt::format("is truncated: {} bytes of at least {}", size, needed);
  };
  Elf64_Ehdr header{};
  if (!read(in, file, 0, &header, 1)) return truncated(sizeof header);
  if (!is_library_of_this_machine(header)) return "is not a shared library of this machine (64-bit x86)";
  std::vector<Elf64_Phdr> segments(header.e_phnum);
  if (!read(in, file, header.e_phoff, segments.data(), segments.size())) {
    return truncated(end_of(header.e_phoff, std::uint64_t{header.e_phnum} * header.e_phentsize));
  }
  const std::uint64_t needed = promised(header, segments);
  return needed > size ? truncated(needed) : "";
}

}  // namespace ganzoo::detail
