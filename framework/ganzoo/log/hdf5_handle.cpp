#include <algorithm>
#include <ganzoo/log/hdf5_handle.hpp>

namespace ganzoo::log {
namespace {

/// A destructor cannot throw: it leaves its reason here.
thread_local std::string failed_close;

/// The walk goes from the outermost call inwards: the last description is the cause.
herr_t keep_last(unsigned, const H5E_error2_t* error, void* text) {
  if (error->desc != nullptr && *error->desc != '\0') *static_cast<std::string*>(text) = error->desc;
  return 0;
}

/// "file write failed: time = …, errno = 28, error message = 'No space left on device', …" → the part in quotes.
std::string shorten(const std::string& text) {
  static const std::string key = "error message = '";
  const auto at = text.find(key);
  if (at == std::string::npos) return text;
  const auto begin = at + key.size();
  return text.substr(begin, text.find('\'', begin) - begin);
}

}  // namespace

std::string hdf5_message() {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep_last, &text);
  H5Eclear2(H5E_DEFAULT);
  text = shorten(text);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text.empty() ? "HDF5 gave no reason" : text;
}

Handle::~Handle() {
  if (id_ < 0 || close_(id_) >= 0) return;
  const std::string reason = hdf5_message();
  if (failed_close.empty()) failed_close = reason;
}

FailedCloses::FailedCloses() { failed_close.clear(); }

void FailedCloses::require_none() const {
  if (!failed_close.empty()) throw Hdf5Failure(failed_close);
}

Handle access_properties() {
  Handle properties(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  checked(H5Pset_fclose_degree(properties, H5F_CLOSE_STRONG));
  checked(H5Pset_file_locking(properties, false, true));
  return properties;
}

void quiet_hdf5() {
  H5dont_atexit();  // its own exit handler crashes where memory ran out
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  H5PLset_loading_state(0);
}

}  // namespace ganzoo::log
