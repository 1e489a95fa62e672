#include <stdlib.h>

#include <ganzoo/bench/folder.hpp>
#include <ganzoo/core/error.hpp>
#include <string>

namespace ganzoo::bench {

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "ganzoo-bench-XXXXXX").string();
  if (!mkdtemp(name.data())) throw Error(Exit::environment, name + ": no temporary folder can be made");
  path = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

}  // namespace ganzoo::bench
