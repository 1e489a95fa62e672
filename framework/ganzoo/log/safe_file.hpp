/// Reads HDF5 files that anyone may have made: names, links, types, ranks and sizes are checked before memory is taken.
///
/// Only hard links are followed; virtual and external storage and filters beyond deflate, shuffle and fletcher32 are
/// refused. Every refusal is a ganzoo::Error (corrupt) that names file and object.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <ganzoo/log/hdf5_handle.hpp>
#include <ganzoo/log/run_file.hpp>
#include <string>
#include <variant>
#include <vector>

namespace ganzoo::log {

/// A dataset's content in the widest type of its kind; unsigned bytes as they are.
struct Content {
  std::vector<std::int64_t> dims;
  std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<float>, std::vector<std::uint8_t>> values;
};

class SafeFile {
 public:
  explicit SafeFile(const std::filesystem::path& path);

  /// Members of a group, in the order they were made where the file remembers it, else by name.
  std::vector<std::string> members(const std::string& group) const;
  bool has(const std::string& path) const;
  bool is_group(const std::string& path) const;
  /// Scalar strings and numbers; others are left out.
  Attributes attributes(const std::string& path) const;
  Content content(const std::string& dataset) const;
  /// Calls `visit` with the path, relative to `group`, of every dataset below it.
  void for_each_dataset(const std::string& group, const std::function<void(const std::string&)>& visit) const;

  [[noreturn]] void refuse(const std::string& object, const std::string& why) const;

 private:
  Handle open(const std::string& path) const;
  void walk(const std::string& group, const std::string& prefix, int depth,
            const std::function<void(const std::string&)>& visit) const;
  void take(const std::string& object, std::uint64_t bytes) const;

  std::filesystem::path path_;
  std::uint64_t size_ = 0;
  mutable std::uint64_t budget_ = 0;   ///< bytes that may still be taken
  mutable std::uint64_t objects_ = 0;  ///< objects opened so far
  Handle file_;
};

}  // namespace ganzoo::log
