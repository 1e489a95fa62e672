#include <fmt/format.h>

#include <cmath>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/divergence/laws/scores.hpp>
#include <numeric>

namespace ganzoo::laws {
namespace {

template <class Floats>
auto column(Floats& floats) {
  return MatrixView<std::remove_pointer_t<decltype(floats.data())>>{floats.data(),
                                                                    static_cast<std::int64_t>(floats.size()), 1};
}

}  // namespace

Played play_critic(Divergence& divergence, const Scores& real, const Scores& fake) {
  Played played{{}, Scores(real.size()), Scores(fake.size())};
  played.objective =
      divergence.critic(column(real), column(fake), column(played.real_gradient), column(played.fake_gradient));
  return played;
}

Played play_generator(Divergence& divergence, const Scores& real, const Scores& fake) {
  Played played{{}, {}, Scores(fake.size())};
  if (divergence.traits().needs_real_scores) {
    played.real_gradient.resize(real.size());
    played.objective =
        divergence.generator(column(real), column(fake), column(played.real_gradient), column(played.fake_gradient));
  } else {
    played.objective = divergence.generator({}, column(fake), {}, column(played.fake_gradient));
  }
  return played;
}

Scores random_scores(int count, double spread, int stream) {
  Scores scores(static_cast<std::size_t>(count));
  const Rng rng(2, Purpose::other, static_cast<std::uint64_t>(stream));
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = static_cast<float>(spread * rng.normal(i));
  return scores;
}

Scores moderate(int count, int stream, double spread) {
  Scores scores = random_scores(count, spread, stream);
  for (float& v : scores) v = std::round(v * 256) / 256;
  return scores;
}

double sum(const Scores& gradient) { return std::accumulate(gradient.begin(), gradient.end(), 0.0); }

std::string told(const Scores& scores) { return fmt::format("({:.5g})", fmt::join(scores, ", ")); }

}  // namespace ganzoo::laws
