// ganzoo: link fmt
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <numeric>
#include <vector>

namespace {

using ganzoo::Quantity;
using Plane = std::vector<double>;  ///< [side, side], in [0, 1]

constexpr int window = 11;
constexpr std::array<double, 5> published_weights{0.0448, 0.2856, 0.3001, 0.2363, 0.1333};

/// The window's Gaussian of σ = 1.5, which sums to 1.
const std::array<double, window>& bell() {
  static const std::array<double, window> weights = [] {
    std::array<double, window> w{};
    for (int i = 0; i < window; ++i) w[static_cast<std::size_t>(i)] = std::exp(-(i - 5) * (i - 5) / (2 * 1.5 * 1.5));
    const double sum = std::accumulate(w.begin(), w.end(), 0.0);
    for (double& x : w) x /= sum;
    return w;
  }();
  return weights;
}

/// The window's mean of f(pixel) wherever it lies whole in the picture: along rows, then along columns.
template <class F>
Plane windowed(int height, int width, const F& f) {
  const int high = height - window + 1, wide = width - window + 1;
  Plane rows(static_cast<std::size_t>(height * wide)), out(static_cast<std::size_t>(high * wide));
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < wide; ++x)
      for (int k = 0; k < window; ++k)
        rows[static_cast<std::size_t>(y * wide + x)] +=
            bell()[static_cast<std::size_t>(k)] * f(static_cast<std::size_t>(y * width + x + k));
  for (int y = 0; y < high; ++y)
    for (int x = 0; x < wide; ++x)
      for (int k = 0; k < window; ++k)
        out[static_cast<std::size_t>(y * wide + x)] +=
            bell()[static_cast<std::size_t>(k)] * rows[static_cast<std::size_t>((y + k) * wide + x)];
  return out;
}

struct Similarity {
  double whole = 0;      ///< mean of luminance · contrast and structure
  double structure = 0;  ///< mean of contrast and structure alone
};

Similarity ssim(const Plane& a, const Plane& b, int height, int width) {
  constexpr double c1 = 0.01 * 0.01, c2 = 0.03 * 0.03;
  const auto mean = [&](const auto& f) { return windowed(height, width, f); };
  const Plane ma = mean([&](std::size_t i) { return a[i]; }), mb = mean([&](std::size_t i) { return b[i]; });
  const Plane aa = mean([&](std::size_t i) { return a[i] * a[i]; }),
              bb = mean([&](std::size_t i) { return b[i] * b[i]; }),
              ab = mean([&](std::size_t i) { return a[i] * b[i]; });
  Similarity sum;
  for (std::size_t i = 0; i < ma.size(); ++i) {
    const double variances = aa[i] - ma[i] * ma[i] + bb[i] - mb[i] * mb[i], covariance = ab[i] - ma[i] * mb[i];
    const double structure = (2 * covariance + c2) / (variances + c2);
    const double luminance = (2 * ma[i] * mb[i] + c1) / (ma[i] * ma[i] + mb[i] * mb[i] + c1);
    sum.whole += luminance * structure;
    sum.structure += structure;
  }
  const auto n = static_cast<double>(ma.size());
  return {sum.whole / n, sum.structure / n};
}

/// Half the size: the mean of each 2×2 block; a line that is left over is dropped.
Plane halved(const Plane& a, int height, int width) {
  Plane out;
  for (int y = 0; y + 1 < height; y += 2)
    for (int x = 0; x + 1 < width; x += 2) {
      const auto at = static_cast<std::size_t>(y * width + x), below = at + static_cast<std::size_t>(width);
      out.push_back((a[at] + a[at + 1] + a[below] + a[below + 1]) / 4);
    }
  return out;
}

/// As many of the published five scales as the window fits into.
int scales_of(std::int64_t height, std::int64_t width) {
  int scales = 0;
  for (std::int64_t side = std::min(height, width); side >= window && scales < 5; side /= 2) ++scales;
  return scales;
}

double ms_ssim(Plane a, Plane b, int height, int width) {
  const int scales = scales_of(height, width);
  const double all = std::accumulate(published_weights.begin(), published_weights.begin() + scales, 0.0);
  double product = 1;
  for (int s = 0; s < scales; ++s) {
    const Similarity here = ssim(a, b, height, width);
    const double factor = std::max(0.0, s + 1 == scales ? here.whole : here.structure);
    product *= std::pow(factor, published_weights[static_cast<std::size_t>(s)] / all);
    a = halved(a, height, width);
    b = halved(b, height, width);
    height /= 2;
    width /= 2;
  }
  return product;
}

/// How alike two generated images are, on average: where a generator has few, they are much alike.
struct MsSsim : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "structural similarity of pairs, at several scales",
      .source = "Wang, Simoncelli & Bovik, Asilomar 2003; for diversity: Odena, Olah & Shlens, ICML 2017",
      .summary =
          "The mean multi-scale structural similarity of random pairs of images of one side, of one class where there "
          "are "
          "labels: 1 where all are alike. generated is the generator's, real the data's; diversity is lost where the "
          "first "
          "is much above the second. Gaussian windows of 11 pixels (σ = 1.5), K = 0.01 and 0.03, the mean over "
          "channels; "
          "of the five published scales and weights the first so many as the window fits into (two at 32×32, their "
          "weights "
          "scaled to the sum 1), so that numbers of different sizes are not to be compared; a negative factor counts "
          "as 0. "
          "It sees diversity alone: noise is diverse."};

  std::int64_t samples = 0;
  int pairs = 200;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("pairs", &MsSsim::pairs, ganzoo::closed(1, 1e6), "of each side"),
                 ganzoo::parameter("samples", &MsSsim::samples, ganzoo::at_least(0),
                                   "of each side, out of which pairs are drawn; 0: metrics.samples")};

  std::vector<Quantity> quantities() const override {
    const auto share = [](const ganzoo::Data*) { return ganzoo::closed(0, 1); };
    return {{"generated", "1", Quantity::Better::neither, "mean similarity of pairs of generated images", {}, share},
            {"real", "1", Quantity::Better::neither, "mean similarity of pairs of real images", {}, share}};
  }

  void accept(const ganzoo::Data& data, const ganzoo::Generator&, const ganzoo::Divergence&) const override {
    const ganzoo::Shape shape = data.shape();
    if (shape.rank() != 3 || scales_of(shape[0], shape[1]) == 0)
      refuse(fmt::format("the data's shape is {}, but must be an image of 11×11 or more", ganzoo::to_string(shape)));
    if (const auto [low, high] = data.interval(); !(low < high))
      refuse("the data does not tell what black and white are");
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    if (!e.data) refuse("files do not tell the shape of their samples");
    const std::int64_t n = samples > 0 ? samples : count;
    values[0] = mean_of_pairs(e, e.fake(n), e.fake_labels, 0);
    values[1] = mean_of_pairs(e, e.real(n), e.fake_labels ? e.real_labels : nullptr, 1);
  }

 private:
  using Labels = std::function<std::span<const ganzoo::Label>(std::int64_t)>;

  [[noreturn]] static void refuse(const std::string& reason) {
    throw ganzoo::Error(ganzoo::Exit::usage, "metric ms_ssim: " + reason);
  }

  /// NaN where no two samples are of one class.
  double mean_of_pairs(const ganzoo::Evaluation& e, ganzoo::ConstMatrix x, const Labels& labels,
                       std::uint64_t side) const {
    const auto groups = groups_of(x, labels);
    if (groups.empty()) return std::nan("");
    const ganzoo::Rng rng = ganzoo::Rng(e.seed, ganzoo::Purpose::projection).child(side);
    double sum = 0;
    for (std::uint64_t p = 0; p < static_cast<std::uint64_t>(pairs); ++p) {
      e.poll();
      const auto& group = groups[rng.below(3 * p, groups.size())];
      const std::size_t first = rng.below(3 * p + 1, group.size()),
                        second = (first + 1 + rng.below(3 * p + 2, group.size() - 1)) % group.size();
      sum += similarity(*e.data, x.row(group[first]), x.row(group[second]));
    }
    return sum / pairs;
  }

  /// The rows of each class that has two or more; all rows where there are no labels. In an order of the numbers
  /// themselves: which pairs are drawn does not hang on the samples' own.
  static std::vector<std::vector<std::int64_t>> groups_of(ganzoo::ConstMatrix x, const Labels& labels) {
    std::vector<std::vector<std::int64_t>> groups(1);
    const auto of = labels ? labels(x.rows) : std::span<const ganzoo::Label>{};
    for (std::int64_t i = 0; i < x.rows; ++i) {
      const auto c = of.empty() ? 0 : static_cast<std::size_t>(of[static_cast<std::size_t>(i)]);
      if (c >= groups.size()) groups.resize(c + 1);
      groups[c].push_back(i);
    }
    for (auto& group : groups)
      std::ranges::sort(group, [&x](std::int64_t a, std::int64_t b) {
        return std::ranges::lexicographical_compare(x.row(a), x.row(b));
      });
    std::erase_if(groups, [](const auto& group) { return group.size() < 2; });
    return groups;
  }

  /// The mean over the channels.
  static double similarity(const ganzoo::Data& data, std::span<const float> a, std::span<const float> b) {
    const ganzoo::Shape shape = data.shape();
    const auto [low, high] = data.interval();
    double sum = 0;
    for (std::int64_t c = 0; c < shape[2]; ++c) {
      const auto plane = [&, low = low, high = high](std::span<const float> image) {
        Plane out;
        for (auto i = static_cast<std::size_t>(c); i < image.size(); i += static_cast<std::size_t>(shape[2]))
          out.push_back((double{image[i]} - low) / (high - low));
        return out;
      };
      sum += ms_ssim(plane(a), plane(b), static_cast<int>(shape[0]), static_cast<int>(shape[1]));
    }
    return sum / static_cast<double>(shape[2]);
  }
};

}  // namespace

GANZOO_PLUGIN(MsSsim)
