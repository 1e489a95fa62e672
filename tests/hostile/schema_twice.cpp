#include <ganzoo/plugin/info.hpp>
#include <ganzoo/train/scheduler.hpp>

namespace {

struct Misnamed : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "misnamed", .source = "tests"};
  double x = 1, y = 2;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("x", &Misnamed::x, "one"), ganzoo::parameter("x", &Misnamed::y, "two")};
  ganzoo::Turn next(const ganzoo::Progress&) override { return {}; }
};

}  // namespace

GANZOO_PLUGIN(Misnamed)
