#include <fmt/format.h>

#include <array>
#include <ganzoo/core/error.hpp>
#include <ganzoo/nn/init.hpp>
#include <vector>

namespace ganzoo::nn {
namespace {

struct Named {
  const char* name;
  Init::Law law;
};

constexpr std::array laws{Named{"glorot_uniform", Init::Law::glorot_uniform},
                          Named{"glorot_normal", Init::Law::glorot_normal},
                          Named{"he_uniform", Init::Law::he_uniform},
                          Named{"he_normal", Init::Law::he_normal},
                          Named{"normal", Init::Law::normal},
                          Named{"uniform", Init::Law::uniform}};

}  // namespace

Init init(const std::string& law, double scale) {
  std::vector<std::string> known;
  for (const Named& l : laws) {
    if (law == l.name) return {.law = l.law, .scale = scale};
    known.emplace_back(l.name);
  }
  const std::string near = nearest(law, known);
  throw Error(Exit::usage, fmt::format("init is \"{}\", but must be one of {}", law, fmt::join(known, ", ")),
              near.empty() ? "" : "did you mean " + near + "?");
}

}  // namespace ganzoo::nn
