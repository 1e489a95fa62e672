#include <ganzoo/divergence/critic_loss.hpp>
#include <numeric>
#include <stdexcept>

namespace ganzoo::detail {
namespace {

double sum(std::span<const float> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

double mean(ConstMatrix scores) { return sum(scores.flat()) / static_cast<double>(scores.size()); }

void shift(Matrix gradient, double by) {
  for (float& g : gradient.flat()) g = static_cast<float>(g + by);
}

}  // namespace

ReadScores::ReadScores(Reading reading, ConstMatrix x, ConstMatrix y)
    : real(x.flat().begin(), x.flat().end()), fake(y.flat().begin(), y.flat().end()) {
  if (reading == Reading::paired && real.size() != fake.size())
    throw std::invalid_argument("a paired reading needs as many real scores as fake ones");
  if (reading == Reading::paired)
    for (std::size_t i = 0; i < real.size(); ++i) {
      real[i] = x.data[i] - y.data[i];
      fake[i] = -real[i];
    }
  if (reading == Reading::averaged) {
    const double real_mean = mean(x), fake_mean = mean(y);
    for (float& v : real) v = static_cast<float>(v - fake_mean);
    for (float& v : fake) v = static_cast<float>(v - real_mean);
  }
}

void ReadScores::pull_back(Reading reading, Matrix real_gradient, Matrix fake_gradient) {
  if (reading == Reading::paired)
    for (std::int64_t i = 0; i < real_gradient.size(); ++i) {
      const float both = real_gradient.data[i] - fake_gradient.data[i];
      real_gradient.data[i] = both;
      fake_gradient.data[i] = -both;
    }
  if (reading == Reading::averaged) {
    const double of_real = sum(real_gradient.flat()), of_fake = sum(fake_gradient.flat());
    shift(real_gradient, -of_fake / static_cast<double>(real_gradient.size()));
    shift(fake_gradient, -of_real / static_cast<double>(fake_gradient.size()));
  }
}

}  // namespace ganzoo::detail
