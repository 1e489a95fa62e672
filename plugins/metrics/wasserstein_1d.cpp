// ganzoo: link fmt
#include <fmt/format.h>

#include <limits>

#include "transport.hpp"

namespace {

/// The exact Wasserstein-1 distance between the evaluation samples of data on the line.
struct Wasserstein1d : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "Wasserstein-1 distance on the line",
      .source = "Peyré & Cuturi, Computational Optimal Transport, 2019, section 2.6",
      .summary =
          "Exact between the two samples, by their sorted quantiles. Between two samples of n of the same "
          "distribution it is not 0 but of the order n^(-1/2)."};

  std::int64_t samples = 0;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("samples", &Wasserstein1d::samples, ganzoo::at_least(0), "of each side; 0: metrics.samples")};

  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"value",
             "1",
             ganzoo::Quantity::Better::lower,
             "Wasserstein-1 distance, in units of the data",
             {},
             [](const ganzoo::Data*) { return ganzoo::at_least(0); }}};
  }

  void accept(const ganzoo::Data& data, const ganzoo::Generator&, const ganzoo::Divergence&) const override {
    require_line(data.shape());
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t count, std::span<double> values) override {
    const std::int64_t n = samples > 0 ? samples : count;
    values[0] = e.real_doubles ? distance(e.real_doubles(n), e.fake_doubles(n)) : distance(e.real(n), e.fake(n));
  }

 private:
  template <class T>
  static double distance(ganzoo::MatrixView<const T> real, ganzoo::MatrixView<const T> fake) {
    require_line({real.columns});
    if (!ganzoo::metrics::all_finite(real) || !ganzoo::metrics::all_finite(fake))
      return std::numeric_limits<double>::quiet_NaN();
    std::vector<T> x(real.flat().begin(), real.flat().end()), y(fake.flat().begin(), fake.flat().end());
    return ganzoo::metrics::wasserstein_1d(x, y);
  }

  static void require_line(const ganzoo::Shape& shape) {
    if (shape.size() != 1)
      throw ganzoo::Error(ganzoo::Exit::usage,
                          fmt::format("wasserstein_1d: the data's shape is {}, but must be 1", to_string(shape)),
                          "sliced_wasserstein measures data of any shape");
  }
};

}  // namespace

GANZOO_PLUGIN(Wasserstein1d)
