#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/layers.hpp>

namespace {

/// Standard deviations over the batch beside each sample, and normalisation by it: samples are mixed, and it is said.
struct LooksAtTheBatch : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "looks at the batch", .source = "a test"};

  ganzoo::nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    using namespace ganzoo::nn;
    return sequential(
        {sample.rank() == 1 ? nullptr : flatten(), dense(32), batch_norm(), softplus(), minibatch_stddev(4), dense(1)});
  }
};

}  // namespace

GANZOO_PLUGIN(LooksAtTheBatch)
