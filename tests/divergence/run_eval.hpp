/// `ganzoo eval`, as a shell runs it.
#pragma once

#include <array>
#include <cstdio>
#include <string>

struct Ran {
  int exit_code;
  std::string output;  ///< standard output and errors together
};

inline Ran run_eval(const std::string& arguments) {
  FILE* pipe = popen((std::string(GANZOO_PROGRAM) + " eval " + arguments + " 2>&1").c_str(), "r");
  std::string output;
  std::array<char, 4096> part{};
  while (const std::size_t n = fread(part.data(), 1, part.size(), pipe)) output.append(part.data(), n);
  return {pclose(pipe) / 256, output};
}
