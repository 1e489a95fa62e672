/// Decoded pictures in one file beside the run, mapped into memory: decoded once, shared by all runs on the machine.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "picture_folder.hpp"

namespace ganzoo::data {

/// A file that is mapped read-only for as long as this lives; empty where it is not there.
class MappedFile {
 public:
  MappedFile() = default;
  explicit MappedFile(const std::string& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return;
    struct stat status {};
    if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
      void* at = ::mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_SHARED, descriptor, 0);
      if (at != MAP_FAILED) bytes_ = {static_cast<const std::byte*>(at), static_cast<std::size_t>(status.st_size)};
    }
    ::close(descriptor);
  }
  MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MappedFile() {
    if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
  }
  std::span<const std::byte> bytes() const { return bytes_; }

 private:
  std::span<const std::byte> bytes_;
};

/// What the cache's pictures came from: it is of use only while every file has the size and time that it had.
inline std::string picture_key(const std::vector<std::string>& files, const PictureForm& form, bool skip) {
  const Colour colour = form.background.value_or(Colour{{-1, -1, -1}});
  std::string key =
      fmt::format("{} {} {} {} {}\n", form.size, form.fit, form.channels, fmt::join(colour.rgb, ","), skip);
  for (const std::string& file : files) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0)
      throw Error(Exit::environment, fmt::format("{}: cannot be read: {}", file, std::strerror(errno)));
    key += fmt::format("{} {}.{:09} {}\n", status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec, file);
  }
  return key;
}

/// The head of a cache; the key, a byte for each file listed (1: read, 0: skipped) and the numbers follow.
struct CacheHead {
  std::array<char, 16> magic{'g', 'a', 'n', 'z', 'o', 'o', ' ', 'p', 'i', 'c', 't', 'u', 'r', 'e', 's', '1'};
  std::uint64_t key = 0, listed = 0, raw = 0;  ///< lengths in bytes
  std::int64_t count = 0, height = 0, width = 0, channels = 0;
  std::uint64_t wide = 0, sum = 0;  ///< CRC-32 of all the rest

  bool operator==(const CacheHead&) const = default;
  /// Numbers begin at a multiple of 64.
  std::uint64_t raw_at() const { return (sizeof(CacheHead) + key + listed + 63) / 64 * 64; }
};

inline std::uint64_t sum_of(CacheHead head, std::string_view key, std::string_view listed,
                            std::span<const std::byte> raw) {
  head.sum = 0;
  uLong sum = 0;
  const auto add = [&sum](const void* at, std::size_t size) {
    sum = crc32_z(sum, static_cast<const Bytef*>(at), size);
  };
  add(&head, sizeof head);
  add(key.data(), key.size());
  add(listed.data(), listed.size());
  add(raw.data(), raw.size());
  return sum;
}

/// The cache's pictures where they are those of `key` and whole; nothing otherwise: then it is made anew.
inline bool look_into_cache(const MappedFile& cache, const std::string& key, const std::vector<std::string>& files,
                            PictureFolder& folder) {
  const std::span<const std::byte> bytes = cache.bytes();
  CacheHead head;
  if (bytes.size() < sizeof head) return false;
  std::memcpy(&head, bytes.data(), sizeof head);
  if (head.magic != CacheHead{}.magic || head.key != key.size() || head.listed != files.size() ||
      bytes.size() < head.raw_at() || bytes.size() - head.raw_at() != head.raw)
    return false;
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::string_view kept = text.substr(sizeof head + key.size(), files.size());
  const auto raw = bytes.subspan(head.raw_at());
  if (text.substr(sizeof head, key.size()) != key || head.sum != sum_of(head, key, kept, raw)) return false;
  for (std::size_t i = 0; i < files.size(); ++i)
    if (kept[i] == 1) folder.files.push_back(files[i]);
  folder.skipped = static_cast<std::int64_t>(files.size() - folder.files.size());
  Pictures& pictures = folder.pictures;
  pictures.count = head.count, pictures.height = head.height, pictures.width = head.width,
  pictures.channels = head.channels;
  pictures.look_at(raw, head.wide != 0);
  return true;
}

/// Written beside its name and moved there whole, so that no run sees half of it. Throws ganzoo::Error (environment).
inline void write_cache(const std::string& file, const std::string& key, const std::vector<std::string>& files,
                        const PictureFolder& folder) {
  std::string kept(files.size(), '\0');
  for (std::size_t i = 0, j = 0; i < files.size() && j < folder.files.size(); ++i)
    if (files[i] == folder.files[j]) kept[i] = 1, ++j;
  const Pictures& p = folder.pictures;
  const auto raw = p.raw();
  CacheHead head;
  head.key = key.size(), head.listed = files.size(), head.raw = raw.size();
  head.count = p.count, head.height = p.height, head.width = p.width, head.channels = p.channels;
  head.wide = p.is_wide() ? 1 : 0, head.sum = sum_of(head, key, kept, raw);
  std::error_code ignored;
  if (const auto parent = std::filesystem::path(file).parent_path(); !parent.empty())
    std::filesystem::create_directories(parent, ignored);
  const std::string beside = fmt::format("{}.{}.tmp", file, ::getpid());
  std::ofstream out(beside, std::ios::binary);
  out.write(reinterpret_cast<const char*>(&head), sizeof head);
  out << key << kept << std::string(head.raw_at() - sizeof head - key.size() - kept.size(), '\0');
  out.write(reinterpret_cast<const char*>(raw.data()), static_cast<std::streamsize>(raw.size()));
  out.close();
  if (out && std::rename(beside.c_str(), file.c_str()) == 0) return;
  const std::string why = std::strerror(errno);
  std::filesystem::remove(beside, ignored);
  throw Error(Exit::environment,
              fmt::format("data.cache is \"{}\", but must be a file that can be written: {}", file, why));
}

/// As read_pictures, from the cache where it is that of these files; made or renewed where it is not.
inline PictureFolder read_cached(const std::string& cache, const std::vector<std::string>& files,
                                 const PictureForm& form, bool skip, MappedFile& mapped) {
  const std::string key = picture_key(files, form, skip);
  PictureFolder folder;
  mapped = MappedFile(cache);
  if (look_into_cache(mapped, key, files, folder)) return folder;
  folder = read_pictures(files, form, skip);
  write_cache(cache, key, files, folder);
  MappedFile written(cache);
  PictureFolder same;
  if (!look_into_cache(written, key, files, same)) return folder;  // another run has replaced it
  mapped = std::move(written);
  return same;
}

}  // namespace ganzoo::data
