// ganzoo: link fmt
#include <fmt/format.h>

#include <limits>
#include <numeric>

#include "parzen_window.hpp"

namespace {

using ganzoo::ConstMatrix, ganzoo::Error, ganzoo::Exit, ganzoo::OwnedMatrix, ganzoo::Split;

/// The log-likelihood of test images under a Parzen window of generated ones.
struct Parzen : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "Parzen-window log-likelihood",
      .source = "Goodfellow et al., NeurIPS 2014, section 5; Breuleux, Bengio & Vincent, Neural Computation 23, 2011",
      .summary =
          "Pixels in [0, 1]. The bandwidth is the best of 10 log-spaced ones in [0.1, 1] on the first images of the "
          "validation split. A crude estimate in high dimensions (Theis et al., ICLR 2016); for comparison with the "
          "papers that report it. Under `measure`, the first real rows are the validation split, the others the test."};

  std::int64_t samples = 10000, validation = 1000, test = 10000;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("samples", &Parzen::samples, ganzoo::at_least(1), "generated images that make the window"),
      ganzoo::parameter("validation", &Parzen::validation, ganzoo::at_least(1), "images that choose the bandwidth"),
      ganzoo::parameter("test", &Parzen::test, ganzoo::at_least(2), "images whose log-likelihood is measured")};

  std::vector<ganzoo::Quantity> quantities() const override {
    using Better = ganzoo::Quantity::Better;
    return {{"log_likelihood", "nats", Better::higher, "mean log-likelihood of the test images"},
            {"standard_error", "nats", Better::neither, "of that mean over the test images"},
            {"bandwidth", "1", Better::neither, "standard deviation of the window, chosen on the validation images"}};
  }

  void accept(const ganzoo::Data& data, const ganzoo::Generator&, const ganzoo::Divergence&) const override {
    if (data.size(Split::train) == 0) return;
    require("validation", validation, data.size(Split::validation));
    require("test", test, data.size(Split::test));
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t, std::span<double> values) override {
    if (e.fake_doubles) {
      const ganzoo::ConstDoubles both = enough(e.real_doubles(validation + test));
      measure(ganzoo::metrics::ExactParzenWindow(e.fake_doubles(samples)), both.slice(0, validation),
              both.slice(validation, test), e.poll, values);
    } else {
      measure(ganzoo::metrics::ParzenWindow(unit(e, e.fake(samples))), unit(e, real(e, Split::validation)),
              unit(e, real(e, Split::test)), e.poll, values);
    }
  }

 private:
  template <class Window, class Samples>
  static void measure(const Window& window, const Samples& held_back, const Samples& seen,
                      const std::function<void()>& poll, std::span<double> values) {
    const double sigma =
        ganzoo::metrics::best_bandwidth(window, held_back, ganzoo::metrics::log_spaced(0.1, 1, 10), poll);
    const std::vector<double> log_densities = ganzoo::metrics::log_densities(window, seen, sigma, poll);
    const auto n = static_cast<double>(log_densities.size());
    const double mean = std::accumulate(log_densities.begin(), log_densities.end(), 0.0) / n;
    double square = 0;
    for (const double v : log_densities) square += (v - mean) * (v - mean);
    values[0] = mean;
    values[1] = std::sqrt(square) / n;
    values[2] = sigma;
  }

  static void require(const char* name, std::int64_t asked, std::int64_t held) {
    if (held < asked)
      throw Error(Exit::usage, fmt::format("parzen.{} is {}, but must be at most {}, the images of the data's {} split",
                                           name, asked, held, name));
  }

  /// The first images of a split: in the files' own order where there are files.
  OwnedMatrix real(const ganzoo::Evaluation& e, Split split) const {
    const std::int64_t n = split == Split::test ? test : validation;
    if (e.data != nullptr && e.data->size(split) > 0) {
      OwnedMatrix images(n, e.data->shape().size());
      std::vector<std::int64_t> indices(static_cast<std::size_t>(n));
      std::iota(indices.begin(), indices.end(), std::int64_t{0});
      e.data->fetch(split, indices, images);
      return images;
    }
    if (e.split) return copy(e.split(split, n), 0, 1);
    const ConstMatrix both = enough(e.real(validation + test));
    return copy(split == Split::test ? both.slice(validation, test) : both.slice(0, validation), 0, 1);
  }

  template <class Samples>
  Samples enough(Samples both) const {
    if (both.rows < validation + test)
      throw Error(Exit::usage, fmt::format("parzen: there are {} real samples, but must be validation + test = {}",
                                           both.rows, validation + test));
    return both;
  }

  /// The numbers mapped from the data's interval to [0, 1].
  static OwnedMatrix unit(const ganzoo::Evaluation& e, ConstMatrix x) {
    const auto [low, high] = e.data != nullptr ? e.data->interval() : std::pair{0.0, 0.0};
    return low < high ? copy(x, low, high) : copy(x, 0, 1);
  }

  static OwnedMatrix copy(ConstMatrix x, double low, double high) {
    OwnedMatrix out(x.rows, x.columns);
    for (std::int64_t i = 0; i < x.size(); ++i)
      out.view().data[i] = static_cast<float>((double{x.data[i]} - low) / (high - low));
    return out;
  }
};

}  // namespace

GANZOO_PLUGIN(Parzen)
