#include <fmt/format.h>

#include <fstream>
#include <ganzoo/bench/workload.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/report/picture/picture.hpp>
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

constexpr std::int64_t images = 1024, pictures = 256;

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
noise = "independent"
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

constexpr const char* penalised_wasserstein = R"(
[divergence]
name = "wasserstein"
[[regularizer]]
name = "gradient_penalty"
lambda = 10.0
[optimizer]
generator = { name = "adam", rate = 1e-4, beta1 = 0.0, beta2 = 0.9 }
discriminator = { name = "adam", rate = 1e-4, beta1 = 0.0, beta2 = 0.9 }
)";

constexpr const char* minimax_with_r1 = R"(
[[regularizer]]
name = "r1"
gamma = 10.0
)";

constexpr const char* hinge = R"(
[divergence]
name = "hinge"
[optimizer]
generator = { name = "adam", rate = 2e-4, beta1 = 0.0, beta2 = 0.9 }
discriminator = { name = "adam", rate = 2e-4, beta1 = 0.0, beta2 = 0.9 }
)";

constexpr const char* mlp784_generator = "name = \"mlp\"\nnoise = 100\nhidden = [1200, 1200]\noutput = \"sigmoid\"";
constexpr const char* mlp784_critic = "name = \"mlp\"\nhidden = [240, 240]";
constexpr const char* dcgan_generator = "name = \"dcgan\"\nnoise = 100\nchannels = 64\nnorm = \"batch\"";
constexpr const char* dcgan_critic = "name = \"dcgan\"\nchannels = 64\nnorm = \"none\"";

std::vector<Workload> declared() {
  const Layers generator = dense({100, 1200, 1200, 784}), critic = dense({784, 240, 240, 1});
  const Layers painter{100 * 4096, conv(16, 256, 128), conv(64, 128, 64), conv(256, 64, 1)};
  const Layers viewer{conv(256, 1, 64), conv(64, 64, 128), conv(16, 128, 256), 4096};
  const Layers conditional_painter{116 * 4096, conv(16, 256, 128), conv(64, 128, 64), conv(256, 64, 3)};
  const Layers projecting_viewer{conv(256, 3, 64), conv(64, 64, 128), conv(16, 128, 256), 2 * 4096};
  const Layers large_painter{100 * 8192, conv(16, 512, 256), conv(64, 256, 128), conv(256, 128, 64), conv(1024, 64, 3)};
  const Layers large_viewer{conv(1024, 3, 64), conv(256, 64, 128), conv(64, 128, 256), conv(16, 256, 512), 8192};
  const double uncounted = 0;
  return {{.name = "mlp2d",
           .flop = iteration(256, 1, dense({2, 128, 128, 128, 2}), dense({2, 128, 128, 128, 1})),
           .generator = "name = \"mlp\"\nnoise = 2\nhidden = [128, 128, 128]",
           .critic = "name = \"mlp\"\nhidden = [128, 128, 128]",
           .game = minimax,
           .batch = 256},
          {.name = "mlp784",
           .flop = iteration(128, 1, generator, critic),
           .image = {28, 28, 1},
           .generator = mlp784_generator,
           .critic = mlp784_critic,
           .game = minimax,
           .batch = 128},
          {.name = "wgan784",
           .flop = iteration(128, 5, generator, critic),
           .image = {28, 28, 1},
           .generator = mlp784_generator,
           .critic = mlp784_critic,
           .game = wasserstein,
           .batch = 128,
           .critic_steps = 5},
          {.name = "dcgan32",
           .flop = iteration(64, 1, painter, viewer),
           .image = {32, 32, 1},
           .range = "[-1.0, 1.0]",
           .generator = dcgan_generator,
           .critic = dcgan_critic,
           .game = minimax,
           .batch = 64},
          {.name = "wgangp784",
           .flop = uncounted,
           .image = {28, 28, 1},
           .generator = mlp784_generator,
           .critic = mlp784_critic,
           .game = penalised_wasserstein,
           .batch = 128,
           .critic_steps = 5},
          {.name = "r1dcgan32",
           .flop = uncounted,
           .image = {32, 32, 1},
           .range = "[-1.0, 1.0]",
           .generator = dcgan_generator,
           .critic = dcgan_critic,
           .game = std::string(minimax) + minimax_with_r1,
           .batch = 64},
          {.name = "resnet32",
           .flop = uncounted,
           .image = {32, 32, 3},
           .range = "[-1.0, 1.0]",
           .generator = "name = \"resnet\"\nnoise = 128\nchannels = 256\nmax_channels = 256\nnorm = \"batch\"",
           .critic = "name = \"resnet\"\nchannels = 128\nmax_channels = 128\nside = 8\nextra = 2\nnorm = \"spectral\"",
           .game = hinge,
           .batch = 64,
           .critic_steps = 5},
          {.name = "dcgan64",
           .flop = iteration(64, 1, large_painter, large_viewer),
           .image = {64, 64, 3},
           .range = "[-1.0, 1.0]",
           .generator = dcgan_generator,
           .critic = "name = \"dcgan\"\nchannels = 64\nnorm = \"batch\"",
           .game = minimax,
           .batch = 64},
          {.name = "cond32",
           .flop = iteration(64, 1, conditional_painter, projecting_viewer),
           .image = {32, 32, 3},
           .range = "[-1.0, 1.0]",
           .generator = std::string(dcgan_generator) + "\nconditional = true",
           .critic = std::string(dcgan_critic) + "\nprojection = true",
           .game = minimax,
           .batch = 64}};
}

bool is_grey(const Workload& workload) { return workload.image[2] == 1; }

/// The largest are a folder of pictures.
bool are_pictures(const Workload& workload) { return workload.image[0] > 32; }

/// Grey images are one IDX file, coloured ones a folder as CIFAR-100's, or of pictures.
std::string data_of(const Workload& workload, const std::filesystem::path& folder) {
  if (workload.image.rank() == 0) return "[data]\nname = \"ring\"\n";
  const std::string where = to_string(Value(folder.string()));
  if (are_pictures(workload))
    return fmt::format("[data]\nname = \"images\"\nfolder = {}\nvalidation = 0\ntest = 0\nrange = {}\n", where,
                       workload.range);
  if (!is_grey(workload))
    return fmt::format("[data]\nname = \"cifar\"\nfolder = {}\ncomplete = false\nvalidation = 0\nrange = {}\n", where,
                       workload.range);
  const std::string file = to_string(Value((folder / fmt::format("{}.idx", workload.image[0])).string()));
  return fmt::format("[data]\nname = \"idx\"\ntrain = {0}\ntest = {0}\nvalidation = 0\nrange = {1}\n", file,
                     workload.range);
}

void write_big_endian(std::ostream& out, std::int64_t number) {
  for (const int shift : {24, 16, 8, 0}) out.put(static_cast<char>(number >> shift & 0xff));
}

}  // namespace

const std::vector<Workload>& workloads() {
  static const std::vector<Workload> all = declared();
  return all;
}

std::vector<std::string> workload_names() {
  std::vector<std::string> names;
  for (const Workload& one : workloads()) names.push_back(one.name);
  return names;
}

const Workload& workload(const std::string& name) {
  for (const Workload& one : workloads())
    if (one.name == name) return one;
  const std::vector<std::string> known = workload_names();
  const std::string near = nearest(name, known);
  throw Error(Exit::usage, fmt::format("bench: WORKLOAD is {}, but must be one of {}", name, fmt::join(known, ", ")),
              near.empty() ? "" : "did you mean " + near + "?");
}

namespace {

/// The bytes of image i: random, and the same at each call.
std::vector<std::uint8_t> pixels_of(const Workload& workload, std::int64_t i) {
  std::vector<float> row(static_cast<std::size_t>(workload.image.size()));
  Rng(0, Purpose::other, static_cast<std::uint64_t>(i)).fill_uniform(row, 0, 256);
  return {row.begin(), row.end()};
}

void write_pictures(const Workload& workload, const std::filesystem::path& folder) {
  for (std::int64_t i = 0; i < pictures; ++i)
    report::write_png(folder / fmt::format("{}.png", i), static_cast<int>(workload.image[1]),
                      static_cast<int>(workload.image[0]), pixels_of(workload, i));
}

/// IDX, or records of CIFAR-100 with a coarse and a fine label each.
void write_records(const Workload& workload, const std::filesystem::path& file) {
  std::ofstream out(file, std::ios::binary);
  if (is_grey(workload))
    for (const std::int64_t number : {std::int64_t{0x803}, images, workload.image[0], workload.image[1]})
      write_big_endian(out, number);
  for (std::int64_t i = 0; i < images; ++i) {
    if (!is_grey(workload)) out.put(static_cast<char>(i % 20)).put(static_cast<char>(i % 100));
    for (const std::uint8_t byte : pixels_of(workload, i)) out.put(static_cast<char>(byte));
  }
  if (!out.flush()) throw Error(Exit::environment, file.string() + ": the benchmark's images cannot be written");
}

}  // namespace

void write_images(const Workload& workload, const std::filesystem::path& folder) {
  if (are_pictures(workload)) return write_pictures(workload, folder);
  const std::vector<std::string> names = is_grey(workload) ? std::vector{fmt::format("{}.idx", workload.image[0])}
                                                           : std::vector<std::string>{"train.bin", "test.bin"};
  for (const std::string& name : names) write_records(workload, folder / name);
}

Table experiment_of(const Workload& workload, const Setting& setting, const std::filesystem::path& folder) {
  const std::string text =
      fmt::format(fmt::runtime(common), fmt::arg("generator", workload.generator), fmt::arg("critic", workload.critic),
                  fmt::arg("critic_steps", workload.critic_steps), fmt::arg("batch", workload.batch),
                  fmt::arg("threads", setting.threads), fmt::arg("precision", setting.precision));
  return config::parse_toml(
      fmt::format("title = \"{}\"\n{}{}{}", workload.name, text, workload.game, data_of(workload, folder)),
      workload.name);
}

}  // namespace ganzoo::bench
