#include <algorithm>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// y = x ⊙ mask, where mask is 0 or 1/(1 − rate) in training and 1 outside of it. Number i of the batch's row r is number
/// r·size + i of the stream, which is entered at a multiple of 4.
class DropoutStep final : public Step {
 public:
  DropoutStep(Planner& planner, const Use& use, const Port& in, const Port& out, double rate)
      : in_(in),
        out_(out),
        size_(use.batch * in.shape.size()),
        first_(use.first_row * in.shape.size()),
        keep_(1 - rate),
        draws_(use.training) {
    drawn_ = planner.floats(first_ % 4 + size_);
    mask_ = drawn_ + first_ % 4;
    std::fill_n(mask_, size_, 1.f);
  }

  void randomize(const Rng& rng) override {
    if (!draws_) return;
    rng.fill_uniform({drawn_, mask_ + size_}, 0, 1, static_cast<std::uint64_t>(first_ - first_ % 4));
    kernels::table().drop(mask_, size_, static_cast<float>(keep_), static_cast<float>(1 / keep_));
  }
  void forward() override { pass(in_.value, out_.value); }
  void backward() override { pass(out_.gradient, in_.gradient); }
  void tangent() override { pass(in_.tangent, out_.tangent); }
  void tangent_backward() override {
    if (!in_.owed) return;
    if (out_.owed) return pass(out_.owed, in_.owed);
    std::fill_n(in_.owed, size_, 0.f);
  }

 private:
  void pass(const float* from, float* to) {
    if (to) kernels::table().multiply(from, mask_, to, size_);
  }

  Port in_, out_;
  std::int64_t size_, first_;
  double keep_;
  bool draws_;
  float *drawn_, *mask_;
};

class Dropout final : public Layer, public Described {
 public:
  explicit Dropout(double rate) : rate_(rate) {
    require(rate >= 0 && rate < 1, "dropout.rate", rate, "at least 0 and below 1");
  }

  std::string name() const override { return "dropout"; }
  Shape output(const Shape& in) const override { return in; }
  bool linear_by_pieces() const override { return true; }
  Operation operation() const override { return {operations::Identity{}}; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<DropoutStep>(planner, use, in, out, rate_);
  }

 private:
  double rate_;
};

}  // namespace

LayerPtr dropout(double rate) { return std::make_shared<Dropout>(rate); }

}  // namespace ganzoo::nn
