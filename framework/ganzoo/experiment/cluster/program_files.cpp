#include <fmt/format.h>
#include <link.h>

#include <filesystem>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/sha256.hpp>
#include <ganzoo/experiment/cluster/program_files.hpp>
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

/// Loaded or not: what links a cell's processes is a library that only those load.
bool is_still(const std::string& file, const std::string& sha256) {
  return fs::exists(file) && sha256_of_file(file) == sha256;
}

[[noreturn]] void refuse(const std::string& file) {
  throw Error(Exit::environment, fmt::format("{} is not the file that submitted this job", file),
              "ganzoo was built or installed anew: submit again");
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
    if (!is_still(file, *sha256.get_if<std::string>())) refuse(file);
  for (const auto& [file, sha256] : now)
    if (!then.find(file)) refuse(file);
}

}  // namespace ganzoo::experiment
