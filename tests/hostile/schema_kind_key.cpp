#include <ganzoo/ganzoo.hpp>

namespace {

/// Has a parameter that every f-divergence has.
struct Clashing {
  static constexpr ganzoo::About about{.title = "clashing", .source = "tests"};
  double link = 1;
  static constexpr auto parameters = std::tuple{ganzoo::parameter("link", &Clashing::link, "a key that is taken")};

  auto f(auto u) const { return u * log(u); }
  auto log_ratio(auto v) const { return v + 1; }
  auto conjugate_of_log_ratio(auto v) const { return exp(v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Clashing>)
