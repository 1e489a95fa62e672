#include <ganzoo/ganzoo.hpp>

namespace {

/// A normal of the right mean and a variance that is a quarter too large, whatever the data.
struct Normal : ganzoo::Generator {
  ganzoo::Shape noise(const ganzoo::Shape& sample) const override { return sample; }
  ganzoo::nn::LayerPtr build(const ganzoo::Shape&) const override { return ganzoo::nn::scale_shift(0.2582, 0.5); }
};

struct StandsTooWide : ganzoo::Fit {
  static constexpr ganzoo::About about{.title = "stands too wide", .source = "a mutant"};
  static constexpr std::tuple<> parameters{};

  std::unique_ptr<ganzoo::Generator> stand_in(const ganzoo::Data*) const override { return std::make_unique<Normal>(); }
};

}  // namespace

GANZOO_PLUGIN(StandsTooWide)
