// Times a critic update of the trainer, plain and with each penalty on its slope, as ratios to the plain one.
// Not a test: `ninja penalty_bench components && tests/bench/penalty_bench`.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/train/trainer.hpp>
#include <string>
#include <vector>

using namespace ganzoo;

namespace {

constexpr int updates = 25;

struct Uniform : Data {
  explicit Uniform(std::int64_t d) : d_(d) {}
  Shape shape() const override { return {d_}; }
  void draw(Matrix batch, const Rng& rng) const override { rng.fill_uniform(batch.flat(), 0, 1); }
  std::int64_t d_;
};

struct Workload {
  const char* name;
  std::int64_t sample;
  int noise, batch;
  List generator, critic;
};

template <class T>
std::unique_ptr<T> make(const char* name, std::initializer_list<std::pair<const char*, Value>> given = {}) {
  static Registry registry;
  Table table;
  for (const auto& [key, value] : given) table.set(key, value);
  return registry.make<T>(name, table);
}

std::unique_ptr<Trainer> trainer(const Workload& w, const std::string& penalty) {
  Players p;
  p.data = std::make_unique<Uniform>(w.sample);
  p.generator = make<Generator>("mlp", {{"noise", w.noise}, {"hidden", w.generator}});
  p.discriminator = make<Discriminator>("mlp", {{"hidden", w.critic}});
  p.divergence = make<Divergence>("minimax", {{"generator_loss", "non_saturating"}});
  if (!penalty.empty()) p.regularizers.push_back(make<Regularizer>(penalty.c_str()));
  p.scheduler = make<Scheduler>("alternating", {{"critic_steps", updates}});
  p.generator_optimizer = make<Optimizer>("adam", {{"rate", 0.0}});
  p.critic_optimizer = make<Optimizer>("adam", {{"rate", 1e-4}});
  return std::make_unique<Trainer>(std::move(p), TrainingOptions{.steps = 1'000'000, .seed = 1, .batch = w.batch});
}

/// Of the processor, a critic update: what other programs take does not count.
double seconds(Trainer& trainer) {
  const std::clock_t start = std::clock();
  trainer.step();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC / updates;
}

double median(std::vector<double> x) {
  std::nth_element(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2), x.end());
  return x[x.size() / 2];
}

}  // namespace

int main() {
  set_float_mode();
  const std::vector<Workload> workloads{{"mlp2d", 2, 2, 256, {128, 128, 128}, {128, 128, 128}},
                                        {"mlp784", 784, 100, 128, {1200, 1200}, {240, 240}}};
  const std::vector<std::string> penalties{"", "r1", "r2", "gradient_penalty", "dragan"};
  for (const Workload& w : workloads) {
    std::vector<std::unique_ptr<Trainer>> trainers;
    for (const auto& penalty : penalties) trainers.push_back(trainer(w, penalty));
    std::vector<std::vector<double>> times(penalties.size()), ratios(penalties.size());
    for (int round = 0; round < 9; ++round) {
      for (std::size_t i = 0; i < penalties.size(); ++i) times[i].push_back(seconds(*trainers[i]));
      for (std::size_t i = 0; i < penalties.size(); ++i) ratios[i].push_back(times[i].back() / times[0].back());
    }
    for (std::size_t i = 0; i < penalties.size(); ++i)
      std::printf("%-8s %-18s %9.1f us a critic update  %5.2f times plain\n", w.name,
                  penalties[i].empty() ? "plain" : penalties[i].c_str(),
                  1e6 * *std::min_element(times[i].begin(), times[i].end()), median(ratios[i]));
  }
}
