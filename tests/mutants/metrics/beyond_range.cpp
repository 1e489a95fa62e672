#include "between_means.hpp"

namespace {

/// A distance that is said to be at most 1.
struct BeyondRange : BetweenMeans {
  static constexpr ganzoo::About about{.title = "beyond its range", .source = "a mutant"};

  std::vector<ganzoo::Quantity> quantities() const override {
    auto all = BetweenMeans::quantities();
    all[0].range = [](const ganzoo::Data*) { return ganzoo::closed(0, 1); };
    return all;
  }
};

}  // namespace

GANZOO_PLUGIN(BeyondRange)
