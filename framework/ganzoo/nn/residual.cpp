#include <algorithm>
#include <ganzoo/nn/composite.hpp>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/planner.hpp>
#include <numeric>
#include <vector>

namespace ganzoo::nn {
namespace {

/// One way from the input to the sum: its step, and its own memory where the other way has the port's.
struct Way {
  std::unique_ptr<Step> step;
  Port in, out;
};

/// y = body(x) + shortcut(x).
class ResidualStep final : public Step {
 public:
  ResidualStep(const Use& use, const Port& in, const Port& out, std::vector<Way> ways)
      : in_(in),
        out_(out),
        in_size_(use.batch * in.shape.size()),
        out_size_(use.batch * out.shape.size()),
        ways_(std::move(ways)) {}

  void forward() override {
    each(&Step::forward);
    sum(&Port::value);
  }
  void backward() override { back(&Step::backward); }
  void backward_input() override { back(&Step::backward_input); }
  void tangent() override {
    each(&Step::tangent);
    sum(&Port::tangent);
  }
  void tangent_backward() override {
    deal(&Port::owed);
    each(&Step::tangent_backward);
    collect(&Port::owed);
  }
  void randomize(const Rng& rng) override {
    for (std::size_t i = 0; i < ways_.size(); ++i) {
      if (ways_[i].step) ways_[i].step->randomize(rng.child(i));
    }
  }

 private:
  using Side = float* Port::*;

  void each(void (Step::*pass)()) {
    for (const Way& way : ways_) {
      if (way.step) ((*way.step).*pass)();
    }
  }
  void back(void (Step::*pass)()) {
    deal(&Port::gradient);
    each(pass);
    collect(&Port::gradient);
  }
  /// The sum's side of the output.
  void sum(Side side) { add(ways_[0].out.*side, ways_[1].out.*side, out_.*side, out_size_); }
  void collect(Side side) {
    if (in_.*side) add(ways_[0].in.*side, ways_[1].in.*side, in_.*side, in_size_);
  }
  /// To each way its own copy: a step may overwrite what it is given.
  void deal(Side side) {
    if (!(out_.*side)) return;
    for (const Way& way : ways_) {
      if (way.step) std::copy_n(out_.*side, out_size_, way.out.*side);
    }
  }
  static void add(const float* a, const float* b, float* to, std::int64_t n) {
    if (!b) return static_cast<void>(std::copy_n(a, n, to));  // an output that is owed nothing, with no way between
    for (std::int64_t i = 0; i < n; ++i) to[i] = a[i] + b[i];
  }

  Port in_, out_;
  std::int64_t in_size_, out_size_;
  std::vector<Way> ways_;
};

class Residual final : public Layer, public Composite {
 public:
  Residual(const LayerPtr& body, const LayerPtr& shortcut)
      : body_(sequential({body})), shortcut_(shortcut ? sequential({shortcut}) : nullptr) {}

  std::string name() const override { return "residual"; }

  Shape output(const Shape& in) const override {
    const Shape end = output_of("body", *body_, in), other = shortcut_ ? output_of("shortcut", *shortcut_, in) : in;
    require(end == other, "residual.shortcut", to_string(other), to_string(end) + ", the output of its body");
    return end;
  }

  void declare(Parameters& parameters, const Shape& in) const override {
    parameters.enter("body");
    body_->declare(parameters, in);
    parameters.leave();
    if (!shortcut_) return;
    parameters.enter("shortcut");
    shortcut_->declare(parameters, in);
    parameters.leave();
  }
  std::vector<Part> parts(const Shape& in) const override {
    std::vector<Part> all{{body_, in, "body"}};
    if (shortcut_) all.push_back({shortcut_, in, "shortcut"});
    return all;
  }
  bool adds_up() const override { return true; }
  bool mixes_samples() const override { return body_->mixes_samples() || (shortcut_ && shortcut_->mixes_samples()); }
  int classes() const override { return std::max(body_->classes(), shortcut_ ? shortcut_->classes() : 0); }
  int group(int batch) const override { return std::lcm(body_->group(batch), shortcut_ ? shortcut_->group(batch) : 1); }
  bool curved() const override { return body_->curved() || (shortcut_ && shortcut_->curved()); }

  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    std::vector<Way> ways(2);
    ways[0] = plan_way(planner, "body", *body_, use, in, out);
    ways[1] = shortcut_ ? plan_way(planner, "shortcut", *shortcut_, use, in, out)
                        : Way{.step = nullptr, .in = out, .out = in};  // the identity: each side is the other's
    return std::make_unique<ResidualStep>(use, in, out, std::move(ways));
  }

 private:
  static Shape output_of(const std::string& way, const Layer& layer, const Shape& in) {
    try {
      return layer.output(in);
    } catch (const Error& e) {
      const Complaint& c = e.complaints().front();
      throw Error(e.code(), "residual." + way + "." + c.message, c.hint);
    }
  }

  static Way plan_way(Planner& planner, const std::string& name, const Layer& layer, const Use& use, const Port& in,
                      const Port& out) {
    const auto own = [&](const Port& port, float* Port::*side) {
      return port.*side ? planner.floats(use.batch * port.shape.size()) : nullptr;
    };
    Way way{.step = nullptr, .in = in, .out = out};
    for (const auto side : {&Port::gradient, &Port::owed}) way.in.*side = own(in, side);
    for (const auto side : {&Port::value, &Port::gradient, &Port::tangent, &Port::owed}) way.out.*side = own(out, side);
    planner.enter(name);
    way.step = layer.plan(planner, use, way.in, way.out);
    planner.leave();
    return way;
  }

  LayerPtr body_, shortcut_;
};

}  // namespace

LayerPtr residual(LayerPtr body, LayerPtr shortcut) {
  return std::make_shared<Residual>(std::move(body), std::move(shortcut));
}

}  // namespace ganzoo::nn
