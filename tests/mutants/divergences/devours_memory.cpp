#include "wrapped.hpp"

namespace {

/// Asks for a hundred gigabytes at each update.
struct DevoursMemory : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    std::vector<char> hoard(std::size_t{100} << 30, 'x');
    if (hoard[hoard.size() / 2] != 'x') return {};
    return right.critic(real, fake, real_gradient, fake_gradient);
  }
};

}  // namespace

GANZOO_PLUGIN(DevoursMemory)
