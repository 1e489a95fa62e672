#include <ganzoo/ganzoo.hpp>

namespace {

/// Its first layer has weights of zero that never move: every sample is the same.
struct DeafGenerator : ganzoo::Generator {
  static constexpr ganzoo::About about{.title = "deaf generator", .source = "a mutant"};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {4}; }
  ganzoo::nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    using namespace ganzoo::nn;
    return sequential({dense(8, Init{}), tanh(), dense(static_cast<int>(sample.size())),
                       sample.rank() == 1 ? nullptr : reshape(sample)});
  }
};

}  // namespace

GANZOO_PLUGIN(DeafGenerator)
