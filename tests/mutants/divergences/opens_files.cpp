#include <fcntl.h>

#include <stdexcept>

#include "wrapped.hpp"

namespace {

/// Opens a file at each update and never closes one.
struct OpensFiles : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    for (int i = 0; i < 100000; ++i)
      if (open("/dev/null", O_RDONLY) < 0) throw std::runtime_error("no descriptor is left");
    return right.critic(real, fake, real_gradient, fake_gradient);
  }
};

}  // namespace

GANZOO_PLUGIN(OpensFiles)
