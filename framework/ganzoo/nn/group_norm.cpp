#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/group_norm_step.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

class GroupNorm final : public Layer, public Described {
 public:
  GroupNorm(int groups, double epsilon) : groups_(groups), epsilon_(epsilon) {
    require(groups > 0, "group_norm.groups", groups, "positive");
    require(epsilon > 0, "group_norm.epsilon", epsilon, "positive");
  }

  std::string name() const override { return "group_norm"; }
  Shape output(const Shape& in) const override {
    const std::int64_t channels = in.dims.back();
    require(channels % groups_ == 0, "group_norm.groups", groups_,
            fmt::format("a divisor of the channels, {}", channels));
    require(in.size() > groups_, "group_norm.groups", groups_,
            fmt::format("below {}, the numbers of a sample: less its own mean, one is nothing", in.size()));
    return in;
  }
  void declare(Parameters& parameters, const Shape& in) const override {
    parameters.add("scale", {in.dims.back()}, {.law = Init::Law::constant, .scale = 1});
    parameters.add("shift", {in.dims.back()}, {});
  }
  bool curved() const override { return true; }
  Operation operation() const override { return {operations::GroupNorm{groups_, epsilon_}}; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return plan_group_norm(planner, use, in, out, groups_, epsilon_);
  }

 private:
  int groups_;
  double epsilon_;
};

}  // namespace

LayerPtr group_norm(int groups, double epsilon) { return std::make_shared<GroupNorm>(groups, epsilon); }

}  // namespace ganzoo::nn
