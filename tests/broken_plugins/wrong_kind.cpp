#include <ganzoo/plugin/info.hpp>
#include <ganzoo/train/regularizer.hpp>

namespace {

struct WrongKind : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "a regularizer among schedulers", .source = "tests"};
};

}  // namespace

GANZOO_PLUGIN(WrongKind)
