// A file that dlopen would die of is refused before dlopen sees it.
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/temporary.hpp"

#include <ganzoo/core/error.hpp>
#include <ganzoo/plugin/registry.hpp>

#include <elf.h>

#include <cstddef>
#include <string>

namespace {

const std::string good = GANZOO_BUILD_DIR "/broken_plugins/schedulers/good.so";

/// The error on loading a file of these bytes, behind the file's name.
std::string refusal(const std::string& bytes) {
  const TemporaryFolder folder;
  const std::string file = folder.path / "x.so";
  files::write(file, bytes);
  ganzoo::Registry registry;
  try {
    registry.load(ganzoo::Kind::scheduler, file);
  } catch (const ganzoo::Error& error) {
    CHECK(error.code() == ganzoo::Exit::usage);
    const std::string message = error.what();
    REQUIRE(message.starts_with(file + " cannot be loaded: "));
    return message.substr(file.size() + 19);
  }
  return "";
}

}  // namespace

TEST_CASE("A module cut anywhere is refused as truncated", "[unit]") {
  const std::string whole = files::read(good);
  REQUIRE(whole.size() > 10'000);
  for (const std::size_t length : {std::size_t{5}, std::size_t{63}, std::size_t{64}, std::size_t{100},
                                   std::size_t{4096}, whole.size() / 2, whole.size() - 4096, whole.size() - 1}) {
    INFO(length);
    CHECK(refusal(whole.substr(0, length))
              .starts_with("it is truncated: " + std::to_string(length) + " bytes of at least"));
  }
}

TEST_CASE("What is no ELF file is no shared library", "[unit]") {
  CHECK(refusal("") == "it is not a shared library");
  CHECK(refusal("#!/bin/sh\n") == "it is not a shared library");
  CHECK(refusal(std::string(100'000, '\0')) == "it is not a shared library");
}

TEST_CASE("Objects, programs and libraries of another machine are refused", "[unit]") {
  const std::string reason = "it is not a shared library of this machine (64-bit x86)";
  std::string bytes = files::read(good);
  bytes[offsetof(Elf64_Ehdr, e_machine)] = static_cast<char>(EM_AARCH64);
  CHECK(refusal(bytes) == reason);
  bytes = files::read(good);
  bytes[EI_CLASS] = ELFCLASS32;
  CHECK(refusal(bytes) == reason);
  bytes = files::read(good);
  bytes[offsetof(Elf64_Ehdr, e_type)] = ET_REL;
  CHECK(refusal(bytes) == reason);
}

TEST_CASE("A header that promises more than can be is refused", "[unit]") {
  std::string bytes = files::read(good);
  const std::uint64_t far = ~std::uint64_t{0} - 8;
  bytes.replace(offsetof(Elf64_Ehdr, e_shoff), sizeof far, reinterpret_cast<const char*>(&far), sizeof far);
  CHECK(refusal(bytes).starts_with("it is truncated"));
  bytes = files::read(good);
  bytes.replace(offsetof(Elf64_Ehdr, e_phoff), sizeof far, reinterpret_cast<const char*>(&far), sizeof far);
  CHECK(refusal(bytes).starts_with("it is truncated"));
}

TEST_CASE("A module that the disk does not give is the environment's fault, not the module's", "[unit]") {
  const TemporaryFolder folder;
  const std::string file = folder.path / "x.so";
  std::filesystem::create_symlink("/proc/self/mem", file);  // EIO where nothing is mapped, as at its beginning
  ganzoo::Registry registry;
  try {
    registry.load(ganzoo::Kind::scheduler, file);
    FAIL("loaded");
  } catch (const ganzoo::Error& error) {
    CHECK(error.code() == ganzoo::Exit::environment);
    CHECK(std::string(error.what()) == file + " cannot be read: Input/output error");
  }
}

TEST_CASE("A directory is no shared library", "[unit]") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path / "x.so");
  ganzoo::Registry registry;
  CHECK_THROWS_AS(registry.load(ganzoo::Kind::scheduler, folder.path / "x.so"), ganzoo::Error);
}
