/// A number in memory that a process and its child share: the one reads what the other has written, after its end, too.
#pragma once

#include <cstdint>
#include <ganzoo/os/process.hpp>
#include <optional>

namespace ganzoo::os {

/// The reader's end; its descriptor is what the child is given.
class SharedNumber {
 public:
  /// Holds `first` until the child writes. Throws ganzoo::Error (environment).
  explicit SharedNumber(std::int64_t first);

  int descriptor() const { return file_.get(); }
  /// Nothing where the child has made the file too short for a number.
  std::optional<std::int64_t> read() const;

 private:
  Descriptor file_;
};

/// The child's end, as long as the process lives: written as any variable is. Of a descriptor that is none, a variable
/// that nobody else sees.
volatile std::int64_t& shared_number(int descriptor);

}  // namespace ganzoo::os
