#include <ganzoo/plugin/component.hpp>

#include <stdexcept>

namespace ganzoo {

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::generator:
      return "generator";
    case Kind::discriminator:
      return "discriminator";
    case Kind::divergence:
      return "divergence";
    case Kind::regularizer:
      return "regularizer";
    case Kind::scheduler:
      return "scheduler";
    case Kind::optimizer:
      return "optimizer";
    case Kind::data:
      return "data";
    case Kind::metric:
      return "metric";
  }
  throw std::logic_error("no such kind");
}

std::string_view folder_of(Kind kind) {
  switch (kind) {
    case Kind::generator:
      return "generators";
    case Kind::discriminator:
      return "discriminators";
    case Kind::divergence:
      return "divergences";
    case Kind::regularizer:
      return "regularizers";
    case Kind::scheduler:
      return "schedulers";
    case Kind::optimizer:
      return "optimizers";
    case Kind::data:
      return "data";
    case Kind::metric:
      return "metrics";
  }
  throw std::logic_error("no such kind");
}

}  // namespace ganzoo
