#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// The share of generated samples near a mode, where higher is better, and how far the rest lies, which is neither.
struct ShareWithinReach : ganzoo::Metric {
  static constexpr ganzoo::About about{.title = "share within reach", .source = "a test"};

  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"near",
             "1",
             ganzoo::Quantity::Better::higher,
             "share within 1 of a mode",
             {},
             [](const ganzoo::Data*) { return ganzoo::closed(0, 1); }},
            {"away", "1", ganzoo::Quantity::Better::neither, "mean distance to the nearest mode"}};
  }
  void accept(const ganzoo::Data& data, const ganzoo::Generator&, const ganzoo::Divergence&) const override {
    if (!data.modes()) throw ganzoo::Error(ganzoo::Exit::usage, "data.name has no modes");
  }
  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    const ganzoo::ConstMatrix fake = e.fake(n), centres = e.data->modes()->centres.view();
    values[0] = values[1] = 0;
    for (std::int64_t i = 0; i < fake.rows; ++i) {
      double least = INFINITY;
      for (std::int64_t c = 0; c < centres.rows; ++c) {
        double square = 0;
        for (std::int64_t j = 0; j < fake.columns; ++j)
          square += std::pow(double{fake(i, j)} - double{centres(c, j)}, 2);
        least = std::min(least, std::sqrt(square));
      }
      values[0] += (least < 1) / static_cast<double>(fake.rows);
      values[1] += least / static_cast<double>(fake.rows);
    }
  }
};

}  // namespace

GANZOO_PLUGIN(ShareWithinReach)
