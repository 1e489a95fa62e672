#include <ganzoo/ganzoo.hpp>

namespace {

/// Makes points in the plane whatever it is asked for.
struct AlwaysTwo : ganzoo::Generator {
  static constexpr ganzoo::About about{.title = "always two", .source = "a mutant"};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {4}; }
  ganzoo::nn::LayerPtr build(const ganzoo::Shape&) const override {
    return ganzoo::nn::sequential({ganzoo::nn::dense(2)});
  }
};

}  // namespace

GANZOO_PLUGIN(AlwaysTwo)
