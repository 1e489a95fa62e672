// ganzoo: link fmt
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <numbers>

namespace {

namespace nn = ganzoo::nn;

/// The generator as decoder p(x|z), an encoder q(z|x) = N(μ(x), diag σ²(x)) beside it.
struct Vae : ganzoo::Fit {
  static constexpr ganzoo::About about{
      .title = "variational autoencoder",
      .source =
          "Kingma & Welling, Auto-encoding variational Bayes, ICLR 2014, eq. 10; decoder of the likeliest width: "
          "Rybkin, "
          "Daniilidis & Levine, ICML 2021",
      .summary =
          "Fits any generator of normal noise as a decoder, with an encoder that learns beside it by the generator's "
          "optimizer: descends −ELBO, in nats. What is sampled is the decoder's mean, so that images are smooth.",
      .formula = "−E log p(x|z) + β KL(q(z|x)‖N(0, 1)), z = μ(x) + σ(x) ε"};

  std::string decoder = "gaussian";
  double std = 0, beta = 1;
  std::vector<int> hidden{256};
  std::string activation = "relu";
  static constexpr auto parameters = std::tuple{
      ganzoo::choice("decoder", &Vae::decoder,
                     "p(x|z): a Gaussian about the generator's output, or that as the "
                     "probability of 1, of data in [0, 1]",
                     "gaussian", "bernoulli"),
      ganzoo::parameter("std", &Vae::std, ganzoo::at_least(0),
                        "of the Gaussian decoder; 0: the likeliest, the batch's root mean square error"),
      ganzoo::parameter("beta", &Vae::beta, ganzoo::positive(), "weight of the code's divergence; 1: a bound on log p"),
      ganzoo::parameter("hidden", &Vae::hidden, ganzoo::at_least(1), "widths of the encoder's hidden layers"),
      ganzoo::choice("activation", &Vae::activation, "of the encoder's hidden layers", "relu", "leaky_relu", "tanh",
                     "softplus", "elu")};

  void accept(const ganzoo::Data& data, const ganzoo::Generator& generator) const override {
    if (generator.uniform_noise()) refuse("vae", "another: its code is normal, this generator's noise is uniform");
    if (decoder == "bernoulli" && data.interval() != std::pair<double, double>{0, 1})
      throw ganzoo::Error(ganzoo::Exit::usage,
                          "divergence.decoder is \"bernoulli\", but must be \"gaussian\": the data does not lie in "
                          "[0, 1]");
  }

  nn::LayerPtr encoder(const ganzoo::Shape& sample, const ganzoo::Shape& noise) const override {
    std::vector<nn::LayerPtr> layers{sample.rank() > 1 ? nn::flatten() : nullptr};
    for (const int width : hidden) {
      layers.push_back(nn::dense(width));
      layers.push_back(nn::activation(activation));
    }
    layers.push_back(nn::dense(static_cast<int>(2 * noise.size())));
    return nn::sequential(std::move(layers));
  }

  ganzoo::Objective update(ganzoo::FitScene& s) override {
    scene_ = &s;
    epsilon_.assign(s.noise.flat().begin(), s.noise.flat().end());
    s.encode();
    const double code = beta * encode();
    s.generate();
    ganzoo::Objective objective;
    objective.value = code + (decoder == "gaussian" ? gaussian() : bernoulli(objective.saturated));
    s.generate_back();
    encode_back();
    s.encode_back();
    return objective;
  }

 private:
  [[noreturn]] static void refuse(const char* value, const char* property) {
    throw ganzoo::Error(ganzoo::Exit::usage, fmt::format("divergence.name is \"{}\", but must be {}", value, property));
  }

  double rows() const { return static_cast<double>(scene_->real.rows); }
  double mean(std::int64_t i, std::int64_t k) const { return scene_->code(i, k); }
  double log_variance(std::int64_t i, std::int64_t k) const { return scene_->code(i, scene_->noise.columns + k); }
  double epsilon(std::int64_t i, std::int64_t k) const {
    return epsilon_[static_cast<std::size_t>(i * scene_->noise.columns + k)];
  }

  /// z = μ + σ ε; returns the mean of KL(N(μ, σ²)‖N(0, 1)) = ½ Σ (μ² + σ² − 1 − log σ²).
  double encode() {
    double sum = 0;
    for (std::int64_t i = 0; i < scene_->noise.rows; ++i)
      for (std::int64_t k = 0; k < scene_->noise.columns; ++k) {
        const double mu = mean(i, k), l = log_variance(i, k);
        sum += 0.5 * (mu * mu + std::expm1(l) - l);
        scene_->noise(i, k) = static_cast<float>(mu + std::exp(0.5 * l) * epsilon(i, k));
      }
    return sum / rows();
  }

  void encode_back() {
    const std::int64_t z = scene_->noise.columns;
    for (std::int64_t i = 0; i < scene_->noise.rows; ++i)
      for (std::int64_t k = 0; k < z; ++k) {
        const double l = log_variance(i, k), g = scene_->noise_gradient(i, k);
        scene_->code_gradient(i, k) = static_cast<float>(g + beta * mean(i, k) / rows());
        scene_->code_gradient(i, z + k) =
            static_cast<float>(0.5 * g * std::exp(0.5 * l) * epsilon(i, k) + 0.5 * beta * std::expm1(l) / rows());
      }
  }

  double square_error() const {
    double sum = 0;
    for (std::int64_t i = 0; i < scene_->real.size(); ++i) {
      const double difference = double{scene_->fake.data[i]} - scene_->real.data[i];
      sum += difference * difference;
    }
    return sum;
  }

  double gaussian() {
    const double n = static_cast<double>(scene_->real.size()), error = square_error();
    const double variance = std > 0 ? std * std : error / n;
    for (std::int64_t i = 0; i < scene_->real.size(); ++i)
      scene_->fake_gradient.data[i] =
          static_cast<float>((double{scene_->fake.data[i]} - scene_->real.data[i]) / (variance * rows()));
    return (0.5 * n * std::log(2 * std::numbers::pi * variance) + 0.5 * error / variance) / rows();
  }

  /// −x log p − (1 − x) log(1 − p); beyond the last p that a float tells from 0 and 1 in a straight line, counted.
  double bernoulli(double& saturated) {
    constexpr double edge = 1e-7;
    double sum = 0;
    for (std::int64_t i = 0; i < scene_->real.size(); ++i) {
      const double x = scene_->real.data[i], given = scene_->fake.data[i], p = std::clamp(given, edge, 1 - edge);
      const double slope = (p - x) / (p * (1 - p));
      sum += -x * std::log(p) - (1 - x) * std::log1p(-p) + slope * (given - p);
      saturated += given != p;
      scene_->fake_gradient.data[i] = static_cast<float>(slope / rows());
    }
    return sum / rows();
  }

  ganzoo::FitScene* scene_ = nullptr;  ///< of the update under way
  std::vector<float> epsilon_;
};

}  // namespace

GANZOO_PLUGIN(Vae)
