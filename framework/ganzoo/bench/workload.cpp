#include <fmt/format.h>

#include <fstream>
#include <ganzoo/bench/workload.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/rng.hpp>
#include <numeric>

namespace ganzoo::bench {
namespace {

/// Multiplications of each layer of a network, for one sample.
using Layers = std::vector<double>;

Layers dense(const std::vector<double>& sizes) {
  Layers layers;
  for (std::size_t i = 1; i < sizes.size(); ++i) layers.push_back(sizes[i - 1] * sizes[i]);
  return layers;
}

/// A 4×4 convolution of stride 2, or its transpose: `pixels` on its smaller side.
double conv(double pixels, double in, double out) { return pixels * 16 * in * out; }

/// One iteration: `critic_steps` critic updates on `batch` real and as many fresh fake samples, and one generator
/// update that takes neither weight gradients of the critic nor input gradients of either network's first layer.
double iteration(double batch, double critic_steps, const Layers& generator, const Layers& critic) {
  const double g = std::accumulate(generator.begin(), generator.end(), 0.0);
  const double d = std::accumulate(critic.begin(), critic.end(), 0.0);
  const double critic_update = g + 2 * (3 * d - critic.front());
  const double generator_update = 3 * g - generator.front() + 2 * d;
  return 2 * batch * (critic_steps * critic_update + generator_update);
}

constexpr std::int64_t images = 1024;

constexpr const char* common = R"(
seed = 0
steps = 1_000_000_000
[generator]
{generator}
[discriminator]
{critic}
[scheduler]
name = "alternating"
critic_steps = {critic_steps}
[train]
batch = {batch}
threads = {threads}
precision = "{precision}"
ema = 0.0
[metrics]
every = 0
samples = 1
names = []
[log]
every = 10
snapshots = 0
commit = 10.0
keep_checkpoint = true
)";

constexpr const char* minimax = R"(
[divergence]
name = "minimax"
generator_loss = "non_saturating"
[optimizer]
generator = { name = "adam", rate = 2e-4, beta1 = 0.5 }
discriminator = { name = "adam", rate = 2e-4, beta1 = 0.5 }
)";

constexpr const char* wasserstein = R"(
[divergence]
name = "wasserstein"
[[regularizer]]
name = "weight_clip"
bound = 0.01
[optimizer]
generator = { name = "rmsprop", rate = 5e-5 }
discriminator = { name = "rmsprop", rate = 5e-5 }
)";

/// What a workload's experiment says of its players.
struct Players {
  const char* name;
  const char* generator;
  const char* critic;
  const char* game;
  int batch, critic_steps;
  const char* range = "[0.0, 1.0]";
};

constexpr const char* mlp784_generator = "name = \"mlp\"\nnoise = 100\nhidden = [1200, 1200]\noutput = \"sigmoid\"";
constexpr const char* mlp784_critic = "name = \"mlp\"\nhidden = [240, 240]";

constexpr Players all_players[] = {{"mlp2d", "name = \"mlp\"\nnoise = 2\nhidden = [128, 128, 128]",
                                    "name = \"mlp\"\nhidden = [128, 128, 128]", minimax, 256, 1},
                                   {"mlp784", mlp784_generator, mlp784_critic, minimax, 128, 1},
                                   {"wgan784", mlp784_generator, mlp784_critic, wasserstein, 128, 5},
                                   {"dcgan32", "name = \"dcgan\"\nnoise = 100\nchannels = 64\nnorm = \"batch\"",
                                    "name = \"dcgan\"\nchannels = 64\nnorm = \"none\"", minimax, 64, 1, "[-1.0, 1.0]"}};

const Players& players_of(const std::string& name) {
  for (const Players& players : all_players)
    if (players.name == name) return players;
  throw Error(Exit::bug, "workload " + name + " has no players");
}

std::string data_of(const Workload& workload, const Players& players, const std::filesystem::path& folder) {
  if (workload.image == 0) return "[data]\nname = \"ring\"\n";
  const std::string file = to_string(Value((folder / fmt::format("{}.idx", workload.image)).string()));
  return fmt::format("[data]\nname = \"idx\"\ntrain = {0}\ntest = {0}\nvalidation = 0\nrange = {1}\n", file,
                     players.range);
}

void write_big_endian(std::ostream& out, std::int64_t number) {
  for (const int shift : {24, 16, 8, 0}) out.put(static_cast<char>(number >> shift & 0xff));
}

}  // namespace

const std::vector<Workload>& workloads() {
  static const std::vector<Workload> all = [] {
    const Layers generator = dense({100, 1200, 1200, 784}), critic = dense({784, 240, 240, 1});
    const Layers painter{100 * 4096, conv(16, 256, 128), conv(64, 128, 64), conv(256, 64, 1)};
    const Layers viewer{conv(256, 1, 64), conv(64, 64, 128), conv(16, 128, 256), 4096};
    return std::vector<Workload>{
        {"mlp2d", iteration(256, 1, dense({2, 128, 128, 128, 2}), dense({2, 128, 128, 128, 1})), 0},
        {"mlp784", iteration(128, 1, generator, critic), 28},
        {"wgan784", iteration(128, 5, generator, critic), 28},
        {"dcgan32", iteration(64, 1, painter, viewer), 32}};
  }();
  return all;
}

const Workload& workload(const std::string& name) {
  std::vector<std::string> known;
  for (const Workload& one : workloads()) {
    if (one.name == name) return one;
    known.push_back(one.name);
  }
  const std::string near = nearest(name, known);
  throw Error(Exit::usage, fmt::format("bench: WORKLOAD is {}, but must be one of {}", name, fmt::join(known, ", ")),
              near.empty() ? "" : "did you mean " + near + "?");
}

void write_images(std::int64_t side, const std::filesystem::path& folder) {
  std::vector<float> row(static_cast<std::size_t>(side * side));
  std::ofstream out(folder / fmt::format("{}.idx", side), std::ios::binary);
  for (const std::int64_t number : {std::int64_t{0x803}, images, side, side}) write_big_endian(out, number);
  for (std::int64_t i = 0; i < images; ++i) {
    Rng(0, Purpose::other, static_cast<std::uint64_t>(i)).fill_uniform(row, 0, 256);
    for (const float v : row) out.put(static_cast<char>(static_cast<unsigned char>(v)));
  }
  if (!out.flush()) throw Error(Exit::environment, folder.string() + ": the benchmark's images cannot be written");
}

Table experiment_of(const Workload& workload, const Setting& setting, const std::filesystem::path& folder) {
  const Players& players = players_of(workload.name);
  std::string text =
      fmt::format(fmt::runtime(common), fmt::arg("generator", players.generator), fmt::arg("critic", players.critic),
                  fmt::arg("critic_steps", players.critic_steps), fmt::arg("batch", players.batch),
                  fmt::arg("threads", setting.threads), fmt::arg("precision", setting.precision));
  text = fmt::format("title = \"{}\"\n{}{}{}", workload.name, text, players.game, data_of(workload, players, folder));
  return config::parse_toml(text, workload.name);
}

}  // namespace ganzoo::bench
