#include <fmt/format.h>
#include <link.h>

#include <filesystem>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/sha256.hpp>
#include <ganzoo/experiment/cluster/program_files.hpp>
#include <ganzoo/experiment/run/message.hpp>
#include <set>
#include <string>

namespace ganzoo::experiment {
namespace {

namespace fs = std::filesystem;

int add_library(dl_phdr_info* info, std::size_t, void* files) {
  const fs::path file = info->dlpi_name;
  if (file.filename().string().starts_with("libganzoo")) static_cast<std::set<fs::path>*>(files)->insert(file);
  return 0;
}

}  // namespace

Table program_files() {
  std::set<fs::path> files{fs::read_symlink("/proc/self/exe")};
  dl_iterate_phdr(add_library, &files);
  Table all;
  for (const fs::path& file : files) {
    const fs::path whole = fs::weakly_canonical(file);
    all.set(whole.string(), sha256_of_file(whole.string()));
  }
  return all;
}

void require_same_program(const Table& then) {
  const Table now = program_files();
  for (const auto& [file, sha256] : then)
    if (text_of(now, file) != *sha256.get_if<std::string>())
      throw Error(Exit::environment, fmt::format("{} is not the file that submitted this job", file),
                  "ganzoo was built or installed anew: submit again");
}

}  // namespace ganzoo::experiment
