/// HDF5 identifiers that close themselves, and HDF5's error stack as an exception.
#pragma once

#include <hdf5.h>

#include <ganzoo/core/error.hpp>
#include <stdexcept>
#include <string>
#include <utility>

namespace ganzoo::log {

/// HDF5 refused; what() is its own message. The writer and the reader turn it into a ganzoo::Error that names the file.
class Hdf5Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The innermost message of HDF5's error stack, which it clears.
std::string hdf5_message();

/// The value itself, or Hdf5Failure where HDF5 returned a negative one.
template <class T>
T checked(T value) {
  if (value < 0) throw Hdf5Failure(hdf5_message());
  return value;
}

/// Owns one identifier.
class Handle {
 public:
  Handle() = default;
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(checked(id)), close_(close) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle();

  hid_t get() const { return id_; }
  operator hid_t() const { return id_; }  // NOLINT: every C function takes it so
  /// Closes now, and throws where that fails: a file's last bytes are written here.
  void close() {
    if (id_ >= 0) checked(close_(std::exchange(id_, -1)));
  }

 private:
  hid_t id_ = -1;
  herr_t (*close_)(hid_t) = nullptr;
};

/// Watches, as long as it lives, whether a Handle's destructor on this thread fails to close: HDF5 may write there.
class FailedCloses {
 public:
  FailedCloses();
  /// Throws Hdf5Failure with the reason of the first.
  void require_none() const;
};

/// Access properties of every file: ordinary driver, no lock (files are renamed into place), close takes all with it.
Handle access_properties();

/// Quiet, without plugins and without an exit handler: called by every entry to this library, cheap. A process that
/// enters here never, as the supervisor, never pays for libhdf5, which crashes where it finds no memory to begin with.
void quiet_hdf5();

}  // namespace ganzoo::log
