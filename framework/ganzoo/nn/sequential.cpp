#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/profile.hpp>
#include <ganzoo/nn/composite.hpp>
#include <ganzoo/nn/detail/activation_layer.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/planner.hpp>
#include <map>
#include <numeric>

namespace ganzoo::nn {
namespace {

class SequentialStep final : public Step {
 public:
  explicit SequentialStep(std::vector<std::unique_ptr<Step>> steps) : steps_(std::move(steps)) {}

  void forward() override {
    for (const auto& step : steps_) step->forward();
  }
  void backward() override {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) (*step)->backward();
  }
  void backward_input() override {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) (*step)->backward_input();
  }
  void tangent() override {
    for (const auto& step : steps_) step->tangent();
  }
  void tangent_backward() override {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) (*step)->tangent_backward();
  }
  void weighted_backward(const float* row_weights) override {
    for (const auto& step : steps_) step->weighted_backward(row_weights);
  }
  void randomize(const Rng& rng) override {
    for (std::size_t i = 0; i < steps_.size(); ++i) steps_[i]->randomize(rng.child(i));
  }

 private:
  std::vector<std::unique_ptr<Step>> steps_;
};

/// Times a step under its layer's name.
class TimedStep final : public Step {
 public:
  TimedStep(std::unique_ptr<Step> step, std::string name) : step_(std::move(step)), name_(std::move(name)) {}

  void forward() override { timed(&Step::forward); }
  void backward() override { timed(&Step::backward); }
  void backward_input() override { timed(&Step::backward_input); }
  void tangent() override { timed(&Step::tangent); }
  void tangent_backward() override { timed(&Step::tangent_backward); }
  void weighted_backward(const float* row_weights) override {
    const profile::Scope scope(name_.c_str());
    step_->weighted_backward(row_weights);
  }
  void randomize(const Rng& rng) override { step_->randomize(rng); }

 private:
  void timed(void (Step::*pass)()) {
    const profile::Scope scope(name_.c_str());
    ((*step_).*pass)();
  }

  std::unique_ptr<Step> step_;
  std::string name_;
};

/// One layer of the sequence; `scope` is its name with the number among those of one name.
struct Member {
  LayerPtr layer;
  std::string scope;
};

/// What `make` gives; its complaints name the member with its number.
template <class Make>
auto named(const Member& m, const Make& make) {
  try {
    return make();
  } catch (const Error& e) {
    const Complaint& c = e.complaints().front();
    const std::string name = m.layer->name();
    const bool named = c.message.compare(0, name.size(), name) == 0;
    throw Error(e.code(), named ? m.scope + c.message.substr(name.size()) : m.scope + ": " + c.message, c.hint);
  }
}

class Sequential final : public Layer, public Composite {
 public:
  explicit Sequential(const std::vector<LayerPtr>& layers) {
    for (const LayerPtr& layer : layers) append(layer);
  }

  std::string name() const override { return "sequential"; }

  Shape output(const Shape& in) const override {
    Shape shape = in;
    for (const Member& m : members_) shape = output_of(m, shape);
    return shape;
  }

  void declare(Parameters& parameters, const Shape& in) const override {
    Shape shape = in;
    for (const Member& m : members_) {
      parameters.enter(m.scope);
      m.layer->declare(parameters, shape);
      parameters.leave();
      shape = m.layer->output(shape);
    }
  }

  std::vector<Part> parts(const Shape& in) const override {
    std::vector<Part> all;
    Shape shape = in;
    for (const Member& m : members_) {
      all.push_back({m.layer, shape, m.scope});
      shape = m.layer->output(shape);
    }
    return all;
  }
  bool adds_up() const override { return false; }

  bool mixes_samples() const override {
    for (const Member& m : members_) {
      if (m.layer->mixes_samples()) return true;
    }
    return false;
  }
  int classes() const override {
    int most = 0;
    for (const Member& m : members_) most = std::max(most, m.layer->classes());
    return most;
  }
  int group(int batch) const override {
    int all = 1;
    for (const Member& m : members_) all = std::lcm(all, named(m, [&] { return m.layer->group(batch); }));
    return all;
  }
  bool curved() const override {
    for (const Member& m : members_) {
      if (m.layer->curved()) return true;
    }
    return false;
  }

  bool linear_by_pieces() const override {
    for (const Member& m : members_) {
      if (!m.layer->linear_by_pieces()) return false;
    }
    return true;
  }

  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    const std::vector<Port> ports = plan_ports(planner, use, in, out);
    std::vector<std::unique_ptr<Step>> steps;
    for (std::size_t i = 0; i < members_.size(); ++i) {
      planner.enter(members_[i].scope);
      const auto plan = [&] { return members_[i].layer->plan(planner, use, ports[i], ports[i + 1]); };
      steps.push_back(named(members_[i], plan));
      planner.leave();
      if (profile::wanted) steps.back() = std::make_unique<TimedStep>(std::move(steps.back()), members_[i].scope);
    }
    return std::make_unique<SequentialStep>(std::move(steps));
  }

 private:
  void append(const LayerPtr& layer) {
    if (!layer) return;
    if (const auto* nested = dynamic_cast<const Sequential*>(layer.get())) {
      for (const Member& m : nested->members_) append(m.layer);
      return;
    }
    const auto* activation = dynamic_cast<const ActivationLayer*>(layer.get());
    if (activation && !members_.empty()) {
      if (LayerPtr fused = members_.back().layer->fused(activation->activation())) {
        members_.back().layer = std::move(fused);
        return;
      }
    }
    const std::string name = layer->name();
    members_.push_back({layer, name + "_" + std::to_string(count_[name]++)});
  }

  static Shape output_of(const Member& m, const Shape& in) {
    return named(m, [&] { return m.layer->output(in); });
  }

  /// ports[i] lies before member i, ports[i + 1] behind it. Views share the memory of their neighbours.
  std::vector<Port> plan_ports(Planner& planner, const Use& use, const Port& in, const Port& out) const {
    const std::size_t n = members_.size();
    std::vector<Port> ports(n + 1);
    ports[0] = in;
    for (std::size_t i = 1; i <= n; ++i) ports[i].shape = output_of(members_[i - 1], ports[i - 1].shape);
    if (n == 0) return ports;
    ports[n] = out;

    // A gradient is needed at a port where the input's is wanted, or where a layer before it has weights.
    std::size_t first_weights = n;
    for (std::size_t i = n; i-- > 0;) {
      Parameters probe;
      members_[i].layer->declare(probe, ports[i].shape);
      if (!probe.entries().empty()) first_weights = i;
    }
    bool owed = out.owed != nullptr;  // at port i: by the members from i on
    std::vector<bool> owes(n + 1, owed);
    for (std::size_t i = n; i-- > 0;) owes[i] = owed = owed || members_[i].layer->curved();

    std::size_t last = n;  // trailing views lie in the memory of `out`
    while (last > 1 && members_[last - 1].layer->is_view()) --last;
    for (std::size_t i = last; i < n; ++i) share(ports[i], out);
    for (std::size_t i = 1; i < last; ++i) {
      if (members_[i - 1].layer->is_view()) {
        share(ports[i], ports[i - 1]);
        continue;
      }
      const std::int64_t size = use.batch * ports[i].shape.size();
      const bool weights_before = first_weights < i && (use.weight_gradient || use.tangent);
      ports[i].value = planner.floats(size);
      if (in.gradient || weights_before) ports[i].gradient = planner.floats(size);
      if (use.tangent) ports[i].tangent = planner.floats(size);
      if (use.tangent && owes[i] && (first_weights < i || in.owed)) ports[i].owed = planner.floats(size);
    }
    return ports;
  }

  static void share(Port& port, const Port& with) {
    port.value = with.value;
    port.gradient = with.gradient;
    port.tangent = with.tangent;
    port.owed = with.owed;
  }

  std::vector<Member> members_;
  std::map<std::string, int> count_;
};

}  // namespace

LayerPtr sequential(std::vector<LayerPtr> layers) { return std::make_shared<Sequential>(layers); }

}  // namespace ganzoo::nn
