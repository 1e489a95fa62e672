// ganzoo: link fmt
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/planner.hpp>
#include <ganzoo/train/densities.hpp>
#include <numeric>

#include "../../plugins/metrics/parzen_window.hpp"

namespace {

namespace nn = ganzoo::nn;

double normal_distribution_function(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// The mean log density of centres at their own places, each left out of its own density.
class LeftOut {
 public:
  explicit LeftOut(ganzoo::ConstMatrix centres)
      : all_(centres.rows), d_(centres.columns), at_(std::min<std::int64_t>(centres.rows, most)), square_(at_, all_) {
    ganzoo::metrics::ParzenWindow(centres).distances(
        centres.slice(0, at_), [&](std::int64_t i, std::span<const float> squares) {
          std::ranges::copy(squares, square_.view().row(i).begin());
          std::swap(square_.view()(i, i), square_.view()(i, all_ - 1));  // behind those that count
        });
  }

  double operator()(double width) const {
    double sum = 0;
    for (std::int64_t i = 0; i < at_; ++i)
      sum += ganzoo::metrics::parzen_log_density(
          std::span<const float>(square_.view().row(i)).first(static_cast<std::size_t>(all_ - 1)), d_, width);
    return sum / static_cast<double>(at_);
  }

 private:
  static constexpr std::int64_t most = 1000;  ///< places: as much time as it is worth
  std::int64_t all_, d_, at_;
  ganzoo::OwnedMatrix square_;
};

/// The root mean square of the numbers about each coordinate's mean.
double spread(ganzoo::ConstMatrix x) {
  double sum = 0;
  for (std::int64_t j = 0; j < x.columns; ++j) {
    double mean = 0, square = 0;
    for (std::int64_t i = 0; i < x.rows; ++i) mean += double{x(i, j)} / static_cast<double>(x.rows);
    for (std::int64_t i = 0; i < x.rows; ++i) square += (double{x(i, j)} - mean) * (double{x(i, j)} - mean);
    sum += square / static_cast<double>(x.rows);
  }
  return std::sqrt(sum / static_cast<double>(x.columns));
}

/// Centres that all lie at one point are the likelier the narrower the kernel, without end.
void require_apart(ganzoo::ConstMatrix centres) {
  for (std::int64_t i = 1; i < centres.rows; ++i)
    if (!std::ranges::equal(centres.row(i), centres.row(0))) return;
  throw ganzoo::Error(
      ganzoo::Exit::usage,
      fmt::format("divergence.bandwidth is 0, but must be positive: all {} centres are one point, of which "
                  "no bandwidth is the likeliest",
                  centres.rows),
      "bandwidth = 0.1, in the data's units");
}

/// The bandwidth at which left-out samples are likeliest, between a ten-thousandth of the data's spread and all of it;
/// golden sections of its logarithm, where a grid found the best.
double likeliest_bandwidth(ganzoo::ConstMatrix centres) {
  require_apart(centres);
  const LeftOut likelihood(centres);
  const auto at = [&](double log_width) { return likelihood(std::exp(log_width)); };
  constexpr int parts = 40;
  const double top = std::log(spread(centres)), step = std::log(1e4) / parts;
  int best = 0;
  std::vector<double> found;
  for (int i = 0; i <= parts; ++i) {
    found.push_back(at(top - i * step));
    if (found.back() > found[static_cast<std::size_t>(best)]) best = i;
  }
  double low = top - (best + 1) * step, high = top - (best - 1) * step;
  constexpr double golden = 0.6180339887498949;
  for (int i = 0; i < 16; ++i) {
    const double left = high - golden * (high - low), right = low + golden * (high - low);
    (at(left) > at(right) ? high : low) = at(left) > at(right) ? right : left;
  }
  return std::exp(0.5 * (low + high));
}

/// So many of the data's training samples, as the stream draws them.
void draw_centres(const ganzoo::Data& data, ganzoo::Matrix out, const ganzoo::Rng& rng) {
  const std::int64_t size = data.size(ganzoo::Split::train);
  if (size == 0) return data.draw(out, rng);
  if (size < out.rows)
    throw ganzoo::Error(ganzoo::Exit::usage,
                        fmt::format("divergence.centres is {}, but must be at most {}, the number of training samples",
                                    out.rows, size));
  std::vector<std::int64_t> order(static_cast<std::size_t>(size));
  rng.fill_permutation(order);
  data.fetch(ganzoo::Split::train, std::span(order).first(static_cast<std::size_t>(out.rows)), out);
}

struct Settings {
  std::int64_t centres;
  double bandwidth;  ///< 0: the likeliest
  const ganzoo::Data* data;
};

/// The first number of z chooses a centre, the others lead away from it.
class KernelStep final : public nn::Step {
 public:
  KernelStep(nn::Planner& planner, const nn::Use& use, const nn::Port& in, const nn::Port& out)
      : centres_(planner.statistic("centre")),
        width_(planner.statistic("bandwidth")),
        in_(in),
        out_(out),
        rows_(use.batch) {}

  void forward() override {
    const auto d = static_cast<std::size_t>(out_.shape.size());
    const std::size_t count = centres_.size() / d;
    for (std::size_t i = 0; i < rows(); ++i) {
      const float* z = in_.value + i * (d + 1);
      const auto place = static_cast<std::size_t>(normal_distribution_function(z[0]) * static_cast<double>(count));
      const float* centre = centres_.data() + std::min(place, count - 1) * d;
      for (std::size_t j = 0; j < d; ++j) out_.value[i * d + j] = centre[j] + width_[0] * z[j + 1];
    }
  }
  void backward() override {
    if (!in_.gradient) return;
    const auto d = static_cast<std::size_t>(out_.shape.size());
    for (std::size_t i = 0; i < rows(); ++i) {
      in_.gradient[i * (d + 1)] = 0;
      for (std::size_t j = 0; j < d; ++j) in_.gradient[i * (d + 1) + j + 1] = width_[0] * out_.gradient[i * d + j];
    }
  }

 private:
  std::size_t rows() const { return static_cast<std::size_t>(rows_); }

  std::span<float> centres_, width_;
  nn::Port in_, out_;
  std::int64_t rows_;
};

/// Its statistics, drawn from the data at the start and saved with the run, are all there is.
class KernelLayer final : public nn::Layer {
 public:
  KernelLayer(const Settings& settings, ganzoo::Shape sample) : settings_(settings), sample_(std::move(sample)) {}

  std::string name() const override { return "kde"; }
  ganzoo::Shape output(const ganzoo::Shape&) const override { return sample_; }
  void declare(nn::Parameters& parameters, const ganzoo::Shape&) const override {
    using Start = nn::Parameters::Start;
    const std::int64_t n = settings_.centres, d = sample_.size();
    const auto draw = [data = settings_.data, n, d](const nn::Parameters&, std::span<float> centres,
                                                    const ganzoo::Rng& rng) {
      draw_centres(*data, {centres.data(), n, d}, rng);
    };
    const int at = parameters.add_statistic("centre", {n, d}, 0, settings_.data ? Start(draw) : Start());
    const auto choose = [at, n, d](const nn::Parameters& p, std::span<float> width, const ganzoo::Rng&) {
      width[0] = static_cast<float>(likeliest_bandwidth({p.statistic(at).data(), n, d}));
    };
    parameters.add_statistic("bandwidth", {1}, static_cast<float>(settings_.bandwidth),
                             settings_.data && settings_.bandwidth == 0 ? Start(choose) : Start());
  }
  std::unique_ptr<nn::Step> plan(nn::Planner& planner, const nn::Use& use, const nn::Port& in,
                                 const nn::Port& out) const override {
    return std::make_unique<KernelStep>(planner, use, in, out);
  }

 private:
  Settings settings_;
  ganzoo::Shape sample_;
};

struct Kernels : ganzoo::Generator, ganzoo::DenseGenerator {
  explicit Kernels(const Settings& settings) : settings_(settings) {}

  ganzoo::Shape noise(const ganzoo::Shape& sample) const override { return {sample.size() + 1}; }
  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    return std::make_shared<KernelLayer>(settings_, sample);
  }
  ganzoo::PointDensityPtr point_density(const ganzoo::Shape& sample, const nn::Parameters& p) const override {
    const auto d = static_cast<std::size_t>(sample.size());
    const std::span<float> centres = p.statistic(p.find_statistic("centre"));
    const std::vector<double> width(d, double{p.statistic(p.find_statistic("bandwidth"))[0]});
    std::vector<ganzoo::Bell> bells;
    for (std::size_t at = 0; at < centres.size(); at += d) {
      const auto centre = centres.subspan(at, d);
      bells.push_back(
          {static_cast<double>(d) / static_cast<double>(centres.size()), {centre.begin(), centre.end()}, width});
    }
    return ganzoo::point_density(std::move(bells));
  }

 private:
  Settings settings_;
};

struct Kde : ganzoo::Fit {
  static constexpr ganzoo::About about{
      .title = "kernel density estimate",
      .source = "Rosenblatt, Ann. Math. Stat. 27(3), 1956; Parzen, Ann. Math. Stat. 33(3), 1962",
      .summary =
          "No training: a Gaussian of one bandwidth around each of so many training samples stands in the generator's "
          "place. Its bandwidth is that at which left-out samples are likeliest; in many dimensions its samples are "
          "training samples with noise on them.",
      .formula = "q(x) = mean over centres c of N(x; c, h²)"};

  std::int64_t centres = 5000;
  double bandwidth = 0;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("centres", &Kde::centres, ganzoo::closed(2, 1e6), "training samples that it stands on"),
      ganzoo::parameter("bandwidth", &Kde::bandwidth, ganzoo::at_least(0),
                        "standard deviation of each Gaussian; 0: at which samples left out are likeliest")};

  std::unique_ptr<ganzoo::Generator> stand_in(const ganzoo::Data* data) const override {
    return std::make_unique<Kernels>(Settings{centres, bandwidth, data});
  }
};

}  // namespace

GANZOO_PLUGIN(Kde)
