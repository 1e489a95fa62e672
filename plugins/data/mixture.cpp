// ganzoo: link fmt
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <numeric>

namespace {

/// A mixture of Gaussians on the line; its density is known, so every divergence to it has an exact value.
struct Mixture : ganzoo::Data {
  static constexpr ganzoo::About about{
      .title = "mixture of Gaussians on the line",
      .source = "Nowozin, Cseke & Tomioka (f-GAN), NeurIPS 2016, section 2.4",
      .summary = "The default is the two-component mixture to which the f-GAN paper fits one Gaussian."};

  std::vector<double> weights{0.33, 0.67}, means{-1, 2}, stds{0.255, 1.415};
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("weights", &Mixture::weights, ganzoo::positive(), "of the components; their sum is 1"),
      ganzoo::parameter("means", &Mixture::means, "of the components"),
      ganzoo::parameter("stds", &Mixture::stds, ganzoo::positive(), "standard deviations of the components")};

  void prepare() override {
    check();
    edges_.resize(weights.size());
    std::partial_sum(weights.begin(), weights.end(), edges_.begin());
    edges_.back() = 1;
  }

  ganzoo::Shape shape() const override { return {1}; }

  std::optional<ganzoo::Distribution> density() const override {
    std::vector<ganzoo::Distribution::Component> components;
    for (std::size_t i = 0; i < weights.size(); ++i) components.push_back({weights[i], means[i], stds[i]});
    return ganzoo::Distribution::of_mixture(components);
  }

  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    const ganzoo::Rng choice = rng.child(0);
    rng.child(1).fill_normal(batch.flat(), 0, 1);
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const double u = choice.uniform(static_cast<std::uint64_t>(i));
      const auto k = static_cast<std::size_t>(std::upper_bound(edges_.begin(), edges_.end(), u) - edges_.begin());
      batch(i, 0) = static_cast<float>(means[k] + stds[k] * double{batch(i, 0)});
    }
  }

 private:
  void check() const {
    using ganzoo::Error, ganzoo::Exit;
    if (weights.empty()) throw Error(Exit::usage, "data.weights is empty, but must hold at least one number");
    if (means.size() != weights.size() || stds.size() != weights.size())
      throw Error(Exit::usage,
                  fmt::format("data.weights, means and stds hold {}, {} and {} numbers, but must hold equally many",
                              weights.size(), means.size(), stds.size()));
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (std::abs(sum - 1) > 1e-9)
      throw Error(Exit::usage, fmt::format("data.weights has the sum {}, but must have the sum 1", sum));
  }

  std::vector<double> edges_;  ///< upper ends of the components' shares of [0, 1)
};

}  // namespace

GANZOO_PLUGIN(Mixture)
