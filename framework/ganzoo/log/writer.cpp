#include <fmt/format.h>
#include <unistd.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/log/checksum.hpp>
#include <ganzoo/log/digest.hpp>
#include <ganzoo/log/image.hpp>
#include <ganzoo/log/questions.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/log/trailer.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/os/host.hpp>

namespace ganzoo::log {
namespace {

/// What no reader would take is not written: it would be found when it is too late.
void require_sound(const std::filesystem::path& file, const RunFile& run) {
  if (const std::string fault = fault_of(run); !fault.empty())
    throw Error(Exit::bug, fmt::format("{}: {}", file.string(), fault));
}

}  // namespace

void write(const std::filesystem::path& file, const RunFile& run, const os::Fence& fence) try {
  require_sound(file, run);
  quiet_hdf5();
  const Image image(run);
  const std::string digest = digest_of(run), seal = trailer(seal_key, checksum_of({image.bytes(), digest}));
  os::write_whole(file, {image.bytes(), digest, seal}, "." + os::host_and_process() + ".tmp", fence);
} catch (const Hdf5Failure& failure) {
  throw Error(Exit::cells_failed, fmt::format("{}: cannot be put together: {}", file.string(), failure.what()));
}

void remove_temporaries(const std::filesystem::path& file) {
  const std::string begin = file.filename().string() + ".";
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(file.parent_path(), error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(begin) && name.ends_with("tmp")) ::unlink(entry.path().c_str());
  }
}

}  // namespace ganzoo::log
