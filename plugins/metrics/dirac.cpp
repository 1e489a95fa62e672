#include <array>
#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Where the two players of a game on the line stand: θ, the generator's point, and ψ, the critic's slope.
struct DiracState : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "the state of a Dirac GAN",
      .source = "Mescheder, Geiger & Nowozin, ICML 2018, section 2",
      .summary = "With every = 1 the whole trajectory, which `ganzoo sample` draws. For data on the line."};

  std::vector<ganzoo::Quantity> quantities() const override {
    using Better = ganzoo::Quantity::Better;
    return {{"theta", "1", Better::neither, "a sample of the generator"},
            {"psi", "1", Better::neither, "slope of the critic between 0 and 1"},
            {"radius",
             "1",
             Better::lower,
             "distance of (theta, psi) from (0, 0), the equilibrium for data at 0",
             {},
             [](const ganzoo::Data*) { return ganzoo::at_least(0); }}};
  }

  void accept(const ganzoo::Data& data, const ganzoo::Generator&, const ganzoo::Divergence& divergence) const override {
    if (data.shape().size() != 1) throw refused("the data is not on the line");
    if (!divergence.traits().needs_critic) throw refused("the divergence has no critic");
  }

  void evaluate(const ganzoo::Evaluation& now, std::int64_t, std::span<double> values) override {
    if (!now.score) throw refused("there is no critic to ask");
    std::array<float, 2> x{0, 1}, score{};
    now.score(ganzoo::Matrix(x.data(), 2, 1), score);
    values[0] = double{now.fake(1)(0, 0)};
    values[1] = double{score[1]} - double{score[0]};
    values[2] = std::hypot(values[0], values[1]);
  }

 private:
  static ganzoo::Error refused(const char* reason) {
    return {ganzoo::Exit::usage, std::string("metric dirac: ") + reason};
  }
};

}  // namespace

GANZOO_PLUGIN(DiracState)
