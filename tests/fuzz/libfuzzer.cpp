/// The parser that GANZOO_FUZZ names, under libFuzzer. With GANZOO_FUZZ_SEEDS, writes its seeds into that folder and ends.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "target.hpp"

namespace {

const fuzz::Target* chosen = nullptr;

void write_seeds(const std::string& folder) {
  for (std::size_t i = 0; i < chosen->seeds.size(); ++i)
    std::ofstream(folder + "/seed" + std::to_string(i), std::ios::binary) << chosen->seeds[i];
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char *name = std::getenv("GANZOO_FUZZ"), *seeds = std::getenv("GANZOO_FUZZ_SEEDS");
  for (const fuzz::Target& target : fuzz::targets()) {
    if (name == nullptr) std::puts(target.name);
    if (name != nullptr && std::string(name) == target.name) chosen = &target;
  }
  if (chosen != nullptr && seeds != nullptr) write_seeds(seeds);
  if (chosen == nullptr || seeds != nullptr) std::exit(chosen == nullptr && name != nullptr ? 2 : 0);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::run(*chosen, {reinterpret_cast<const char*>(data), size});
  return 0;
}
