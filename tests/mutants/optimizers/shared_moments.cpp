#include "descent.hpp"

namespace {

/// One velocity for all networks of the process: the critic's pushes the generator.
struct SharedMoments : Descent {
  static constexpr ganzoo::About about{.title = "shared moments", .source = "a mutant"};

  static std::vector<float>& velocity() {
    static std::vector<float> shared;
    return shared;
  }

  void attach(const ganzoo::nn::Parameters& p) override { velocity().resize(p.values().size()); }
  double direction(std::size_t i, float g, const ganzoo::UpdateStep&) override {
    return velocity()[i] = 0.9F * velocity()[i] + g;
  }
};

}  // namespace

GANZOO_PLUGIN(SharedMoments)
