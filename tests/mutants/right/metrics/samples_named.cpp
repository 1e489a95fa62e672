#include "between_means.hpp"

namespace {

/// Its parameter `samples` is a name, not a count.
struct SamplesNamed : BetweenMeans {
  static constexpr ganzoo::About about{.title = "samples named", .source = "a test"};

  std::string samples = "all";
  static constexpr auto parameters =
      std::tuple{ganzoo::choice("samples", &SamplesNamed::samples, "which of them", "all", "test")};
};

}  // namespace

GANZOO_PLUGIN(SamplesNamed)
