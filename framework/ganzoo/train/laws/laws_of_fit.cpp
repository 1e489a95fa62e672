#include <cmath>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/train/densities.hpp>
#include <ganzoo/train/evaluations.hpp>
#include <ganzoo/train/fit_pass.hpp>
#include <ganzoo/train/laws/density.hpp>
#include <ganzoo/train/laws/laws.hpp>
#include <ganzoo/train/laws/networks.hpp>
#include <numbers>

namespace ganzoo::laws {
namespace {

constexpr double low = 0.1, high = 0.9;

/// Uniform in a square within [0, 1]²: data of either decoder.
struct Square : Data {
  Shape shape() const override { return {2}; }
  std::pair<double, double> interval() const override { return {0, 1}; }
  void draw(Matrix batch, const Rng& rng) const override {
    rng.fill_uniform(batch.flat(), static_cast<float>(low), static_cast<float>(high));
  }
};

/// A perceptron into (0, 1)².
struct Squashed : Generator {
  Shape noise(const Shape&) const override { return {2}; }
  nn::LayerPtr build(const Shape& sample) const override {
    return nn::sequential({nn::dense(5), nn::tanh(), nn::dense(static_cast<int>(sample.size())), nn::sigmoid()});
  }
};

/// x = shift + scale ⊙ z, whose likelihood is known.
struct Affine : Generator, LikelihoodGenerator {
  Shape noise(const Shape& sample) const override { return sample; }
  nn::LayerPtr build(const Shape&) const override { return nn::scale_shift(0.7, 0.3); }
  double log_likelihood(const nn::Parameters& p, ConstMatrix x, std::span<double> gradient) const override {
    const auto& scales = p.entries()[0];
    const auto& shifts = p.entries()[1];
    std::ranges::fill(gradient, 0.0);
    double sum = 0;
    for (std::int64_t i = 0; i < x.rows; ++i)
      for (std::int64_t j = 0; j < x.columns; ++j) {
        const auto at = static_cast<std::size_t>(j);
        const double s = p.value(0)[at], z = (x(i, j) - p.value(1)[at]) / s;
        sum -= 0.5 * z * z + std::log(std::abs(s)) + 0.5 * std::log(2 * std::numbers::pi);
        gradient[static_cast<std::size_t>(scales.offset) + at] += (z * z - 1) / s / static_cast<double>(x.rows);
        gradient[static_cast<std::size_t>(shifts.offset) + at] += z / s / static_cast<double>(x.rows);
      }
    return sum / static_cast<double>(x.rows);
  }
};

/// The first of these that the fit accepts; null where it accepts none.
std::unique_ptr<Generator> accepted(const Fit& fit, const Data& data) {
  std::unique_ptr<Generator> all[] = {std::make_unique<Squashed>(), std::make_unique<Affine>()};
  for (std::unique_ptr<Generator>& one : all) try {
      fit.accept(data, *one);
      return std::move(one);
    } catch (const Error&) {  // it may refuse what it cannot fit, and say why
    }
  return nullptr;
}

/// An update on one batch, again and again.
struct FitTrial {
  static constexpr int rows = 6;

  std::unique_ptr<Divergence> divergence;
  Fit& fit;
  Square data;
  std::unique_ptr<Generator> generator;
  nn::Network network;
  std::unique_ptr<nn::Network> encoder;
  Machine machine{1, nn::Precision::fp32};
  Board board;
  GeneratorPass fakes;
  FitPass pass;

  FitTrial(std::unique_ptr<Divergence> d, std::unique_ptr<Generator> g)
      : divergence(std::move(d)),
        fit(dynamic_cast<Fit&>(*divergence)),
        generator(std::move(g)),
        network("generator", generator->build(data.shape()), generator->noise(data.shape())),
        encoder(make_encoder()),
        board(rows, network.input().size(), 2, 0),
        fakes(machine, network, board, true, encoder != nullptr),
        pass(machine, *generator, network, encoder.get(), board, fakes) {
    network.parameters().initialise(8);
    if (encoder) encoder->parameters().initialise(9);
    data.draw(board.samples.real(), Rng(7, Purpose::data));
  }

  double objective() {
    Rng(7, Purpose::generator_noise).fill_normal(board.noise.view().flat(), 0, 1);
    pass.begin(Rng(7, Purpose::generator_layers));
    return fit.update(pass).value;
  }

 private:
  std::unique_ptr<nn::Network> make_encoder() const {
    nn::LayerPtr layers = fit.encoder(data.shape(), network.input());
    return layers ? std::make_unique<nn::Network>("encoder", std::move(layers), data.shape()) : nullptr;
  }
};

std::unique_ptr<FitTrial> trial_of(const Specimen& s) {
  auto divergence = s.make<Divergence>();
  const auto& fit = dynamic_cast<const Fit&>(*divergence);
  const Square data;
  auto generator = accepted(fit, data);
  return generator ? std::make_unique<FitTrial>(std::move(divergence), std::move(generator)) : nullptr;
}

bool stands_in(const Specimen& s) {
  const Square data;
  return fits(s) && dynamic_cast<const Fit&>(*s.make<Divergence>()).stand_in(&data) != nullptr;
}
bool trains(const Specimen& s) { return fits(s) && !stands_in(s); }

std::vector<float> gradients(const nn::Network& network) {
  const auto g = network.parameters().gradients();
  return {g.begin(), g.end()};
}

Counterexample fit_slopes(const Specimen& s) {
  const std::unique_ptr<FitTrial> trial = trial_of(s);
  if (!trial) return s.varied() ? Counterexample{} : "it accepts neither a perceptron nor a generator of known density";
  const auto value = [&] {
    const double objective = trial->objective();
    return Summed{objective, 0.1 * std::abs(objective)};  // a mean in double over floats
  };
  if (const double first = value().value; !std::isfinite(first)) return fmt::format("its objective is {}", first);
  const std::vector<float> of_generator = gradients(trial->network);
  const std::vector<float> of_encoder = trial->encoder ? gradients(*trial->encoder) : std::vector<float>{};
  if (auto found = wrong_weights(trial->network, of_generator, value))
    return fmt::format("of the generator, {}", *found);
  if (!trial->encoder) return {};
  if (auto found = wrong_weights(*trial->encoder, of_encoder, value)) return fmt::format("of the encoder, {}", *found);
  return {};
}

/// Samples of what stands in for `data`.
OwnedMatrix samples_of(const Specimen& s, const Data& data, int count) {
  const auto divergence = s.make<Divergence>();
  const auto generator = dynamic_cast<const Fit&>(*divergence).stand_in(&data);
  nn::Network network("generator", generator->build(data.shape()), generator->noise(data.shape()));
  network.parameters().initialise(8);
  nn::Engine engine;
  const auto plan = network.plan(engine, {.batch = count, .training = false, .update_statistics = false});
  fill_noise(plan->input(), generator->uniform_noise(), Rng(7, Purpose::other));
  plan->forward();
  OwnedMatrix out(count, plan->output().columns);
  std::ranges::copy(plan->output().flat(), out.view().data);
  return out;
}

/// Of twenty thousand: the mean within six errors where it rests on a thousand samples of the data, the spread within a
/// tenth.
Counterexample stands_for_data(const Specimen& s) {
  const OwnedMatrix x = samples_of(s, Square(), 20'000);
  if (x.columns != 2) return fmt::format("its samples are of {} numbers, the data's of 2", x.columns);
  const double truth = (high - low) * (high - low) / 12;
  for (std::int64_t j = 0; j < 2; ++j) {
    std::vector<double> column;
    for (std::int64_t i = 0; i < x.rows; ++i) column.push_back(x.view()(i, j));
    const Moments got = moments(column);
    if (!(std::abs(got.mean - 0.5 * (low + high)) <= 6 * std::sqrt(truth / 1000)))
      return fmt::format("the mean of its coordinate {} is {:.4g}, the data's {:.4g}", j, got.mean, 0.5 * (low + high));
    if (!(std::abs(got.variance / truth - 1) <= 0.1))
      return fmt::format("the variance of its coordinate {} is {:.4g}, the data's {:.4g}", j, got.variance, truth);
  }
  return {};
}

}  // namespace

std::vector<double> fit_behaviour(const Specimen& s) {
  if (stands_in(s)) {
    const OwnedMatrix x = samples_of(s, Square(), 8);
    return {x.view().flat().begin(), x.view().flat().end()};
  }
  const std::unique_ptr<FitTrial> trial = trial_of(s);
  if (!trial) return {};
  std::vector<double> numbers{trial->objective()};
  for (const float g : gradients(trial->network)) numbers.push_back(g);
  return numbers;
}

const std::vector<Law>& fit_laws() {
  static const std::vector<Law> all{
      {"fit_slopes", "what it leaves in the weights' gradients is not the gradient of the objective that it tells",
       "2 % of the gradient to one parameter by itself", fit_slopes, false, trains},
      {"stands_for_data", "what it puts in the generator's place does not have the data's mean and variance",
       "a tenth of the variance", stands_for_data, true, stands_in},
  };
  return all;
}

}  // namespace ganzoo::laws
