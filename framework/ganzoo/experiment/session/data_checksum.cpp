#include <ganzoo/core/sha256.hpp>
#include <ganzoo/experiment/session/data_checksum.hpp>

namespace ganzoo::experiment {

std::string data_checksum(const Data& data) {
  const auto files = data.files();
  if (files.empty()) return {};
  if (files.size() == 1) return sha256_of_file(files.front());
  Sha256 all;
  for (const std::string& file : files) all.add(sha256_of_file(file));
  return all.hex();
}

}  // namespace ganzoo::experiment
