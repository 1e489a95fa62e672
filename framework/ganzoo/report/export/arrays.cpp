#include <fmt/format.h>
#include <zip.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/io/npy.hpp>
#include <ganzoo/report/export/export.hpp>
#include <list>

namespace ganzoo::report {
namespace {

[[noreturn]] void fail(const std::string& why) {
  throw Error(Exit::environment, fmt::format("an archive of arrays cannot be made: {}", why));
}

/// An archive in memory. What it holds is taken up when it closes: the arrays' bytes live until then.
class Archive {
 public:
  Archive() : buffer_(zip_source_buffer_create(nullptr, 0, 0, nullptr)) {
    if (buffer_ == nullptr) fail("there is no memory");
    zip_source_keep(buffer_);
    zip_error_t error;
    zip_error_init(&error);
    zip_ = zip_open_from_source(buffer_, ZIP_TRUNCATE, &error);
    if (zip_ == nullptr) fail(zip_error_strerror(&error));
  }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  ~Archive() {
    if (zip_ != nullptr) zip_discard(zip_);
    zip_source_free(buffer_);
  }

  void add(const std::string& name, std::string bytes) {
    constexpr std::time_t no_time = 315532800;  // 1980, the first that an archive can hold
    held_.push_back(std::move(bytes));
    zip_source_t* source = zip_source_buffer(zip_, held_.back().data(), held_.back().size(), 0);
    const zip_int64_t at = source == nullptr ? -1 : zip_file_add(zip_, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (at < 0) fail(zip_strerror(zip_));
    if (zip_file_set_mtime(zip_, static_cast<zip_uint64_t>(at), no_time, 0) != 0) fail(zip_strerror(zip_));
  }

  std::string bytes() {
    if (zip_close(zip_) != 0) fail(zip_strerror(zip_));
    zip_ = nullptr;
    if (zip_source_open(buffer_) != 0) fail(zip_error_strerror(zip_source_error(buffer_)));
    zip_source_seek(buffer_, 0, SEEK_END);
    std::string all(static_cast<std::size_t>(zip_source_tell(buffer_)), '\0');
    zip_source_seek(buffer_, 0, SEEK_SET);
    const zip_int64_t got = zip_source_read(buffer_, all.data(), all.size());
    zip_source_close(buffer_);
    if (got != static_cast<zip_int64_t>(all.size())) fail("it cannot be read back");
    return all;
  }

 private:
  zip_source_t* buffer_;
  zip_t* zip_ = nullptr;
  std::list<std::string> held_;
};

}  // namespace

std::string npz(const log::RunFile& run) {
  Archive archive;
  for (const auto& [name, array] : run.weights) archive.add("weights/" + name + ".npy", io::npy_bytes(array));
  for (const auto& [name, array] : run.samples) archive.add("samples/" + name + ".npy", io::npy_bytes(array));
  if (!run.real.samples.values.empty()) archive.add("data/samples.npy", io::npy_bytes(run.real.samples));
  return archive.bytes();
}

}  // namespace ganzoo::report
