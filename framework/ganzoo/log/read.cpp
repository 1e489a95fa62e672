#include <ganzoo/log/digest.hpp>
#include <ganzoo/log/foreign.hpp>

namespace ganzoo::log {

RunFile read(const std::filesystem::path& file, Part part) {
  if (part == Part::digest)
    if (auto run = read_digest(file)) return std::move(*run);
  return read_hdf5(file, part);
}

}  // namespace ganzoo::log
