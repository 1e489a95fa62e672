/// Compiles one component against the headers and the library that this program itself was built from. Not installed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace ganzoo {

/// What sdk.json beside the own components says: of a build tree, or of an installation wherever it was moved to.
struct Sdk {
  std::vector<std::string> compiler;  ///< the program and its first arguments; the environment's CXX comes first
  std::vector<std::string> flags;
  std::vector<std::filesystem::path> includes;
  std::filesystem::path library;  ///< the folder of libganzoo.so
};

/// Throws ganzoo::Error (environment) where there is none: the program was copied without its headers.
Sdk read_sdk();

/// The libraries that a source asks for in lines `// ganzoo: link NAME…`.
std::vector<std::string> linked_libraries(const std::filesystem::path& source);

/// Compiles and links `source` into `module`; the compiler speaks on stderr. Throws ganzoo::Error: usage where it does
/// not compile, environment where there is no compiler.
void compile(const Sdk& sdk, const std::filesystem::path& source, const std::filesystem::path& module);

}  // namespace ganzoo
