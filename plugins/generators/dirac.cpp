#include <algorithm>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/planner.hpp>

namespace {

namespace nn = ganzoo::nn;

/// x = θ, whatever the noise.
class PointStep final : public nn::Step {
 public:
  PointStep(nn::Planner& planner, const nn::Use& use, const nn::Port& in, const nn::Port& out)
      : use_(use),
        theta_(planner.value("theta")),
        theta_gradient_(planner.gradient("theta")),
        samples_(out.value, use.batch, out.shape.size()),
        gradient_(out.gradient, use.batch, out.shape.size()),
        noise_gradient_(in.gradient, use.batch, in.gradient ? in.shape.size() : 0) {}

  void forward() override {
    for (std::int64_t i = 0; i < samples_.rows; ++i) std::ranges::copy(theta_, samples_.row(i).begin());
  }
  void backward() override {
    for (std::int64_t j = 0; use_.weight_gradient && j < gradient_.columns; ++j) {
      float& slope = theta_gradient_[static_cast<std::size_t>(j)];
      double sum = use_.accumulate ? double{slope} : 0;
      for (std::int64_t i = 0; i < gradient_.rows; ++i) sum += double{gradient_(i, j)};
      slope = static_cast<float>(sum);
    }
    backward_input();
  }
  void backward_input() override { std::ranges::fill(noise_gradient_.flat(), 0.0F); }

 private:
  nn::Use use_;
  std::span<float> theta_, theta_gradient_;
  ganzoo::Matrix samples_, gradient_, noise_gradient_;
};

class PointLayer final : public nn::Layer {
 public:
  PointLayer(ganzoo::Shape sample, double position) : sample_(std::move(sample)), position_(position) {}

  std::string name() const override { return "point"; }
  ganzoo::Shape output(const ganzoo::Shape&) const override { return sample_; }
  void declare(nn::Parameters& parameters, const ganzoo::Shape&) const override {
    parameters.add("theta", {sample_.size()}, {.law = nn::Init::Law::constant, .scale = position_});
  }
  std::unique_ptr<nn::Step> plan(nn::Planner& planner, const nn::Use& use, const nn::Port& in,
                                 const nn::Port& out) const override {
    return std::make_unique<PointStep>(planner, use, in, out);
  }

 private:
  ganzoo::Shape sample_;
  double position_;
};

/// A point mass at θ: the generator of the Dirac GAN.
struct Dirac : ganzoo::Generator {
  static constexpr ganzoo::About about{
      .title = "Dirac distribution",
      .source = "Mescheder, Geiger & Nowozin, ICML 2018, section 2",
      .summary =
          "Every sample is θ, which is learned: the smallest GAN, where each training method shows its dynamics."};

  double position = 1;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("position", &Dirac::position, "θ at the start, of every coordinate")};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {1}; }
  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    return std::make_shared<PointLayer>(sample, position);
  }
};

}  // namespace

GANZOO_PLUGIN(Dirac)
