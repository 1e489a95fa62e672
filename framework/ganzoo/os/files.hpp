/// Whole files in and out, with errors in the one shape.
#pragma once

#include <filesystem>
#include <functional>
#include <ganzoo/core/error.hpp>
#include <initializer_list>
#include <string>
#include <string_view>
#include <system_error>

namespace ganzoo::os {

/// The file's bytes. Throws ganzoo::Error (environment).
std::string read_whole(const std::filesystem::path& file);

/// A file that could not be written (environment): which, and the system's reason.
class WriteError : public Error {
 public:
  WriteError(const std::filesystem::path& file, const std::error_code& reason);
  const std::error_code& reason() const { return reason_; }

 private:
  std::error_code reason_;
};

/// Asked when all is written and before it takes its place; throws where it must not.
using Fence = std::function<void()>;

/// Writes the parts one behind the other beside `file`, under its name and `suffix`, syncs that, reads it back and
/// compares, asks the fence, renames it over `file` and syncs the folder. What is there under the temporary's name is
/// replaced, never followed. Throws WriteError, or what the fence throws; then the temporary is gone, and `file` is what
/// it was, unless only the folder could not be synced.
void write_whole(const std::filesystem::path& file, std::initializer_list<std::string_view> parts,
                 std::string_view suffix = ".tmp", const Fence& fence = {});
void write_whole(const std::filesystem::path& file, std::string_view bytes);

}  // namespace ganzoo::os
