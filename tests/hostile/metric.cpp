#include <algorithm>
#include <ganzoo/train/metric.hpp>

#include "hostile.hpp"

namespace {

struct HostileMetric : hostile::Hostile<ganzoo::Metric> {
  HOSTILE(HostileMetric)

  std::vector<ganzoo::Quantity> quantities() const override {
    const auto named = [](const std::string& name) {
      return ganzoo::Quantity{.name = name, .unit = "1", .meaning = "m"};
    };
    if (way == "no_name") return {named("")};
    if (way == "slash") return {named("a/b")};
    if (way == "twice") return {named("a"), named("a")};
    if (way == "long_name") return {named(std::string(100'000, 'x'))};
    if (way == "no_text") return {named(std::string("a\0b", 3))};
    return {named("value")};
  }
  void accept(const ganzoo::Data&, const ganzoo::Generator&, const ganzoo::Divergence&) const override {
    if (when == "accept") hostile::strike(way);
  }
  void evaluate(const ganzoo::Evaluation& evaluation, std::int64_t samples, std::span<double> values) override {
    evaluation.fake(samples);
    trouble.used();
    std::ranges::fill(values, static_cast<double>(trouble.uses()));
  }
};

}  // namespace

GANZOO_PLUGIN(HostileMetric)
