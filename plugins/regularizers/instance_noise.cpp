#include <algorithm>
#include <array>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/kernels.hpp>

namespace {

/// The critic sees real and fake samples through the same noise, which fades as training goes on.
struct InstanceNoise : ganzoo::Regularizer {
  static constexpr ganzoo::About about{
      .title = "instance noise",
      .source = "Sønderby, Caballero, Theis, Shi & Huszár, ICLR 2017; Arjovsky & Bottou, ICLR 2017",
      .summary =
          "Gives data and model a common support, so that the divergence between them is finite and its slope "
          "leads somewhere. By default it falls to nothing over the run."};

  ganzoo::Ramp std = falling_from(0.1);
  std::string law = "normal";
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("std", &InstanceNoise::std, ganzoo::at_least(0), "standard deviation, in units of the data"),
      ganzoo::choice("law", &InstanceNoise::law,
                     "of every number: normal; or two_point: −std and +std in turn along the batch, of expectation "
                     "zero where that is even",
                     "normal", "two_point")};

  bool changes_batch() const override { return true; }

  void on_batch(ganzoo::Matrix real, ganzoo::Matrix fake, const ganzoo::Moment& m, const ganzoo::Rng& rng) override {
    const double s = std.at(m.step, m.steps);
    if (law == "two_point") {
      alternate(real, static_cast<float>(s));
      alternate(fake, static_cast<float>(s));
    } else {
      add_normal(real.flat(), s, rng.child(0));
      add_normal(fake.flat(), s, rng.child(1));
    }
  }

 private:
  static constexpr ganzoo::Ramp falling_from(double std) {
    ganzoo::Ramp ramp(std);
    ramp.to = 0;
    ramp.curve = ganzoo::Ramp::Curve::linear;
    return ramp;
  }

  static void alternate(ganzoo::Matrix x, float s) {
    for (std::int64_t i = 0; i < x.rows; ++i)
      for (float& number : x.row(i)) number += i % 2 == 0 ? -s : s;
  }

  static void add_normal(std::span<float> x, double s, const ganzoo::Rng& rng) {
    std::array<float, 1024> noise;
    for (std::size_t first = 0; first < x.size(); first += noise.size()) {
      const auto part = x.subspan(first, std::min(noise.size(), x.size() - first));
      const auto drawn = std::span(noise).first(part.size());
      rng.fill_normal(drawn, 0, 1, first);
      ganzoo::nn::axpy(part, drawn, s);
    }
  }
};

}  // namespace

GANZOO_PLUGIN(InstanceNoise)
